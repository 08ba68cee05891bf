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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.BrokenCatalog;

import java.time.Instant;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Active entry of the store that this coordinator cannot use: not a valid definition, or one whose connector cannot be loaded.
 * @param error one sentence without secrets
 */
public record UnusableCatalog(String name, String version, String connectorName, Map<String, String> properties, Instant createdAt, String error)
{
    public UnusableCatalog
    {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(connectorName, "connectorName is null");
        properties = Map.copyOf(properties);
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(error, "error is null");
    }

    public static UnusableCatalog from(BrokenCatalog broken)
    {
        return new UnusableCatalog(broken.name(), broken.version(), broken.connectorName(), Map.of(), broken.createdAt(), broken.error());
    }

    public static UnusableCatalog from(CatalogVersion version, String error)
    {
        return new UnusableCatalog(
                version.name().value(),
                version.version(),
                version.definition().connectorName(),
                version.definition().properties(),
                version.createdAt(),
                error);
    }

    /**
     * @throws io.prestodynamic.catalog.CatalogException if the name is not a valid one
     */
    public CatalogVersion toVersion()
    {
        return new CatalogVersion(new CatalogDefinition(new CatalogName(name), connectorName, properties), version, createdAt);
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
