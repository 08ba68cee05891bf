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

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A coordinator tells a worker what it wants.
 *
 * @param coordinatorId the coordinator's node id
 * @param coordinatorInstance differs for every start of the coordinator; revisions of different instances cannot be compared
 * @param catalogs all that is desired; empty where the coordinator tells a change or only asks whether the worker follows this digest
 * @param change what is desired, told to a worker that follows the change's base; any other does not follow this digest, and needs all that is desired
 * @param knownStatuses the digest of what the coordinator knows already of the worker's catalogs, or expects of a worker that loads the change; empty where it is to be told in any case
 * @param awaited ids of versions that the answer waits for, until each is loaded or has failed
 * @param maxWaitMillis how long the answer waits at most
 * @param nextWithinMillis when the coordinator speaks again at the latest, as long as it lives; zero from one that does not say
 */
public record SyncRequest(
        @JsonProperty("coordinatorId") String coordinatorId,
        @JsonProperty("coordinatorInstance") String coordinatorInstance,
        @JsonProperty("revision") long revision,
        @JsonProperty("digest") String digest,
        @JsonProperty("catalogs") Optional<List<SyncedCatalog>> catalogs,
        @JsonProperty("change") Optional<SyncedChange> change,
        @JsonProperty("knownStatuses") Optional<String> knownStatuses,
        @JsonProperty("awaited") Set<String> awaited,
        @JsonProperty("maxWaitMillis") long maxWaitMillis,
        @JsonProperty("nextWithinMillis") long nextWithinMillis)
{
    @JsonCreator
    public SyncRequest {}
}
