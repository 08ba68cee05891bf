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
package io.prestodynamic.catalog.store;

import com.google.common.collect.ImmutableSortedMap;
import io.prestodynamic.catalog.CatalogFiles;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Properties and files of a stored definition. {@link #toString} omits the values of properties, because they may be credentials.
 */
public record DefinitionContent(Map<String, String> properties, CatalogFiles files)
{
    public static final DefinitionContent NONE = new DefinitionContent(ImmutableSortedMap.of(), CatalogFiles.NONE);

    public DefinitionContent
    {
        properties = ImmutableSortedMap.copyOf(properties);
        requireNonNull(files, "files is null");
    }

    @Override
    public String toString()
    {
        return "properties %s, files %s".formatted(properties.keySet(), files.names());
    }
}
