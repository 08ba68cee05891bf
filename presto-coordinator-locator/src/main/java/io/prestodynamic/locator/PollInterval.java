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
package io.prestodynamic.locator;

import java.time.Duration;

/**
 * Time for which a result is valid.
 */
record PollInterval(Duration duration)
{
    private static final Duration WITHOUT_COORDINATOR = Duration.ofSeconds(1);

    /**
     * Returns the time until the next search, or zero if it is due.
     */
    Duration untilNext(SharedSearch.State last)
    {
        return left(last, Duration.ZERO);
    }

    /**
     * @param slack accepted additional age of the result
     */
    boolean isGood(SharedSearch.State last, Duration slack)
    {
        return !left(last, slack).isZero();
    }

    private Duration left(SharedSearch.State last, Duration slack)
    {
        boolean found = last.searchResult().current().isPresent();
        Duration period = found || duration.compareTo(WITHOUT_COORDINATOR) < 0 ? duration : WITHOUT_COORDINATOR;
        return last.time()
                .map(time -> period.plus(slack).minusNanos(System.nanoTime() - time))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
