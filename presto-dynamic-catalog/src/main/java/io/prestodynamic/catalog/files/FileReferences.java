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
package io.prestodynamic.catalog.files;

import com.google.common.collect.Maps;
import com.google.common.collect.Range;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.secrets.ReferenceText;
import io.prestodynamic.catalog.secrets.SecretReference;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;

/**
 * References to files in the values of properties.
 */
public final class FileReferences
{
    private FileReferences() {}

    /**
     * Returns the definition with paths in the place of the references to its files.
     *
     * @param path returns the path of a file on this node
     * @throws CatalogException with {@code INVALID_CONFIGURATION} if a file is missing
     */
    public static CatalogDefinition resolve(CatalogDefinition definition, Function<String, Path> path)
    {
        if (definition.files().isEmpty() && names(definition.properties()).isEmpty()) {
            return definition;
        }
        Map<String, String> properties = Maps.transformValues(definition.properties(), value -> resolve(value, name -> {
            if (definition.files().get(name).isEmpty()) {
                throw new CatalogException(INVALID_CONFIGURATION, "A property refers to ${%s:%s}, and the catalog has no file %s".formatted(CatalogFiles.REFERENCE, name, name));
            }
            return path.apply(name);
        }));
        return definition.withProperties(properties);
    }

    // the other references are resolved later, and so is what stands for the begin of one
    private static String resolve(String value, Function<String, Path> path)
    {
        StringBuilder resolved = new StringBuilder(value);
        ReferenceText text = new ReferenceText(value);
        List<SecretReference> references = text.references();
        List<Range<Integer>> ranges = text.ranges();
        for (int i = references.size() - 1; i >= 0; i--) {
            if (references.get(i).provider().equals(CatalogFiles.REFERENCE)) {
                String found = path.apply(references.get(i).key()).toString().replace("${", "$${");
                resolved.replace(ranges.get(i).lowerEndpoint(), ranges.get(i).upperEndpoint(), found);
            }
        }
        return resolved.toString();
    }

    /**
     * Returns the names that properties refer to, which need not be valid ones.
     */
    public static Set<String> names(Map<String, String> properties)
    {
        return properties.values().stream()
                .flatMap(value -> new ReferenceText(value).references().stream())
                .filter(reference -> reference.provider().equals(CatalogFiles.REFERENCE))
                .map(SecretReference::key)
                .collect(toImmutableSet());
    }
}
