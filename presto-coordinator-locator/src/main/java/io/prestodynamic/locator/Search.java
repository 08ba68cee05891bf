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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import static java.util.Objects.requireNonNull;

/**
 * Parameters of searches.
 *
 * @param environment empty for any environment
 * @param transport empty for HTTP if announced, otherwise HTTPS
 * @param grace time to wait for further responses after the first usable coordinator
 * @param executor runs all requests of a search in parallel
 */
record Search(
        List<URI> servers,
        Optional<String> environment,
        Optional<CoordinatorTransport> transport,
        Duration requestTimeout,
        Duration grace,
        DiscoveryClient discovery,
        CoordinatorCheck check,
        ExecutorService executor)
{
    Search
    {
        servers = List.copyOf(servers);
        requireNonNull(environment, "environment is null");
        requireNonNull(transport, "transport is null");
        requireNonNull(requestTimeout, "requestTimeout is null");
        requireNonNull(grace, "grace is null");
        requireNonNull(discovery, "discovery is null");
        requireNonNull(check, "check is null");
        requireNonNull(executor, "executor is null");
    }

    /**
     * Asks all servers and coordinators once. Blocks for at most two request timeouts.
     *
     * @param last result of the previous search
     * @param failed coordinators with a failed connection since then
     */
    SearchResult run(SearchResult last, Set<URI> failed)
            throws InterruptedException
    {
        return new SearchRound(this, last, failed).run();
    }
}
