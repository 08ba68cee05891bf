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
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.coordinator.CatalogImport;

import java.util.List;
import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;
import static java.util.Locale.ENGLISH;

/**
 * Result of an import. The JSON is part of the HTTP contract.
 */
public record ImportRepresentation(
        @JsonProperty("added") long added,
        @JsonProperty("replaced") long replaced,
        @JsonProperty("unchanged") long unchanged,
        @JsonProperty("refused") long refused,
        @JsonProperty("catalogs") List<Outcome> catalogs)
{
    public static ImportRepresentation from(List<CatalogImport> imports)
    {
        List<Outcome> outcomes = imports.stream().map(Outcome::from).toList();
        return new ImportRepresentation(count(outcomes, "added"), count(outcomes, "replaced"), count(outcomes, "unchanged"), count(outcomes, Outcome.REFUSED), outcomes);
    }

    private static long count(List<Outcome> outcomes, String outcome)
    {
        return outcomes.stream().filter(catalog -> catalog.outcome().equals(outcome)).count();
    }

    /**
     * Result for one definition.
     * @param state present if the definition was accepted
     * @param code present if the definition was refused
     */
    @JsonInclude(NON_ABSENT)
    public record Outcome(
            @JsonProperty("catalogName") String catalogName,
            @JsonProperty("outcome") String outcome,
            @JsonProperty("state") Optional<CatalogState> state,
            @JsonProperty("code") Optional<CatalogErrorCode> code,
            @JsonProperty("message") Optional<String> message)
    {
        private static final String REFUSED = "refused";

        static Outcome from(CatalogImport catalog)
        {
            return new Outcome(
                    catalog.name().value(),
                    catalog.change().map(change -> change.outcome().name().toLowerCase(ENGLISH)).orElse(REFUSED),
                    catalog.change().map(change -> change.catalog().state()),
                    catalog.refusal().map(CatalogException::getCode),
                    catalog.refusal().map(CatalogException::getMessage));
        }
    }
}
