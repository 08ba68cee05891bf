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

import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.FileDigest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;

public final class TestingFiles
{
    private TestingFiles() {}

    /**
     * Returns the files of a node on which no catalog has any.
     */
    public static NodeFiles none()
    {
        return in(Path.of("no-such-directory"), sha256 -> {
            throw new IllegalStateException("no file is expected");
        });
    }

    public static NodeFiles in(Path directory, FileSource source)
    {
        return new NodeFiles(new CatalogFilesConfig().setDirectory(directory.toFile()), source);
    }

    public static Path temporaryDirectory()
    {
        try {
            return Files.createTempDirectory("catalog-files");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a directory, if it is still there.
     */
    public static void delete(Path directory)
    {
        try {
            if (Files.exists(directory)) {
                deleteRecursively(directory, ALLOW_INSECURE);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static CatalogFiles digests(Map<String, String> contents)
    {
        return new CatalogFiles(contents.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, file -> FileDigest.of(file.getValue().getBytes(UTF_8)))));
    }

    public static FileContents contents(Map<String, String> contents)
    {
        return FileContents.of(contents.values().stream().map(content -> content.getBytes(UTF_8)).toList());
    }
}
