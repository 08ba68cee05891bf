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

import com.google.common.collect.ImmutableSet;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * What is kept of a catalog beside its definition. A change of it makes no new version.
 *
 * @param description text for people
 * @param enabled whether nodes load the catalog
 */
public record CatalogSettings(Optional<String> description, boolean enabled)
{
    /**
     * Characters of a description in a request.
     */
    public static final int MAX_DESCRIPTION_LENGTH = 1000;

    public static final CatalogSettings DEFAULT = new CatalogSettings(Optional.empty(), true);

    public CatalogSettings
    {
        requireNonNull(description, "description is null");
    }

    /**
     * Returns the names of the settings that differ.
     */
    public Set<String> differences(CatalogSettings other)
    {
        ImmutableSet.Builder<String> names = ImmutableSet.builder();
        if (!description.equals(other.description)) {
            names.add("description");
        }
        if (enabled != other.enabled) {
            names.add("enabled");
        }
        return names.build();
    }
}
