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
package io.prestodynamic.catalog.coordinator.change;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Change of a part of a definition. {@link #toString} omits the values of properties, because they may be credentials.
 *
 * @param connectorName the new connector, or empty to keep it
 * @param properties new values of properties, or empty values for properties to remove; others stay
 */
public record DefinitionPatch(Optional<String> connectorName, Map<String, Optional<String>> properties)
{
    public static final DefinitionPatch NOTHING = new DefinitionPatch(Optional.empty(), ImmutableMap.of());

    public DefinitionPatch
    {
        requireNonNull(connectorName, "connectorName is null");
        properties = ImmutableMap.copyOf(requireNonNull(properties, "properties is null"));
    }

    /**
     * Returns the changed definition.
     */
    public CatalogDefinition apply(CatalogDefinition definition)
    {
        Map<String, String> changed = new HashMap<>(definition.properties());
        properties.forEach((name, value) -> value.ifPresentOrElse(text -> changed.put(name, text), () -> changed.remove(name)));
        return new CatalogDefinition(definition.name(), connectorName.orElse(definition.connectorName()), changed);
    }

    @Override
    public String toString()
    {
        return "connector %s, properties %s".formatted(connectorName.orElse("unchanged"), properties.keySet());
    }
}
