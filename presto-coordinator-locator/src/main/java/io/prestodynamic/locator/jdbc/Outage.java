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
package io.prestodynamic.locator.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * Time for which the coordinator of a query has not answered. Thread-safe.
 */
class Outage
{
    // all guarded by this, in System.nanoTime()
    private Optional<Long> since = Optional.empty();
    private Optional<Long> refusedSince = Optional.empty();

    synchronized void end()
    {
        since = Optional.empty();
        refusedSince = Optional.empty();
    }

    synchronized void silence(long begun)
    {
        since = since.or(() -> Optional.of(begun));
        refusedSince = Optional.empty();
    }

    synchronized void refusal(long begun)
    {
        since = since.or(() -> Optional.of(begun));
        refusedSince = refusedSince.or(() -> Optional.of(begun));
    }

    /**
     * Returns whether the coordinator has not answered for at least this long, for any reason.
     */
    synchronized boolean isLongerThan(Duration duration)
    {
        return isOver(since, duration);
    }

    synchronized boolean isRefusedLongerThan(Duration duration)
    {
        return isOver(refusedSince, duration);
    }

    private static boolean isOver(Optional<Long> since, Duration duration)
    {
        return since.map(start -> System.nanoTime() - start >= duration.toNanos()).orElse(false);
    }
}
