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
import java.util.Set;

/**
 * The connectors of this node, created and closed one version at a time. The patched {@code ConnectorManager} implements it.
 * All methods may be called from any thread; none holds a lock while a connector is created or shut down.
 */
public interface ConnectorVersions
{
    /**
     * The connectors that plugins have brought, by the names that {@code connector.name} takes.
     */
    Set<String> getConnectorNames();

    /**
     * Creates the connector of one version and registers its services under the id. No name resolves to the result yet.
     * May take as long as the connector likes, and throws whatever the connector throws; then nothing of it is left.
     *
     * @throws IllegalArgumentException where there is no connector of that name
     */
    Catalog create(ConnectorId connectorId, String connectorName, Map<String, String> properties);

    /**
     * Removes every registration made under the id and shuts the connector down. An id that is unknown is no error.
     */
    void close(ConnectorId connectorId);
}
