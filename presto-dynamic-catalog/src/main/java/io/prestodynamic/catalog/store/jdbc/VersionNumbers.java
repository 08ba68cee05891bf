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
package io.prestodynamic.catalog.store.jdbc;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import static java.time.temporal.ChronoUnit.MICROS;

/**
 * Numbers of versions, none of which any version had before, whatever the database forgets: each is higher than all that were given out or seen here.
 */
final class VersionNumbers
{
    // a second
    private static final long MAX_STEP = 1_000_000;

    private final AtomicLong highest = new AtomicLong();

    /**
     * Takes note of a number that a version has.
     */
    void seen(long number)
    {
        highest.accumulateAndGet(number, Math::max);
    }

    /**
     * Gives out the time in microseconds since 1970: whatever a file has lost, even if it was restored from a backup, time has passed since. To prepare a version takes
     * longer than one, so numbers do not run ahead of the clock. Where the clock is behind, as after it was set back, they go on from the highest in random steps, so
     * that a process that knows nothing of those that were not stored does not give them out again.
     */
    long next()
    {
        long now = MICROS.between(Instant.EPOCH, Instant.now());
        long step = 1 + ThreadLocalRandom.current().nextLong(MAX_STEP);
        return highest.updateAndGet(last -> now > last ? now : last + step);
    }

    /**
     * Gives out a number that the database chose.
     *
     * @return whether it was free
     */
    boolean take(long number)
    {
        return highest.getAndAccumulate(number, Math::max) < number;
    }
}
