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
package io.prestodynamic.harness.process;

import com.google.common.collect.ImmutableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

/**
 * Copies of the files of catalogs on a node.
 *
 * @param directory directory with those of all versions
 */
public record CatalogFileCopies(Path directory)
{
    public CatalogFileCopies
    {
        requireNonNull(directory, "directory is null");
    }

    /**
     * Returns the copies of a node that has them in the usual place.
     */
    public static CatalogFileCopies of(LaunchedProcess node)
    {
        return new CatalogFileCopies(node.getDataDirectory().resolve("var/dynamic-catalog/files"));
    }

    /**
     * Returns the ids of the versions that have a directory.
     */
    public Set<String> versions()
    {
        if (!Files.exists(directory)) {
            return ImmutableSet.of();
        }
        try (Stream<Path> versions = Files.list(directory)) {
            return versions.map(path -> path.getFileName().toString()).collect(toImmutableSet());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the contents by {@code version/name}, a character for each byte.
     */
    public Map<String, String> contents()
    {
        return walk().filter(Files::isRegularFile).collect(toImmutableMap(path -> directory.relativize(path).toString(), CatalogFileCopies::read));
    }

    /**
     * Returns the permissions that directories have, the one with all versions among them.
     */
    public Set<String> permissionsOfDirectories()
    {
        return walk().filter(Files::isDirectory).map(CatalogFileCopies::permissions).collect(toImmutableSet());
    }

    public Set<String> permissionsOfFiles()
    {
        return walk().filter(Files::isRegularFile).map(CatalogFileCopies::permissions).collect(toImmutableSet());
    }

    private Stream<Path> walk()
    {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.toList().stream();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file)
    {
        try {
            return Files.readString(file, ISO_8859_1);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String permissions(Path path)
    {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
