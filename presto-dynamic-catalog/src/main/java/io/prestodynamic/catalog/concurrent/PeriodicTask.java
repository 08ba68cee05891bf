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
package io.prestodynamic.catalog.concurrent;

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;

import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Task that is repeated on a daemon thread of its own. An error ends the pass in which it occurs, and is logged; the next pass comes in its time.
 */
public final class PeriodicTask
{
    private static final Logger log = Logger.get(PeriodicTask.class);

    private final String description;
    private final Pass pass;
    private final ScheduledExecutorService executor;

    /**
     * @param threadName name of the thread
     * @param description what a pass does, for the log: {@code looking for workers}
     */
    public PeriodicTask(String threadName, String description, Pass pass)
    {
        this.description = requireNonNull(description, "description is null");
        this.pass = requireNonNull(pass, "pass is null");
        executor = newSingleThreadScheduledExecutor(daemonThreadsNamed(threadName));
    }

    /**
     * Begins the first pass after the interval, and each other one when the interval has passed since the end of the one before.
     */
    public void start(Duration interval)
    {
        start(interval, interval);
    }

    /**
     * Begins the first pass at once.
     *
     * @see #start
     */
    public void startNow(Duration interval)
    {
        start(new Duration(0, MILLISECONDS), interval);
    }

    private void start(Duration delay, Duration interval)
    {
        executor.scheduleWithFixedDelay(this::run, delay.toMillis(), interval.toMillis(), MILLISECONDS);
    }

    /**
     * Interrupts the pass that is running. No other pass begins.
     */
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Waits for the pass that runs when the task is stopped.
     *
     * @return whether it has ended within the time
     */
    public boolean awaitEnd(Duration timeout)
            throws InterruptedException
    {
        return executor.awaitTermination(timeout.toMillis(), MILLISECONDS);
    }

    private void run()
    {
        try {
            pass.run();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // a task that throws is not repeated
        catch (Throwable e) {
            log.error(e, "Error %s", description);
        }
    }

    /**
     * One pass of a task.
     */
    public interface Pass
    {
        void run()
                throws InterruptedException;
    }
}
