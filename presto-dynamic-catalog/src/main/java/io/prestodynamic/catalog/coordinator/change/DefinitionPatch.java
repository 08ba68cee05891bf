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
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogDefinition;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Change of a part of a definition. {@link #toString} omits the values of properties, because they may be credentials.
 *
 * @param connectorName the new connector, or empty to keep it
 * @param files new files, or empty values for files to remove; others stay. If this is empty, the catalog keeps those of its files to which its properties then refer.
 * @param properties new values of properties, or empty values for properties to remove; others stay
 */
public record DefinitionPatch(Optional<String> connectorName, Map<String, Optional<String>> properties, Optional<Map<String, Optional<RequestedFile>>> files)
{
    public static final DefinitionPatch NOTHING = new DefinitionPatch(Optional.empty(), ImmutableMap.of(), Optional.of(ImmutableMap.of()));

    public DefinitionPatch
    {
        requireNonNull(connectorName, "connectorName is null");
        properties = ImmutableMap.copyOf(requireNonNull(properties, "properties is null"));
        files = files.map(ImmutableMap::copyOf);
    }

    /**
     * Returns the patch of properties, after which the catalog keeps those of its files to which properties refer.
     */
    public static DefinitionPatch ofProperties(Map<String, Optional<String>> properties)
    {
        return properties.isEmpty() ? NOTHING : new DefinitionPatch(Optional.empty(), properties, Optional.empty());
    }

    /**
     * Returns the changed definition.
     */
    public CatalogDefinition apply(CatalogDefinition definition)
    {
        Map<String, String> changed = new HashMap<>(definition.properties());
        properties.forEach((name, value) -> value.ifPresentOrElse(text -> changed.put(name, text), () -> changed.remove(name)));
        return new CatalogDefinition(definition.name(), connectorName.orElse(definition.connectorName()), changed, definition.files());
    }

    /**
     * Returns the files that the changed definition is to have.
     */
    public RequestedFiles applyToFiles(CatalogDefinition definition)
    {
        if (files.isEmpty()) {
            return RequestedFiles.referred(apply(definition).properties());
        }
        Map<String, RequestedFile> changed = new HashMap<>(Maps.toMap(definition.files().names(), name -> RequestedFile.PRESENT));
        files.get().forEach((name, value) -> value.ifPresentOrElse(file -> changed.put(name, file), () -> changed.remove(name)));
        return new RequestedFiles(changed);
    }

    /**
     * Returns the names of the properties and files that the patch concerns, in words of the API.
     */
    public Set<String> names()
    {
        return Sets.union(properties.keySet(), files.map(Map::keySet).orElse(ImmutableSet.of()).stream().map("files."::concat).collect(toImmutableSet()));
    }

    @Override
    public String toString()
    {
        return "connector %s, properties %s".formatted(connectorName.orElse("unchanged"), properties.keySet());
    }
}
