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
package io.prestodynamic.catalog.engine.configuration;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.seam.ConnectorVersions;
import io.prestodynamic.catalog.secrets.ResolvedDefinition;
import io.prestodynamic.catalog.security.SecretMask;
import io.prestodynamic.catalog.security.SecretNames;

import javax.inject.Inject;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Masks for the definitions of catalogs, by what their connectors declare as secret.
 */
public class CatalogMasks
{
    private final ConnectorVersions connectors;
    private final PluginConfigurations configurations;

    @Inject
    public CatalogMasks(ConnectorVersions connectors, PluginConfigurations configurations)
    {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.configurations = requireNonNull(configurations, "configurations is null");
    }

    public SecretMask of(CatalogDefinition definition)
    {
        return of(definition.connectorName(), definition.properties());
    }

    /**
     * Returns the mask for a definition whose references are resolved. Their values are secrets, whatever the properties.
     */
    public SecretMask of(ResolvedDefinition resolved)
    {
        CatalogDefinition definition = resolved.definition();
        return new SecretMask(definition.properties(), names(definition.connectorName()), resolved.values());
    }

    /**
     * Returns the definition with its secrets masked.
     */
    public CatalogDefinition mask(CatalogDefinition definition)
    {
        return definition.withProperties(of(definition).masked());
    }

    /**
     * Returns the mask for properties of a connector, which need not be installed.
     */
    public SecretMask of(String connectorName, Map<String, String> properties)
    {
        return new SecretMask(properties, names(connectorName));
    }

    /**
     * Returns whether the connector is installed, so that its declarations are known.
     */
    public boolean areDeclared(String connectorName)
    {
        return connectors.getClassLoader(connectorName).isPresent();
    }

    private SecretNames names(String connectorName)
    {
        return connectors.getClassLoader(connectorName)
                .<SecretNames>map(classLoader -> new DeclaredSecrets(configurations.get(classLoader)))
                .orElse(SecretNames.GUESSED);
    }
}
