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
package io.prestodynamic.catalog.seam;

import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.spi.ConnectorId;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connectors of this node, one for each version of a catalog. The patched {@code ConnectorManager} implements it. Thread-safe. Holds no lock while a connector
 * is created or shut down.
 */
public interface ConnectorVersions
{
    /**
     * Returns the values of {@code connector.name} that the installed plugins support.
     */
    Set<String> getConnectorNames();

    /**
     * Returns the class loader of the plugin that has the connector, or empty if there is none.
     */
    Optional<ClassLoader> getClassLoader(String connectorName);

    /**
     * Creates the connector of a version and registers its services under the id, without publishing a name. Blocks until the connector is created, and throws
     * any exception of the connector, after which nothing is registered.
     *
     * @throws IllegalArgumentException if no plugin has a connector of that name
     */
    Catalog create(ConnectorId connectorId, String connectorName, Map<String, String> properties);

    /**
     * Removes every registration under the id and shuts the connector down. Does nothing for an unknown id.
     */
    void close(ConnectorId connectorId);
}
