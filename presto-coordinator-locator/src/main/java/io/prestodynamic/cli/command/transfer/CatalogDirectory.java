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
package io.prestodynamic.cli.command.transfer;

import io.prestodynamic.cli.client.ClientException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Directory of new files, which only their owner can read.
 */
final class CatalogDirectory
{
    private final Path directory;

    /**
     * @throws ClientException if it cannot be created
     */
    CatalogDirectory(Path directory)
    {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        }
        catch (IOException e) {
            throw new ClientException("%s is no directory, and cannot be created".formatted(directory), e);
        }
    }

    /**
     * Returns a directory in this one.
     *
     * @throws ClientException if it cannot be created
     */
    CatalogDirectory directory(String name)
    {
        return new CatalogDirectory(directory.resolve(name));
    }

    /**
     * @throws ClientException if the file exists or cannot be written
     */
    void write(String fileName, byte[] content)
    {
        Path file = directory.resolve(fileName);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
            out.write(content);
        }
        catch (FileAlreadyExistsException e) {
            throw new ClientException("%s exists already".formatted(file), e);
        }
        catch (IOException e) {
            throw new ClientException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
