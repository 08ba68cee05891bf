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

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * Way in which a redirector connects clients to the coordinator.
 */
public enum RedirectorMode
{
    /**
     * Answers with status 307 and the address of the coordinator, which clients must be able to reach.
     */
    REDIRECT(64, 48, Duration.ZERO),
    /**
     * Forwards requests and responses. Requires Presto's JDBC driver on the class path for its HTTP client.
     */
    PROXY(128, 96, Duration.ofSeconds(5));

    private final int threads;
    private final int maxWaiting;
    private final Duration drainTime;

    RedirectorMode(int threads, int maxWaiting, Duration drainTime)
    {
        this.threads = threads;
        this.maxWaiting = maxWaiting;
        this.drainTime = requireNonNull(drainTime, "drainTime is null");
    }

    int threads()
    {
        return threads;
    }

    /**
     * Returns the maximum number of requests that wait for a coordinator. The remaining threads answer at once.
     */
    int maxWaiting()
    {
        return maxWaiting;
    }

    Duration drainTime()
    {
        return drainTime;
    }
}
