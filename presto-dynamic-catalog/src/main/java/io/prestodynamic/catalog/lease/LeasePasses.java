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

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;

import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Thread that runs passes over the lease: every tenth of its duration, and at least every second.
 */
final class LeasePasses
{
    interface Pass
    {
        void run()
                throws InterruptedException;
    }

    private static final Logger log = Logger.get(LeasePasses.class);
    private static final long MAX_INTERVAL_MILLIS = 1000;

    private final Pass pass;
    private final long leaseMillis;
    private final ScheduledExecutorService executor;

    LeasePasses(String threadName, Duration lease, Pass pass)
    {
        this.pass = requireNonNull(pass, "pass is null");
        this.leaseMillis = lease.toMillis();
        this.executor = newSingleThreadScheduledExecutor(daemonThreadsNamed(threadName));
    }

    void start()
    {
        executor.scheduleWithFixedDelay(this::run, 0, Math.min(MAX_INTERVAL_MILLIS, leaseMillis / 10), MILLISECONDS);
    }

    void runNow()
    {
        executor.execute(this::run);
    }

    void stop()
            throws InterruptedException
    {
        executor.shutdown();
        executor.awaitTermination(leaseMillis, MILLISECONDS);
    }

    private void run()
    {
        try {
            pass.run();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catch (Throwable failure) {
            log.error(failure, "Error with the lease of the active coordinator");
        }
    }
}
