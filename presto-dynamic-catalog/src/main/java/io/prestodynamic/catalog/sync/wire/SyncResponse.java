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
package io.prestodynamic.catalog.sync.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.prestodynamic.catalog.LoadState;
import io.prestodynamic.catalog.LoadStatus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Statuses of a node's versions.
 * @param instance differs for every start of the node
 * @param sequence grows with every answer of an instance, because answers may overtake each other
 * @param servingMillis how long a worker has taken requests of coordinators; 0 from a coordinator
 * @param following whether the worker has the coordinator's desired catalogs; if not, it needs all of them
 * @param catalogs empty if the coordinator already knows them
 */
public record SyncResponse(
        @JsonProperty("instance") String instance,
        @JsonProperty("sequence") long sequence,
        @JsonProperty("servingMillis") long servingMillis,
        @JsonProperty("following") boolean following,
        @JsonProperty("catalogs") Optional<List<Entry>> catalogs)
{
    @JsonCreator
    public SyncResponse
    {
        requireNonNull(instance, "instance is null");
        requireNonNull(catalogs, "catalogs is null");
    }

    public record Entry(@JsonProperty("id") String id, @JsonProperty("state") LoadState state, @JsonProperty("error") Optional<String> error)
    {
        @JsonCreator
        public Entry {}
    }

    public Optional<Map<String, LoadStatus>> statuses()
    {
        return catalogs.map(entries -> entries.stream().collect(toImmutableMap(Entry::id, entry -> new LoadStatus(entry.state(), entry.error()))));
    }

    /**
     * @param knownStatuses as in {@link SyncRequest}
     */
    public static SyncResponse of(String instance, long sequence, long servingMillis, boolean following, Map<String, LoadStatus> statuses, Optional<String> knownStatuses)
    {
        boolean known = knownStatuses.equals(Optional.of(digest(statuses)));
        return new SyncResponse(instance, sequence, servingMillis, following, known ? Optional.empty() : Optional.of(entries(statuses)));
    }

    /**
     * Returns a hash that is equal for equal statuses.
     */
    public static String digest(Map<String, LoadStatus> statuses)
    {
        Hasher hasher = Hashing.sha256().newHasher();
        new TreeMap<>(statuses).forEach((id, status) ->
                hasher.putString(id, UTF_8).putChar(' ').putString(status.state().name(), UTF_8).putChar(' ').putString(status.error().orElse(""), UTF_8).putChar('\0'));
        return hasher.hash().toString();
    }

    private static List<Entry> entries(Map<String, LoadStatus> statuses)
    {
        return statuses.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue().state(), entry.getValue().error()))
                .toList();
    }
}
