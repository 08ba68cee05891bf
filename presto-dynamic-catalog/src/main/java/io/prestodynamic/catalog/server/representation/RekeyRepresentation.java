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
import io.prestodynamic.catalog.coordinator.CatalogRekeying;

import java.util.List;
import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Result of a change of the key. The JSON is part of the HTTP contract.
 *
 * @param former number of deleted and replaced versions and recorded changes that were encrypted again
 * @param broken entries of the store that stay as they are
 * @param error present if the store has failed, and the rest stays as it is
 */
@JsonInclude(NON_ABSENT)
public record RekeyRepresentation(
        @JsonProperty("replaced") long replaced,
        @JsonProperty("refused") long refused,
        @JsonProperty("former") int former,
        @JsonProperty("catalogs") List<ImportRepresentation.Outcome> catalogs,
        @JsonProperty("broken") List<ExportRepresentation.Broken> broken,
        @JsonProperty("error") Optional<ErrorRepresentation> error)
{
    public static RekeyRepresentation from(CatalogRekeying.Outcome outcome)
    {
        ImportRepresentation catalogs = ImportRepresentation.from(outcome.catalogs());
        return new RekeyRepresentation(
                catalogs.replaced(),
                catalogs.refused(),
                outcome.former(),
                catalogs.catalogs(),
                outcome.broken().stream().map(ExportRepresentation.Broken::from).toList(),
                outcome.failure().map(failure -> new ErrorRepresentation(failure.getCode(), failure.getMessage())));
    }
}
