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
import java.util.Queue;
import java.util.concurrent.Executor;
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
 * Creates connectors, a limited number at the same time. One that takes its time no longer counts, so that those that hang keep none of the others waiting for
 * long.
 */
@ThreadSafe
class LoadExecutor
        implements Executor
{
    private final int concurrency;
    private final Duration patience;
    private final ExecutorService threads = connectorThreads("dynamic-catalog-load-%s");
    private final ScheduledExecutorService timer = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-load-timer"));
    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    @GuardedBy("this")
    private int counted;

    /**
     * @param patience how long a load counts
     */
    LoadExecutor(int concurrency, Duration patience)
    {
        this.concurrency = concurrency;
        this.patience = requireNonNull(patience, "patience is null");
    }

    @Override
    public synchronized void execute(Runnable load)
    {
        waiting.add(load);
        startWaiting();
    }

    void stop()
    {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    @GuardedBy("this")
    private void startWaiting()
    {
        while (counted < concurrency && !waiting.isEmpty()) {
            counted++;
            threads.execute(new Load(waiting.remove()));
        }
    }

    private synchronized void finish()
    {
        counted--;
        startWaiting();
    }

    private class Load
            implements Runnable
    {
        private final Runnable task;
        private final AtomicBoolean finished = new AtomicBoolean();

        Load(Runnable task)
        {
            this.task = requireNonNull(task, "task is null");
        }

        @Override
        public void run()
        {
            Future<?> impatience = timer.schedule(this::finishOnce, patience.toMillis(), MILLISECONDS);
            try {
                task.run();
            }
            finally {
                impatience.cancel(false);
                finishOnce();
            }
        }

        private void finishOnce()
        {
            if (finished.compareAndSet(false, true)) {
                finish();
            }
        }
    }
}
