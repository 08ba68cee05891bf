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
package io.prestodynamic.catalog.coordinator.rotation;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;

import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * Failed attempts to use new values of secrets. They are repeated so slowly that the data source does not lock an account.
 *
 * @param version version with the new values
 * @param attempts number of attempts with these values
 * @param error one sentence without secrets
 * @param time time of the last attempt, by {@link System#nanoTime}
 */
record FailedRotation(CatalogVersion version, int attempts, String error, long time)
{
    private static final int MIN_DELAY_MINUTES = 5;
    private static final int MAX_DELAY_MINUTES = 60;

    FailedRotation
    {
        requireNonNull(version, "version is null");
        requireNonNull(error, "error is null");
    }

    /**
     * Returns whether a version may be tried: another one at once, the same one after a delay, which doubles with each attempt.
     */
    boolean isDue(CatalogVersion next)
    {
        Duration delay = new Duration(min(MAX_DELAY_MINUTES, (long) MIN_DELAY_MINUTES << min(attempts - 1, 10)), MINUTES);
        return !next.equals(version) || Duration.nanosSince(time).compareTo(delay) > 0;
    }

    /**
     * Returns the number of attempts with the values of a version, if it fails now.
     */
    int attemptsWith(CatalogVersion next)
    {
        return next.equals(version) ? attempts + 1 : 1;
    }
}
