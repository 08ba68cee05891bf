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

import io.prestodynamic.locator.LocatorStatus.ServerStatus;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Result of a search.
 *
 * @param usable usable coordinators, the current one first
 * @param candidates all coordinators that were checked
 * @param known coordinators that were last usable, which are checked again even if no discovery server answers
 */
record SearchResult(List<Coordinator> usable, List<Coordinator> candidates, List<Coordinator> known, LocatorStatus status)
{
    SearchResult
    {
        usable = List.copyOf(usable);
        candidates = List.copyOf(candidates);
        known = List.copyOf(known);
        requireNonNull(status, "status is null");
    }

    static SearchResult none(List<URI> servers)
    {
        List<ServerStatus> unasked = servers.stream()
                .map(server -> new ServerStatus(server, Optional.of("has not answered yet")))
                .toList();
        return new SearchResult(List.of(), List.of(), List.of(), new LocatorStatus(Optional.empty(), unasked, List.of()));
    }

    Optional<Coordinator> current()
    {
        return usable.stream().findFirst();
    }

    boolean isUsable(URI uri)
    {
        return usable.stream().anyMatch(coordinator -> coordinator.uri().equals(uri));
    }

    /**
     * Returns this result with a coordinator that is known, but not usable.
     */
    SearchResult without(URI uri)
    {
        List<Coordinator> others = usable.stream()
                .filter(coordinator -> !coordinator.uri().equals(uri))
                .toList();
        return new SearchResult(others, candidates, known, new LocatorStatus(others.stream().findFirst(), status.servers(), status.candidates()));
    }
}
