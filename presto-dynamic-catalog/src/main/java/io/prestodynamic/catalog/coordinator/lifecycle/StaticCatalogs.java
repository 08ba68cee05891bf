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

import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.metadata.StaticCatalogStoreConfig;
import com.facebook.presto.spi.ConnectorId;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.seam.CatalogNames;

import javax.inject.Inject;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.util.PropertiesUtil.loadProperties;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static java.util.Objects.requireNonNull;

/**
 * Catalogs from files in {@code etc/catalog}, and Presto's own. They never change while the server runs.
 */
public class StaticCatalogs
{
    public static final String CONNECTOR_NAME = "connector.name";

    private final CatalogNames names;
    private final File directory;

    @Inject
    public StaticCatalogs(CatalogNames names, StaticCatalogStoreConfig config)
    {
        this.names = requireNonNull(names, "names is null");
        this.directory = config.getCatalogConfigurationDir();
    }

    public List<String> getNames()
    {
        return names.getCatalogs().stream()
                .filter(StaticCatalogs::isStatic)
                .map(Catalog::getCatalogName)
                .sorted()
                .toList();
    }

    public boolean contains(String name)
    {
        return names.getCatalogs().stream().anyMatch(catalog -> catalog.getCatalogName().equals(name) && isStatic(catalog));
    }

    /**
     * @throws CatalogException with {@code CATALOG_IS_STATIC} if the name is that of a static catalog
     */
    public void checkNotStatic(String name)
    {
        if (contains(name)) {
            throw new CatalogException(CATALOG_IS_STATIC, "Catalog %s comes from the server's configuration files and cannot be changed while it runs".formatted(name));
        }
    }

    /**
     * Returns the connector that the catalog's file names, or nothing if there is no such file.
     */
    public Optional<String> getConnectorName(String name)
    {
        return Optional.ofNullable(getProperties(name).get(CONNECTOR_NAME));
    }

    /**
     * Returns the properties in the catalog's file, including {@code connector.name}, or no properties if there is no such file.
     */
    public Map<String, String> getProperties(String name)
    {
        File file = new File(directory, name + ".properties");
        if (!file.isFile()) {
            return Map.of();
        }
        try {
            return loadProperties(file);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the connector id of a dynamic catalog contains a version
    private static boolean isStatic(Catalog catalog)
    {
        return catalog.getConnectorId().equals(new ConnectorId(catalog.getCatalogName()));
    }
}
