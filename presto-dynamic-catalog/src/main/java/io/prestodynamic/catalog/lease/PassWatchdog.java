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
package io.prestodynamic.catalog.lease;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.store.LeaseStore;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Time limit for a pass over the lease. After it every request of the pass fails.
 */
@ThreadSafe
final class PassWatchdog
{
    private static final long REPEAT_MILLIS = 50;

    private final LeaseStore store;
    private final long limitMillis;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-lease-watchdog"));

    PassWatchdog(LeaseStore store, Duration limit)
    {
        this.store = requireNonNull(store, "store is null");
        this.limitMillis = limit.toMillis();
    }

    void run(Runnable pass)
    {
        Watched watched = new Watched(Thread.currentThread());
        ScheduledFuture<?> alarm = executor.scheduleWithFixedDelay(watched::abandon, limitMillis, REPEAT_MILLIS, MILLISECONDS);
        try {
            pass.run();
        }
        finally {
            alarm.cancel(false);
            watched.end();
        }
    }

    void stop()
    {
        executor.shutdownNow();
    }

    private final class Watched
    {
        private final Thread thread;
        @GuardedBy("this")
        private boolean ended;

        private Watched(Thread thread)
        {
            this.thread = thread;
        }

        private void abandon()
        {
            if (interrupt()) {
                store.abandon();
            }
        }

        private synchronized boolean interrupt()
        {
            if (!ended) {
                thread.interrupt();
            }
            return !ended;
        }

        private synchronized void end()
        {
            ended = true;
            Thread.interrupted();
        }
    }
}
