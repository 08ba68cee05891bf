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
 * Request of a coordinator to a worker about its desired catalogs.
 * @param coordinatorId the coordinator's node id
 * @param coordinatorInstance differs for every start of the coordinator; revisions of different instances cannot be compared
 * @param files where the worker fetches files that it does not have
 * @param catalogs all desired catalogs; empty if the request has a change, or only asks whether the worker follows the digest
 * @param change difference to the desired catalogs that the change names as its base; a worker that follows others needs all desired catalogs
 * @param knownStatuses digest of the worker's statuses that the coordinator knows, or expects after the change; if it is right, the answer omits them
 * @param awaited ids of versions; the answer waits until each is loaded or has failed
 * @param maxWaitMillis how long the answer may wait
 * @param nextWithinMillis time within which the coordinator sends its next request; zero if unknown
 */
public record SyncRequest(
        @JsonProperty("coordinatorId") String coordinatorId,
        @JsonProperty("coordinatorInstance") String coordinatorInstance,
        @JsonProperty("files") FileAddress files,
        @JsonProperty("revision") long revision,
        @JsonProperty("digest") String digest,
        @JsonProperty("catalogs") Optional<List<SyncedCatalog>> catalogs,
        @JsonProperty("change") Optional<SyncedDifference> change,
        @JsonProperty("knownStatuses") Optional<String> knownStatuses,
        @JsonProperty("awaited") Set<String> awaited,
        @JsonProperty("maxWaitMillis") long maxWaitMillis,
        @JsonProperty("nextWithinMillis") long nextWithinMillis)
{
    @JsonCreator
    public SyncRequest {}
}
