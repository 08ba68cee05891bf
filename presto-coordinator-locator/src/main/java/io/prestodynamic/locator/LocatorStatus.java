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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Status of the last search, for people.
 *
 * @param servers in the configured order
 * @param candidates announced or formerly usable coordinators
 */
public record LocatorStatus(Optional<Coordinator> current, List<ServerStatus> servers, List<CandidateStatus> candidates)
{
    public LocatorStatus
    {
        requireNonNull(current, "current is null");
        servers = List.copyOf(servers);
        candidates = List.copyOf(candidates);
    }

    /**
     * Returns whether at least one discovery server has answered.
     */
    public boolean isDiscoveryAnswering()
    {
        return servers.stream().anyMatch(server -> server.error().isEmpty());
    }

    /**
     * Returns one sentence for each server that did not answer and each coordinator that is not usable.
     */
    public List<String> problems()
    {
        Stream<String> serverProblems = servers.stream()
                .flatMap(server -> server.error().map(error -> "discovery server %s %s".formatted(server.uri(), error)).stream());
        Stream<String> candidateProblems = candidates.stream()
                .flatMap(candidate -> candidate.refusal().map(refusal -> "%s %s".formatted(candidate.name(), refusal)).stream());
        return Stream.concat(serverProblems, candidateProblems).toList();
    }

    /**
     * Returns the status on a single line.
     */
    public String describe()
    {
        Stream<String> answered = servers.stream()
                .filter(server -> server.error().isEmpty())
                .map(server -> "discovery server %s answered".formatted(server.uri()));
        Stream<String> usable = candidates.stream()
                .filter(candidate -> candidate.refusal().isEmpty())
                .map(candidate -> candidate.name() + " is usable");
        Stream<String> emptiness = candidates.isEmpty() ? Stream.of("no coordinator is announced") : Stream.empty();
        return Stream.of(answered, usable, problems().stream(), emptiness)
                .flatMap(sentences -> sentences)
                .collect(joining("; "));
    }

    /**
     * @param error reason why the server did not answer, without its name; empty if it did
     */
    public record ServerStatus(URI uri, Optional<String> error)
    {
        public ServerStatus
        {
            requireNonNull(uri, "uri is null");
            requireNonNull(error, "error is null");
        }
    }

    /**
     * @param uri empty if no valid address is announced
     * @param refusal reason why the coordinator is not usable, without its name; empty if it is usable
     */
    public record CandidateStatus(String nodeId, Optional<URI> uri, Optional<String> refusal)
    {
        public CandidateStatus
        {
            requireNonNull(nodeId, "nodeId is null");
            requireNonNull(uri, "uri is null");
            requireNonNull(refusal, "refusal is null");
        }

        private String name()
        {
            return "coordinator " + nodeId + uri.map(address -> " at " + address).orElse("");
        }
    }
}
