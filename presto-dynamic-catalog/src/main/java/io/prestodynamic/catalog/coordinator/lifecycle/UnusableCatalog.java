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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.facebook.presto.spi.ConnectorId;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.BrokenCatalog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Active entry of the store that this coordinator cannot use: not a valid definition, or one whose connector cannot be loaded.
 *
 * @param error one sentence without secrets
 * @param definition empty if the entry is not a valid one
 */
public record UnusableCatalog(String name, String version, String connectorName, Instant createdAt, String error, Optional<CatalogVersion> definition)
{
    public UnusableCatalog
    {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(connectorName, "connectorName is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(error, "error is null");
        requireNonNull(definition, "definition is null");
    }

    public static UnusableCatalog from(BrokenCatalog broken)
    {
        return new UnusableCatalog(broken.name(), broken.version(), broken.connectorName(), broken.createdAt(), broken.error(), Optional.empty());
    }

    public static UnusableCatalog from(CatalogVersion version, String error)
    {
        return new UnusableCatalog(version.name().value(), version.version(), version.definition().connectorName(), version.createdAt(), error, Optional.of(version));
    }

    /**
     * Returns the properties of a valid definition, and nothing of another one.
     */
    public Map<String, String> properties()
    {
        return definition.map(version -> version.definition().properties()).orElse(Map.of());
    }

    /**
     * Returns the files of a valid definition, and none of another one.
     */
    public CatalogFiles files()
    {
        return definition.map(version -> version.definition().files()).orElse(CatalogFiles.NONE);
    }

    /**
     * Returns the id in the form of {@link CatalogVersion#id}.
     */
    public String id()
    {
        return name + "@" + version;
    }

    public ConnectorId connectorId()
    {
        return new ConnectorId(id());
    }

    @Override
    public String toString()
    {
        return id();
    }
}
