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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Definition with values in the place of its references. {@link #toString} omits them.
 *
 * @param definition the definition as a connector is created with it
 * @param secrets values of the references
 */
public record ResolvedDefinition(CatalogDefinition definition, Map<SecretReference, String> secrets)
{
    public ResolvedDefinition
    {
        requireNonNull(definition, "definition is null");
        secrets = ImmutableMap.copyOf(requireNonNull(secrets, "secrets is null"));
    }

    /**
     * Returns a definition whose references are not resolved.
     */
    public static ResolvedDefinition unresolved(CatalogDefinition definition)
    {
        return new ResolvedDefinition(definition, ImmutableMap.of());
    }

    /**
     * Returns the values of the references, and their lines, which a message may quote alone.
     */
    public Set<String> values()
    {
        return secrets.values().stream()
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines().map(String::strip)))
                .collect(toImmutableSet());
    }

    @Override
    public String toString()
    {
        return "%s with %s".formatted(definition, secrets.keySet());
    }
}
