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
package io.prestodynamic.catalog.coordinator;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import org.weakref.jmx.Managed;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.engine.ConnectorThreads.connectorThreads;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Executor of a limited number of tasks at the same time. Others wait for a limited time, in their order and without a thread, and are then refused. A task that has run
 * for a while no longer counts, so that slow tasks do not keep others waiting. The number of running tasks is limited too.
 */
@ThreadSafe
public class Admission
{
    /**
     * Limits of an admission.
     * @param concurrency tasks that count at the same time
     * @param maxRunning tasks that run at the same time, including those that no longer count
     * @param maxWaiting tasks that wait at the same time
     * @param maxWait how long a task waits
     * @param slowAfter how long a running task counts
     */
    record Limits(int concurrency, int maxRunning, int maxWaiting, Duration maxWait, Duration slowAfter) {}

    private final Limits limits;
    private final String refusal;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    @GuardedBy("this")
    private final Deque<Task<?>> waiting = new ArrayDeque<>();
    @GuardedBy("this")
    private int counted;
    @GuardedBy("this")
    private int running;

    /**
     * @param name name of its threads
     * @param refusal message for tasks that have waited too long
     */
    Admission(String name, Limits limits, String refusal)
    {
        this.limits = requireNonNull(limits, "limits is null");
        this.refusal = requireNonNull(refusal, "refusal is null");
        threads = connectorThreads(name + "-%s");
        timer = new ScheduledThreadPoolExecutor(1, daemonThreadsNamed(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    void stop()
    {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    /**
     * @param onRefusal called if the task is refused
     * @return completes with the result of the task, or with {@code TOO_MANY_CHANGES} if it is refused
     */
    <T> CompletableFuture<T> submit(Supplier<T> action, Consumer<CatalogException> onRefusal)
    {
        Task<T> task = new Task<>(action, onRefusal);
        if (!enqueue(task)) {
            task.refuse();
        }
        return task.result;
    }

    @Managed
    public synchronized int getRunning()
    {
        return running;
    }

    @Managed
    public synchronized int getWaiting()
    {
        return waiting.size();
    }

    private synchronized boolean enqueue(Task<?> task)
    {
        if (waiting.size() >= limits.maxWaiting()) {
            return false;
        }
        waiting.add(task);
        startWaiting();
        if (waiting.peekLast() == task) {
            task.expiry = timer.schedule(() -> expire(task), limits.maxWait().toMillis(), MILLISECONDS);
        }
        return true;
    }

    @GuardedBy("this")
    private void startWaiting()
    {
        while (counted < limits.concurrency() && running < limits.maxRunning() && !waiting.isEmpty()) {
            Task<?> task = waiting.remove();
            if (task.expiry != null) {
                task.expiry.cancel(false);
            }
            counted++;
            running++;
            threads.execute(task);
        }
    }

    private void expire(Task<?> task)
    {
        synchronized (this) {
            if (!waiting.remove(task)) {
                return;
            }
        }
        task.refuse();
    }

    private class Task<T>
            implements Runnable
    {
        private final Supplier<T> action;
        private final Consumer<CatalogException> onRefusal;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        // guarded by the admission
        private ScheduledFuture<?> expiry;
        private boolean counts = true;

        Task(Supplier<T> action, Consumer<CatalogException> onRefusal)
        {
            this.action = requireNonNull(action, "action is null");
            this.onRefusal = requireNonNull(onRefusal, "onRefusal is null");
        }

        @Override
        public void run()
        {
            ScheduledFuture<?> slowTimer = timer.schedule(this::stopCounting, limits.slowAfter().toMillis(), MILLISECONDS);
            try {
                T value = action.get();
                finish(slowTimer);
                result.complete(value);
            }
            // reported through the result
            catch (Throwable e) {
                finish(slowTimer);
                result.completeExceptionally(e);
            }
        }

        void refuse()
        {
            CatalogException exception = new CatalogException(TOO_MANY_CHANGES, refusal);
            onRefusal.accept(exception);
            result.completeExceptionally(exception);
        }

        private void finish(ScheduledFuture<?> slowTimer)
        {
            slowTimer.cancel(false);
            synchronized (Admission.this) {
                running--;
                stopCounting();
            }
        }

        private void stopCounting()
        {
            synchronized (Admission.this) {
                if (counts) {
                    counts = false;
                    counted--;
                }
                startWaiting();
            }
        }
    }
}
