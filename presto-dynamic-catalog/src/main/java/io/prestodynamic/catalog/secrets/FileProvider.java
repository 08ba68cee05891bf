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

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.spi.SecretProvider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Files, whose text is a secret without its last line break.
 */
class FileProvider
        implements SecretProvider
{
    private static final long MAX_BYTES = 1024 * 1024;

    private final Set<Path> refused;

    /**
     * @param refused directories whose files are no secrets for catalogs
     */
    FileProvider(Set<Path> refused)
    {
        this.refused = ImmutableSet.copyOf(refused);
    }

    @Override
    public String getSecret(String key)
    {
        try {
            // a link may lead anywhere
            Path file = path(key).toRealPath();
            check(file);
            return text(Files.readAllBytes(file));
        }
        catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no such file", e);
        }
        catch (AccessDeniedException e) {
            throw new IllegalArgumentException("the server may not read the file", e);
        }
        catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path path(String key)
    {
        try {
            Path path = Path.of(key);
            if (path.isAbsolute() && path.normalize().toString().equals(key)) {
                return path;
            }
        }
        catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is no path of a file", e);
        }
        throw new IllegalArgumentException("a file needs an absolute path without . and ..");
    }

    private void check(Path file)
            throws IOException
    {
        if (refused.stream().anyMatch(file::startsWith)) {
            throw new IllegalArgumentException("it is among the server's own files, which need dynamic-catalog.secrets.allowed-references");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("it is no regular file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("the file is larger than 1 MB");
        }
    }

    private static String text(byte[] content)
    {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString().replaceFirst("\r?\n\\z", "");
            // a writer may be about to fill the file
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the file is empty");
            }
            return text;
        }
        catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file is not text in UTF-8", e);
        }
    }
}
