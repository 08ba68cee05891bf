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
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Result of an import. The JSON is part of the HTTP contract.
 */
public record ImportRepresentation(
        @JsonProperty("added") long added,
        @JsonProperty("replaced") long replaced,
        @JsonProperty("unchanged") long unchanged,
        @JsonProperty("deleted") long deleted,
        @JsonProperty("refused") long refused,
        @JsonProperty("catalogs") List<Outcome> catalogs)
{
    public static ImportRepresentation from(List<CatalogImport> imports)
    {
        List<Outcome> outcomes = imports.stream().map(Outcome::from).toList();
        return new ImportRepresentation(
                count(outcomes, "added"),
                count(outcomes, "replaced"),
                count(outcomes, "unchanged"),
                count(outcomes, "deleted"),
                count(outcomes, "refused"),
                outcomes);
    }

    private static long count(List<Outcome> outcomes, String outcome)
    {
        return outcomes.stream().filter(catalog -> catalog.outcome().equals(outcome)).count();
    }

    /**
     * Result for one catalog.
     *
     * @param state present if the change was made
     * @param changed what the change would make different, present if it would only be made
     * @param code present if the change was refused
     */
    @JsonInclude(NON_ABSENT)
    public record Outcome(
            @JsonProperty("catalogName") String catalogName,
            @JsonProperty("outcome") String outcome,
            @JsonProperty("state") Optional<CatalogState> state,
            @JsonProperty("changed") Optional<Set<String>> changed,
            @JsonProperty("code") Optional<CatalogErrorCode> code,
            @JsonProperty("message") Optional<String> message)
    {
        static Outcome from(CatalogImport catalog)
        {
            return new Outcome(
                    catalog.name(),
                    catalog.outcome().map(Outcome::name).orElse("refused"),
                    catalog.state(),
                    Optional.of(catalog.changed()).filter(changed -> !changed.isEmpty()),
                    catalog.refusal().map(CatalogException::getCode),
                    catalog.refusal().map(CatalogException::getMessage));
        }

        private static String name(ChangeResult.Outcome outcome)
        {
            return switch (outcome) {
                case ADDED -> "added";
                case UNCHANGED -> "unchanged";
                case REMOVED -> "deleted";
                case REPLACED, RESTORED, ENABLED, DISABLED, DESCRIBED -> "replaced";
            };
        }
    }
}
