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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.engine.CatalogValidation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Result of a validation. The JSON is part of the HTTP contract.
 */
public record ValidationRepresentation(
        @JsonProperty("catalogName") String catalogName,
        @JsonProperty("connectorName") String connectorName,
        @JsonProperty("properties") Map<String, String> properties,
        @JsonProperty("files") List<FileRepresentation> files,
        @JsonProperty("valid") boolean valid,
        @JsonProperty("checks") List<Check> checks,
        @JsonProperty("schemas") List<String> schemas)
{
    public static ValidationRepresentation from(CatalogValidation validation)
    {
        CatalogDefinition definition = validation.definition();
        return new ValidationRepresentation(
                definition.name().value(),
                definition.connectorName(),
                definition.properties(),
                FileRepresentation.list(definition.files()),
                validation.error().isEmpty(),
                List.of(
                        new Check("create connector", true, Optional.empty()),
                        new Check("list schemas", validation.error().isEmpty(), validation.error())),
                validation.schemas());
    }

    @JsonInclude(NON_ABSENT)
    public record Check(
            @JsonProperty("check") String check,
            @JsonProperty("passed") boolean passed,
            @JsonProperty("error") Optional<String> error)
    {
    }
}
