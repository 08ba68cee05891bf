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
import io.prestodynamic.catalog.CatalogException;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.engine.ConnectorThreads.connectorThreads;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Creates connectors, a limited number at the same time. One that takes its time no longer counts, so that those that hang keep none of the others waiting for
 * long. When all threads that there may be hang, the others are refused until one of them ends.
 */
@ThreadSafe
class LoadExecutor
{
    private final int concurrency;
    private final int maxThreads;
    private final Duration patience;
    private final ExecutorService threads = connectorThreads("dynamic-catalog-load-%s");
    private final ScheduledExecutorService timer = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-load-timer"));
    @GuardedBy("this")
    private final Queue<Load> waiting = new ArrayDeque<>();
    @GuardedBy("this")
    private int counted;
    @GuardedBy("this")
    private int running;

    /**
     * @param concurrency loads that count at the same time
     * @param maxThreads loads that run at the same time, those that no longer count among them
     * @param patience how long a load counts
     */
    LoadExecutor(int concurrency, int maxThreads, Duration patience)
    {
        this.concurrency = concurrency;
        this.maxThreads = maxThreads;
        this.patience = requireNonNull(patience, "patience is null");
    }

    /**
     * @param onRefusal is told where the load is not begun
     */
    void execute(Runnable load, Consumer<CatalogException> onRefusal)
    {
        synchronized (this) {
            waiting.add(new Load(load, onRefusal));
        }
        startWaiting();
    }

    /**
     * @throws CatalogException where a load would be refused
     */
    synchronized void checkCapacity()
    {
        if (isExhausted()) {
            throw exhausted();
        }
    }

    void stop()
    {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private void startWaiting()
    {
        List<Load> refused;
        synchronized (this) {
            while (counted < concurrency && running < maxThreads && !waiting.isEmpty()) {
                counted++;
                running++;
                threads.execute(waiting.remove());
            }
            refused = isExhausted() ? List.copyOf(waiting) : List.of();
            waiting.removeAll(refused);
        }
        refused.forEach(load -> load.onRefusal.accept(exhausted()));
    }

    @GuardedBy("this")
    private boolean isExhausted()
    {
        return running == maxThreads && counted == 0;
    }

    private CatalogException exhausted()
    {
        return new CatalogException(
                TOO_MANY_CHANGES,
                "This node creates no more connectors, because %s hang while they are created: find out what they wait for, or restart the node".formatted(maxThreads));
    }

    private class Load
            implements Runnable
    {
        private final Runnable task;
        private final Consumer<CatalogException> onRefusal;
        private final AtomicBoolean counts = new AtomicBoolean(true);

        Load(Runnable task, Consumer<CatalogException> onRefusal)
        {
            this.task = requireNonNull(task, "task is null");
            this.onRefusal = requireNonNull(onRefusal, "onRefusal is null");
        }

        @Override
        public void run()
        {
            Future<?> impatience = timer.schedule(this::stopCounting, patience.toMillis(), MILLISECONDS);
            try {
                task.run();
            }
            finally {
                impatience.cancel(false);
                synchronized (LoadExecutor.this) {
                    running--;
                }
                stopCounting();
            }
        }

        private void stopCounting()
        {
            if (counts.compareAndSet(true, false)) {
                synchronized (LoadExecutor.this) {
                    counted--;
                }
            }
            startWaiting();
        }
    }
}
