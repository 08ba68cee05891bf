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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Active entry of the store, as far as this coordinator knows, whether it can be used or not. {@link #toString} omits the properties, because they may be credentials.
 */
public record StoredEntry(String name, String version, String connectorName, Map<String, String> properties, CatalogFiles files, CatalogSettings settings)
{
    public StoredEntry
    {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(connectorName, "connectorName is null");
        properties = Map.copyOf(properties);
        requireNonNull(files, "files is null");
        requireNonNull(settings, "settings is null");
    }

    static StoredEntry of(CatalogVersion version, CatalogSettings settings)
    {
        CatalogDefinition definition = version.definition();
        return new StoredEntry(version.name().value(), version.version(), definition.connectorName(), definition.properties(), definition.files(), settings);
    }

    static StoredEntry of(UnusableCatalog catalog, CatalogSettings settings)
    {
        return new StoredEntry(catalog.name(), catalog.version(), catalog.connectorName(), catalog.properties(), catalog.files(), settings);
    }

    /**
     * @throws io.prestodynamic.catalog.CatalogException if the name is not a valid one, as others may have written it into the store
     */
    public CatalogDefinition definition()
    {
        return new CatalogDefinition(new CatalogName(name), connectorName, properties, files);
    }

    @Override
    public String toString()
    {
        return name + "@" + version;
    }
}
