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
import com.google.common.collect.ImmutableSortedMap;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Files that belong to a catalog, without their contents. A property refers to one by <code>${CATALOG_FILE:name}</code>, for which each node takes the path of its own copy.
 *
 * @param digests size and hash of each file by its name
 */
public record CatalogFiles(Map<String, FileDigest> digests)
{
    /**
     * Word by which references to files begin, in the place of the name of a provider of secrets.
     */
    public static final String REFERENCE = "CATALOG_FILE";

    public static final int MAX_NAME_LENGTH = 100;

    public static final CatalogFiles NONE = new CatalogFiles(ImmutableSortedMap.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,%s}".formatted(MAX_NAME_LENGTH - 1));

    /**
     * @throws IllegalArgumentException if a name is not that of a file
     */
    public CatalogFiles
    {
        digests = ImmutableSortedMap.copyOf(requireNonNull(digests, "digests is null"));
        digests.keySet().forEach(name -> checkArgument(isName(name), "A file of the catalog has an invalid name"));
    }

    /**
     * Returns whether a file may have the name. Such a name is no path to anything outside of the directory of the files.
     */
    public static boolean isName(String name)
    {
        return NAME.matcher(name).matches();
    }

    public Set<String> names()
    {
        return digests.keySet();
    }

    public Optional<FileDigest> get(String name)
    {
        return Optional.ofNullable(digests.get(name));
    }

    public boolean isEmpty()
    {
        return digests.isEmpty();
    }

    /**
     * Returns what differs in words of the API: {@code files.} and the name of each file that is not in both, or not with the same content.
     */
    public Set<String> differences(CatalogFiles other)
    {
        Set<String> names = new TreeSet<>(names());
        names.addAll(other.names());
        return names.stream()
                .filter(name -> !get(name).equals(other.get(name)))
                .map("files."::concat)
                .collect(ImmutableSet.toImmutableSet());
    }
}
