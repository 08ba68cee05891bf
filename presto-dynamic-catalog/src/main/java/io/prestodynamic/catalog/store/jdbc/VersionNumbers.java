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
 * Numbers of versions. No version has had the same number before, whatever the database forgets: each number is higher than all that this process has issued or
 * seen.
 */
final class VersionNumbers
{
    // a second
    private static final long MAX_STEP = 1_000_000;

    private final AtomicLong highest = new AtomicLong();

    /**
     * Records the number of a version.
     */
    void seen(long number)
    {
        highest.accumulateAndGet(number, Math::max);
    }

    /**
     * Returns the time in microseconds since 1970, which is a new number even if the file was restored from a backup. Preparing a version takes longer than a
     * microsecond, so numbers do not outrun the clock. If the clock was set back, they continue from the highest one in random steps, so that another process,
     * which does not know those that were not stored, does not issue them again.
     */
    long next()
    {
        long now = MICROS.between(Instant.EPOCH, Instant.now());
        long step = 1 + ThreadLocalRandom.current().nextLong(MAX_STEP);
        return highest.updateAndGet(last -> now > last ? now : last + step);
    }

    /**
     * Records a number that the database has generated.
     *
     * @return whether no version has had it
     */
    boolean take(long number)
    {
        return highest.getAndAccumulate(number, Math::max) < number;
    }
}
