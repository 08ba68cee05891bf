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
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.coordinator.CatalogExport;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import io.prestodynamic.catalog.store.BrokenCatalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * All definitions, in the format of an import. The JSON is part of the HTTP contract.
 */
public record ExportRepresentation(
        @JsonProperty("catalogs") List<Definition> catalogs,
        @JsonProperty("broken") List<Broken> broken)
{
    public static ExportRepresentation from(CatalogExport export)
    {
        return new ExportRepresentation(
                export.catalogs().stream().map(Definition::from).toList(),
                export.broken().stream().map(Broken::from).toList());
    }

    /**
     * Catalog in the format of {@code add}.
     *
     * @param enabled absent if it is true
     */
    @JsonInclude(NON_ABSENT)
    public record Definition(
            @JsonProperty("catalogName") String catalogName,
            @JsonProperty("connectorName") String connectorName,
            @JsonProperty("properties") Map<String, String> properties,
            @JsonProperty("files") Optional<Map<String, FileContent>> files,
            @JsonProperty("description") Optional<String> description,
            @JsonProperty("enabled") Optional<Boolean> enabled,
            @JsonProperty("limits") Optional<LimitsRepresentation> limits)
    {
        static Definition from(CatalogRequest catalog)
        {
            CatalogDefinition definition = catalog.definition();
            return new Definition(
                    definition.name().value(),
                    definition.connectorName(),
                    definition.properties(),
                    Optional.<Map<String, FileContent>>of(Maps.transformValues(catalog.files().files(), FileContent::from)).filter(files -> !files.isEmpty()),
                    catalog.settings().description(),
                    Optional.of(catalog.settings().enabled()).filter(enabled -> !enabled),
                    LimitsRepresentation.from(catalog.settings()));
        }

        // the properties may contain secrets
        @Override
        public String toString()
        {
            return catalogName;
        }
    }

    /**
     * File in the format of {@code add}: with its content in base64, or without it and with its hash.
     */
    @JsonInclude(NON_ABSENT)
    public record FileContent(@JsonProperty("content") Optional<byte[]> content, @JsonProperty("sha256") Optional<String> sha256)
    {
        static FileContent from(RequestedFile file)
        {
            return new FileContent(file.content(), file.sha256());
        }

        // the content may be a credential
        @Override
        public String toString()
        {
            return sha256.orElse("content");
        }
    }

    /**
     * Entry of the store that is not a valid definition.
     */
    public record Broken(@JsonProperty("catalogName") String catalogName, @JsonProperty("error") String error)
    {
        static Broken from(BrokenCatalog broken)
        {
            return new Broken(broken.name(), broken.error());
        }
    }
}
