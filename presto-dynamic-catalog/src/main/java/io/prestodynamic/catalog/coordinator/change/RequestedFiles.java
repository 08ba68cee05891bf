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
package io.prestodynamic.catalog.coordinator.change;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.files.FileReferences;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;

/**
 * All files that a catalog is asked to have, by their names.
 */
public record RequestedFiles(Map<String, RequestedFile> files)
{
    public static final RequestedFiles NONE = new RequestedFiles(ImmutableMap.of());

    public RequestedFiles
    {
        files = ImmutableSortedMap.copyOf(files);
        files.keySet().forEach(name -> checkArgument(CatalogFiles.isName(name), "A file has an invalid name"));
    }

    /**
     * Returns those files to which properties refer, as the catalog has them.
     */
    public static RequestedFiles referred(Map<String, String> properties)
    {
        Set<String> names = FileReferences.names(properties).stream().filter(CatalogFiles::isName).collect(toImmutableSet());
        return new RequestedFiles(Maps.toMap(names, name -> RequestedFile.PRESENT));
    }

    /**
     * Returns the contents that the request has brought.
     */
    public FileContents contents()
    {
        return FileContents.of(files.values().stream().flatMap(file -> file.content().stream()).toList());
    }

    /**
     * Returns the names of the files in words of the API.
     */
    public Set<String> describe()
    {
        return files.keySet().stream().map("files."::concat).collect(toImmutableSet());
    }

    /**
     * Returns the files that the catalog is to have.
     *
     * @param stored those that it has
     * @throws CatalogException with {@code INVALID_REQUEST} if there is no content for a file, or another one than the request says
     */
    public CatalogFiles resolve(CatalogName catalog, CatalogFiles stored)
    {
        return new CatalogFiles(ImmutableMap.copyOf(Maps.transformEntries(files, (name, file) -> file.content()
                .map(content -> digest(name, content, file.sha256()))
                .or(() -> find(name, file.sha256(), stored))
                .orElseThrow(() -> new CatalogException(
                        INVALID_REQUEST,
                        "There is no content for file %s, and catalog %s has no such file: send its content in a request to /v1/catalog".formatted(name, catalog))))));
    }

    private static FileDigest digest(String name, byte[] content, Optional<String> sha256)
    {
        FileDigest digest = FileDigest.of(content);
        if (sha256.filter(expected -> !expected.equals(digest.sha256())).isPresent()) {
            throw new CatalogException(INVALID_REQUEST, "The content of file %s does not have the sha256 beside it".formatted(name));
        }
        return digest;
    }

    private static Optional<FileDigest> find(String name, Optional<String> sha256, CatalogFiles stored)
    {
        return sha256.isEmpty() ? stored.get(name) : stored.digests().values().stream().filter(digest -> digest.sha256().equals(sha256.get())).findFirst();
    }
}
