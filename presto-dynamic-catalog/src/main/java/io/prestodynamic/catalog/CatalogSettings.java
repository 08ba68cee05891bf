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

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.lang.Character.MAX_SURROGATE;
import static java.lang.Character.MIN_SURROGATE;
import static java.util.Objects.requireNonNull;

/**
 * Settings of a catalog, which are kept beside its definition. A change of them makes no new version.
 *
 * @param description text for people
 * @param enabled whether nodes load the catalog
 * @param maxQueries how many queries of a coordinator may use tables of the catalog at the same time, or empty if there is no limit
 */
public record CatalogSettings(Optional<String> description, boolean enabled, Optional<Integer> maxQueries)
{
    private static final int MAX_DESCRIPTION_LENGTH = 1000;

    public static final CatalogSettings DEFAULT = unlimited(Optional.empty(), true);

    public CatalogSettings
    {
        requireNonNull(description, "description is null");
        requireNonNull(maxQueries, "maxQueries is null");
    }

    /**
     * Returns settings without limits.
     */
    public static CatalogSettings unlimited(Optional<String> description, boolean enabled)
    {
        return new CatalogSettings(description, enabled, Optional.empty());
    }

    /**
     * Returns the description of a text that a user has written, which is none if the text is empty.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if the text is too long, or has a character that cannot be stored
     */
    public static Optional<String> description(String text)
    {
        if (text.codePointCount(0, text.length()) > MAX_DESCRIPTION_LENGTH) {
            throw new CatalogException(INVALID_REQUEST, "A description has at most %s characters".formatted(MAX_DESCRIPTION_LENGTH));
        }
        if (text.codePoints().anyMatch(character -> character == 0 || (character >= MIN_SURROGATE && character <= MAX_SURROGATE))) {
            throw new CatalogException(INVALID_REQUEST, "A description cannot have the character U+0000, or half of a surrogate pair");
        }
        return Optional.of(text).filter(present -> !present.isEmpty());
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
        if (!maxQueries.equals(other.maxQueries)) {
            names.add("limits");
        }
        return names.build();
    }
}
