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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.HistoryEntry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Change in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record HistoryEntryRepresentation(
        @JsonProperty("sequence") long sequence,
        @JsonProperty("catalogName") String catalogName,
        @JsonProperty("action") ChangeAction action,
        @JsonProperty("version") Optional<String> version,
        @JsonProperty("previousVersion") Optional<String> previousVersion,
        @JsonProperty("at") String at,
        @JsonUnwrapped OriginRepresentation origin,
        @JsonProperty("connectorName") String connectorName,
        @JsonProperty("properties") Map<String, String> properties,
        @JsonProperty("files") List<FileRepresentation> files,
        @JsonProperty("changed") Set<String> changed,
        @JsonProperty("comment") Optional<String> comment)
{
    /**
     * @param entry with secrets masked
     */
    public static HistoryEntryRepresentation from(HistoryEntry entry)
    {
        CatalogChange change = entry.change();
        ChangeOrigin origin = change.origin();
        return new HistoryEntryRepresentation(
                entry.sequence(),
                change.catalogName(),
                change.action(),
                change.after(),
                change.before(),
                change.at().toString(),
                OriginRepresentation.from(origin),
                change.connectorName(),
                change.properties(),
                FileRepresentation.list(change.files()),
                change.changed(),
                origin.comment());
    }
}
