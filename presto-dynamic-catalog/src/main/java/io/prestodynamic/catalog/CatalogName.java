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

import java.util.Set;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.util.Objects.requireNonNull;

/**
 * Name of a dynamic catalog: {@code [a-z0-9_][a-z0-9_-]*}, at most 200 characters. SQL folds names to lower case.
 */
public record CatalogName(String value)
        implements Comparable<CatalogName>
{
    /**
     * Names that no new catalog has, because they are paths of the HTTP API.
     */
    public static final Set<String> RESERVED = ImmutableSet.of("add", "delete", "export", "history", "import", "rekey", "rights", "validate");

    /**
     * Most characters of a name.
     */
    public static final int MAX_LENGTH = 200;

    private static final Pattern PATTERN = Pattern.compile("[a-z0-9_][a-z0-9_-]*");

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if the value is not a valid name
     */
    public CatalogName
    {
        requireNonNull(value, "value is null");
        if (value.length() > MAX_LENGTH) {
            throw new CatalogException(INVALID_REQUEST, "A catalog name has at most %s characters, this one has %s".formatted(MAX_LENGTH, value.length()));
        }
        if (!PATTERN.matcher(value).matches()) {
            throw new CatalogException(INVALID_REQUEST, "A catalog name consists of lower case letters, digits, '_' and '-', and does not start with '-': '%s' is none".formatted(value));
        }
    }

    @Override
    public int compareTo(CatalogName other)
    {
        return value.compareTo(other.value);
    }

    @Override
    public String toString()
    {
        return value;
    }
}
