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
package io.prestodynamic.catalog.coordinator.listing;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.engine.configuration.ConnectorDescription;
import io.prestodynamic.catalog.engine.configuration.InstalledConnectors;

import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static java.util.Objects.requireNonNull;

/**
 * Connectors of this coordinator, without those of whose catalogs a user may see none. Nothing of this needs the store.
 */
public class VisibleConnectors
{
    private final InstalledConnectors connectors;
    private final CatalogAccessControl accessControl;

    @Inject
    public VisibleConnectors(InstalledConnectors connectors, CatalogAccessControl accessControl)
    {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
    }

    /**
     * Returns the names of the connectors, each with whether dynamic catalogs may use it, or empty if they may use all.
     */
    public Map<String, Optional<Boolean>> list(Caller caller)
    {
        return connectors.getNames().stream()
                .filter(name -> accessControl.seesConnector(caller, name))
                .collect(toImmutableMap(name -> name, connectors::isAllowed));
    }

    /**
     * @throws CatalogException with {@code UNKNOWN_CONNECTOR} if there is none, or the user may see no catalog of it
     */
    public ConnectorDescription get(Caller caller, String name)
    {
        return Optional.of(name)
                .filter(connector -> accessControl.seesConnector(caller, connector))
                .flatMap(connectors::describe)
                .orElseThrow(() -> unknown(caller, name));
    }

    private CatalogException unknown(Caller caller, String name)
    {
        return new CatalogException(UNKNOWN_CONNECTOR, "There is no connector '%s'; installed are: %s".formatted(name, String.join(", ", list(caller).keySet())));
    }
}
