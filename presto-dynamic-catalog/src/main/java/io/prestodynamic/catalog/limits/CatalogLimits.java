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
package io.prestodynamic.catalog.limits;

import com.google.common.collect.ImmutableSortedSet;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static java.util.Objects.requireNonNull;

/**
 * Limits to what the dynamic catalogs of a node may be. They apply to each connector that the node creates for a dynamic catalog: for a change, for a validation, for
 * what is stored, and for what a coordinator wants of a worker.
 */
public class CatalogLimits
{
    private final Set<String> allowedConnectors;
    private final Supplier<List<PropertyRule>> rules;

    /**
     * @param allowedConnectors all if it is empty
     */
    public CatalogLimits(Set<String> allowedConnectors, Supplier<List<PropertyRule>> rules)
    {
        this.allowedConnectors = ImmutableSortedSet.copyOf(allowedConnectors);
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * Returns whether a catalog may use the connector, or empty if there is no limit to connectors.
     */
    public Optional<Boolean> isAllowed(String connector)
    {
        return allowedConnectors.isEmpty() ? Optional.empty() : Optional.of(allowedConnectors.contains(connector));
    }

    /**
     * @throws CatalogException with {@code INVALID_CONFIGURATION} if a catalog may not have the definition
     */
    public void check(CatalogDefinition definition)
    {
        String connector = definition.connectorName();
        if (!isAllowed(connector).orElse(true)) {
            throw new CatalogException(
                    INVALID_CONFIGURATION,
                    "Connector %s is not allowed: dynamic-catalog.allowed-connectors has only %s".formatted(connector, String.join(", ", allowedConnectors)));
        }
        for (PropertyRule rule : rules.get()) {
            Optional<String> refused = rule.findRefused(definition);
            if (refused.isPresent()) {
                throw new CatalogException(
                        INVALID_CONFIGURATION,
                        "Property %s of connector %s is not allowed to have this value: %s (a rule of dynamic-catalog.property-rules.file)".formatted(refused.get(), connector, rule.message()));
            }
        }
    }
}
