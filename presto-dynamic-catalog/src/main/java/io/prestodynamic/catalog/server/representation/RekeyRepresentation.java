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

import com.fasterxml.jackson.annotation.JsonProperty;
import io.prestodynamic.catalog.coordinator.CatalogRekeying;

import java.util.List;

/**
 * Result of a change of the key. The JSON is part of the HTTP contract.
 *
 * @param former number of deleted and replaced versions and recorded changes that were encrypted again
 */
public record RekeyRepresentation(
        @JsonProperty("replaced") long replaced,
        @JsonProperty("refused") long refused,
        @JsonProperty("former") int former,
        @JsonProperty("catalogs") List<ImportRepresentation.Outcome> catalogs)
{
    public static RekeyRepresentation from(CatalogRekeying.Outcome outcome)
    {
        ImportRepresentation catalogs = ImportRepresentation.from(outcome.catalogs());
        return new RekeyRepresentation(catalogs.replaced(), catalogs.refused(), outcome.former(), catalogs.catalogs());
    }
}
