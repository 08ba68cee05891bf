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
 * How coordinators are looked for.
 *
 * @param environment empty where those of every environment are looked for
 * @param transport empty where HTTP is used if it is announced, and else HTTPS
 * @param grace how long the answers of others are waited for, once a coordinator is found
 * @param executor runs the questions, as many at once as there are
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
     * Asks everybody once. Blocks for two request timeouts at the longest.
     *
     * @param last what the search before this one has found
     * @param failed coordinators to which a connection has failed since
     */
    Findings run(Findings last, Set<URI> failed)
            throws InterruptedException
    {
        return new SearchRound(this, last, failed).run();
    }
}
