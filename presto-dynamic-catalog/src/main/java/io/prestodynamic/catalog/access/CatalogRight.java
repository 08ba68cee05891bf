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
package io.prestodynamic.catalog.access;

import com.fasterxml.jackson.annotation.JsonCreator;

import java.util.stream.Stream;

import static java.util.Locale.ENGLISH;
import static java.util.stream.Collectors.joining;

/**
 * Right of a user on a catalog. Each of the others includes {@link #SEE}.
 */
public enum CatalogRight
{
    /**
     * To know the name and the states of the catalog.
     */
    SEE,

    /**
     * To know the definition of the catalog, except for its secrets.
     */
    READ,

    /**
     * To add, replace and delete the catalog, and to validate a definition.
     */
    CHANGE,

    /**
     * To export the definition of the catalog with its secrets.
     */
    EXPORT;

    /**
     * Returns the right with a name of the file of rules, which is in lower case.
     */
    @JsonCreator
    public static CatalogRight parse(String name)
    {
        return Stream.of(values())
                .filter(right -> right.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no right; there are %s".formatted(name, Stream.of(values()).map(CatalogRight::toString).collect(joining(", ")))));
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH);
    }
}
