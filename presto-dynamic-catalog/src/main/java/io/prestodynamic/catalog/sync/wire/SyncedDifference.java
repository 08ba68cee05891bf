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
import java.util.Set;

/**
 * {@link DesiredDifference} in a request to a worker.
 */
public record SyncedDifference(
        @JsonProperty("base") String base,
        @JsonProperty("added") List<SyncedCatalog> added,
        @JsonProperty("removed") Set<String> removed)
{
    @JsonCreator
    public SyncedDifference {}

    public static SyncedDifference from(DesiredDifference change)
    {
        return new SyncedDifference(change.base(), change.added().stream().map(SyncedCatalog::from).toList(), change.removed());
    }

    public DesiredDifference toChange(long revision)
    {
        return new DesiredDifference(revision, base, added.stream().map(SyncedCatalog::toVersion).toList(), removed);
    }
}
