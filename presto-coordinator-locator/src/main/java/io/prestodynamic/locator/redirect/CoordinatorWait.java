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
package io.prestodynamic.locator.redirect;

import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import static java.util.Objects.requireNonNull;

/**
 * Wait for a coordinator with a maximum number of waiting requests. Thread-safe.
 */
final class CoordinatorWait
{
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final CoordinatorLocator locator;
    private final Duration wait;
    private final Semaphore mayWait;

    CoordinatorWait(CoordinatorLocator locator, Duration wait, int maxWaiting)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.wait = requireNonNull(wait, "wait is null");
        this.mayWait = new Semaphore(maxWaiting);
    }

    /**
     * Returns the deadline of a request that starts now, in {@link System#nanoTime()}.
     */
    long deadline()
    {
        return System.nanoTime() + wait.toNanos();
    }

    Coordinator find(long deadline)
            throws InterruptedException, UnavailableException
    {
        Optional<Coordinator> current = locator.locate();
        return current.isPresent() ? current.get() : await(Duration.ZERO, deadline);
    }

    /**
     * Returns a coordinator for the next attempt after a failed connection. May be the same one, after a pause.
     */
    Coordinator next(Coordinator failed, long deadline)
            throws InterruptedException, UnavailableException
    {
        Optional<Coordinator> other = locator.reportFailure(failed.uri());
        boolean isOther = other.isPresent() && !other.get().uri().equals(failed.uri());
        return isOther ? other.get() : await(PAUSE, deadline);
    }

    static void pause()
            throws InterruptedException
    {
        Thread.sleep(PAUSE.toMillis());
    }

    private Coordinator await(Duration pause, long deadline)
            throws InterruptedException, UnavailableException
    {
        if (!mayWait.tryAcquire()) {
            throw new UnavailableException("There is no coordinator now, and too many requests wait for one");
        }
        try {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.compareTo(pause) < 0) {
                throw new UnavailableException("There is no coordinator now");
            }
            Thread.sleep(pause.toMillis());
            return locator.await(left.minus(pause));
        }
        catch (CoordinatorNotFoundException e) {
            throw new UnavailableException("There is no coordinator now");
        }
        finally {
            mayWait.release();
        }
    }
}
