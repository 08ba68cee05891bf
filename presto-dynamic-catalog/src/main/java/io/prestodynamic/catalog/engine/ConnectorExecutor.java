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
package io.prestodynamic.catalog.engine;

import io.airlift.units.Duration;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.engine.ConnectorThreads.connectorThreads;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Executor of connector code with a limited concurrency. A slow task no longer counts towards the concurrency, so that tasks that hang do not block the others.
 * When all threads run slow tasks, the other tasks are rejected until one of them ends.
 */
@ThreadSafe
public class ConnectorExecutor
{
    private final int concurrency;
    private final int maxThreads;
    private final Duration slowThreshold;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    @GuardedBy("this")
    private final Queue<Task> waiting = new ArrayDeque<>();
    @GuardedBy("this")
    private int counted;
    @GuardedBy("this")
    private int running;

    /**
     * @param concurrency maximum number of running tasks that are not slow
     * @param maxThreads maximum number of running tasks, slow ones included
     * @param slowThreshold time after which a running task is slow
     */
    public ConnectorExecutor(String name, int concurrency, int maxThreads, Duration slowThreshold)
    {
        this.threads = connectorThreads(name + "-%s");
        this.timer = newSingleThreadScheduledExecutor(daemonThreadsNamed(name + "-timer"));
        this.concurrency = concurrency;
        this.maxThreads = maxThreads;
        this.slowThreshold = requireNonNull(slowThreshold, "slowThreshold is null");
    }

    /**
     * Executes the task when a thread is free, or runs {@code onRefusal} if all threads run slow tasks.
     */
    public void execute(Runnable task, Runnable onRefusal)
    {
        synchronized (this) {
            waiting.add(new Task(task, onRefusal));
        }
        startWaiting();
    }

    public synchronized boolean isExhausted()
    {
        return running == maxThreads && counted == 0;
    }

    public void stop()
    {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private void startWaiting()
    {
        List<Task> refused;
        synchronized (this) {
            while (counted < concurrency && running < maxThreads && !waiting.isEmpty()) {
                counted++;
                running++;
                threads.execute(waiting.remove());
            }
            refused = isExhausted() ? List.copyOf(waiting) : List.of();
            waiting.removeAll(refused);
        }
        refused.forEach(task -> task.onRefusal.run());
    }

    private class Task
            implements Runnable
    {
        private final Runnable code;
        private final Runnable onRefusal;
        private final AtomicBoolean counts = new AtomicBoolean(true);

        Task(Runnable code, Runnable onRefusal)
        {
            this.code = requireNonNull(code, "code is null");
            this.onRefusal = requireNonNull(onRefusal, "onRefusal is null");
        }

        @Override
        public void run()
        {
            Future<?> slowTimer = timer.schedule(this::stopCounting, slowThreshold.toMillis(), MILLISECONDS);
            try {
                code.run();
            }
            finally {
                slowTimer.cancel(false);
                synchronized (ConnectorExecutor.this) {
                    running--;
                }
                stopCounting();
            }
        }

        private void stopCounting()
        {
            if (counts.compareAndSet(true, false)) {
                synchronized (ConnectorExecutor.this) {
                    counted--;
                }
            }
            startWaiting();
        }
    }
}
