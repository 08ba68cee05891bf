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
package io.prestodynamic.discovery;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Result of a request for the announcements of another discovery server.
 *
 * @param known whether all announcements of that server are known, also because it has none
 * @param failure reason why nothing was fetched
 */
record FetchResult(boolean known, Optional<String> failure)
{
    FetchResult
    {
        requireNonNull(failure, "failure is null");
    }

    static FetchResult fetched()
    {
        return new FetchResult(true, Optional.empty());
    }

    /**
     * Returns the result if no discovery server runs at the address.
     */
    static FetchResult refused()
    {
        return new FetchResult(true, Optional.of("Connection refused"));
    }

    static FetchResult failed(String reason)
    {
        return new FetchResult(false, Optional.of(reason));
    }
}
