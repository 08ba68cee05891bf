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

import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.LoadStatus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Factory of the requests of one coordinator process.
 */
public class SyncRequests
{
    private final String nodeId;
    private final String instance = UUID.randomUUID().toString();
    private final Duration silence;
    private final Supplier<FileAddress> files;

    /**
     * @param silence the longest time between two requests to a worker
     * @param files where workers fetch files
     */
    public SyncRequests(String nodeId, Duration silence, Supplier<FileAddress> files)
    {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.silence = requireNonNull(silence, "silence is null");
        this.files = requireNonNull(files, "files is null");
    }

    /**
     * @param known what the worker need not answer
     */
    public SyncRequest ask(DesiredCatalogs desired, Map<String, LoadStatus> known)
    {
        return ask(desired, known, Wait.NONE);
    }

    /**
     * @param known what the worker need not answer
     */
    public SyncRequest ask(DesiredCatalogs desired, Map<String, LoadStatus> known, Wait wait)
    {
        return request(desired, Optional.empty(), Optional.empty(), Optional.of(SyncResponse.digest(known)), wait);
    }

    public SyncRequest tell(DesiredCatalogs desired, Wait wait)
    {
        List<SyncedCatalog> catalogs = desired.versions().stream().map(SyncedCatalog::from).toList();
        return request(desired, Optional.of(catalogs), Optional.empty(), Optional.empty(), wait);
    }

    /**
     * @param expected statuses that the answer may omit
     */
    public SyncRequest tell(DesiredCatalogs desired, DesiredDifference change, Map<String, LoadStatus> expected, Wait wait)
    {
        return request(desired, Optional.empty(), Optional.of(SyncedDifference.from(change)), Optional.of(SyncResponse.digest(expected)), wait);
    }

    private SyncRequest request(
            DesiredCatalogs desired,
            Optional<List<SyncedCatalog>> catalogs,
            Optional<SyncedDifference> change,
            Optional<String> knownStatuses,
            Wait wait)
    {
        return new SyncRequest(
                nodeId,
                instance,
                files.get(),
                desired.revision(),
                desired.digest(),
                catalogs,
                change,
                knownStatuses,
                wait.ids(),
                wait.millis(),
                silence.toMillis());
    }

    /**
     * Versions that an answer waits for.
     * @param ids ids of the versions
     * @param millis how long it waits at most
     */
    public record Wait(Set<String> ids, long millis)
    {
        public static final Wait NONE = new Wait(ImmutableSet.of(), 0);

        public Wait
        {
            ids = ImmutableSet.copyOf(ids);
        }
    }
}
