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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Version of a catalog in a request to a worker. {@link #toString} omits the properties, because they may be credentials.
 */
public record SyncedCatalog(
        @JsonProperty("catalogName") String catalogName,
        @JsonProperty("version") String version,
        @JsonProperty("createdAt") long createdAtMillis,
        @JsonProperty("connectorName") String connectorName,
        @JsonProperty("properties") Map<String, String> properties,
        @JsonProperty("files") Optional<Map<String, FileDigest>> files)
{
    @JsonCreator
    public SyncedCatalog {}

    public static SyncedCatalog from(CatalogVersion version)
    {
        CatalogDefinition definition = version.definition();
        return new SyncedCatalog(
                definition.name().value(),
                version.version(),
                version.createdAt().toEpochMilli(),
                definition.connectorName(),
                definition.properties(),
                Optional.of(definition.files().digests()).filter(files -> !files.isEmpty()));
    }

    public CatalogVersion toVersion()
    {
        CatalogDefinition definition = new CatalogDefinition(new CatalogName(catalogName), connectorName, properties, files.map(CatalogFiles::new).orElse(CatalogFiles.NONE));
        return new CatalogVersion(definition, version, Instant.ofEpochMilli(createdAtMillis));
    }

    @Override
    public String toString()
    {
        return catalogName + "@" + version;
    }
}
