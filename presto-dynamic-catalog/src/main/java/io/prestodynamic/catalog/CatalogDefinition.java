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
package io.prestodynamic.catalog;

import com.google.common.collect.ImmutableSortedMap;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Definition of a catalog, as an operator has written it. {@link #toString} omits the values of properties, because they may be credentials.
 */
public record CatalogDefinition(CatalogName name, String connectorName, Map<String, String> properties, CatalogFiles files)
{
    /**
     * Number of properties that a request may have. No connector has half as many, and an error message lists all unknown ones.
     */
    public static final int MAX_PROPERTIES = 1000;

    public CatalogDefinition
    {
        requireNonNull(name, "name is null");
        requireNonNull(connectorName, "connectorName is null");
        properties = ImmutableSortedMap.copyOf(requireNonNull(properties, "properties is null"));
        requireNonNull(files, "files is null");
    }

    /**
     * Creates a definition without files.
     */
    public CatalogDefinition(CatalogName name, String connectorName, Map<String, String> properties)
    {
        this(name, connectorName, properties, CatalogFiles.NONE);
    }

    public CatalogDefinition withProperties(Map<String, String> newProperties)
    {
        return new CatalogDefinition(name, connectorName, newProperties, files);
    }

    public CatalogDefinition withFiles(CatalogFiles newFiles)
    {
        return new CatalogDefinition(name, connectorName, properties, newFiles);
    }

    @Override
    public String toString()
    {
        return "%s (connector %s, properties %s, files %s)".formatted(name, connectorName, properties.keySet(), files.names());
    }
}
