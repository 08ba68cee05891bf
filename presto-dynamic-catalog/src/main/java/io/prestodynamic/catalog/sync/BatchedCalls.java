/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.catalog.sync;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Calls to other nodes that each serve all requests since the former call. If no call is unanswered, a request is served at once. Otherwise the next call waits for
 * the answers, but only for a moment, so that a slow node delays nobody for long. The moment grows with the number of unanswered calls, which limits that number.
 */
@ThreadSafe
public class BatchedCalls<T, R>
{
    private static final long MOMENT = MILLISECONDS.toNanos(50);

    private final ScheduledExecutorService executor;
    private final Function<List<T>, Call<R>> call;

    @GuardedBy("this")
    private List<T> asked = new ArrayList<>();
    @GuardedBy("this")
    private CompletableFuture<R> next = new CompletableFuture<>();
    @GuardedBy("this")
    private int unanswered;
    @GuardedBy("this")
    private long lastCall;

    /**
     * @param executor has one thread, which makes the calls
     * @param call gets the requests in their order
     */
    public BatchedCalls(ScheduledExecutorService executor, Function<List<T>, Call<R>> call)
    {
        this.executor = requireNonNull(executor, "executor is null");
        this.call = requireNonNull(call, "call is null");
    }

    /**
     * @return the result of the next call that begins; fails if the call throws
     */
    public synchronized CompletableFuture<R> submit(T element)
    {
        asked.add(element);
        if (asked.size() == 1) {
            executor.schedule(this::callIfDue, delay(), NANOSECONDS);
        }
        return next;
    }

    @GuardedBy("this")
    private long delay()
    {
        return unanswered == 0 ? 0 : lastCall + unanswered * MOMENT - System.nanoTime();
    }

    private void callIfDue()
    {
        List<T> elements;
        CompletableFuture<R> result;
        synchronized (this) {
            if (asked.isEmpty() || delay() > 0) {
                return;
            }
            elements = asked;
            result = next;
            asked = new ArrayList<>();
            next = new CompletableFuture<>();
            unanswered++;
            lastCall = System.nanoTime();
        }
        try {
            Call<R> made = call.apply(elements);
            made.answered().whenComplete((ignored, failure) -> answered());
            result.complete(made.result());
        }
        catch (Throwable failure) {
            answered();
            result.completeExceptionally(failure);
        }
    }

    private synchronized void answered()
    {
        unanswered--;
        if (unanswered == 0 && !asked.isEmpty() && !executor.isShutdown()) {
            executor.execute(this::callIfDue);
        }
    }

    /**
     * @param answered completes when all answers have arrived that the next call waits for
     */
    public record Call<R>(R result, CompletableFuture<?> answered)
    {
        public Call
        {
            requireNonNull(result, "result is null");
            requireNonNull(answered, "answered is null");
        }
    }
}
