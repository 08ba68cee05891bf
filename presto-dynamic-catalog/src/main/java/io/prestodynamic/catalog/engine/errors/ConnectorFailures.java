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
package io.prestodynamic.catalog.engine.errors;

import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.secrets.ResolvedDefinition;

import javax.inject.Inject;

import static java.util.Objects.requireNonNull;

/**
 * Descriptions of the failures of connectors, without the secrets of their definitions.
 */
public class ConnectorFailures
{
    private final PluginConfigurations configurations;
    private final CatalogMasks masks;

    @Inject
    public ConnectorFailures(PluginConfigurations configurations, CatalogMasks masks)
    {
        this.configurations = requireNonNull(configurations, "configurations is null");
        this.masks = requireNonNull(masks, "masks is null");
    }

    public ConnectorFailure describe(ResolvedDefinition resolved, Throwable cause)
    {
        return new ConnectorFailure(resolved.definition(), masks.of(resolved), configurations, cause);
    }

    /**
     * Masks the secrets of a definition in a message of its connector.
     */
    public String redact(ResolvedDefinition resolved, String message)
    {
        return masks.of(resolved).redact(message);
    }
}
