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
package io.prestodynamic.cli.document;

import io.prestodynamic.cli.client.ClientException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * File of this machine.
 */
public final class LocalFile
{
    // what a coordinator can be configured to take
    private static final int MAX_ATTACHED_BYTES = 8 << 20;

    private LocalFile() {}

    /**
     * Returns the content of a file.
     *
     * @throws ClientException if it cannot be read
     */
    public static byte[] read(Path file)
    {
        try {
            return Files.readAllBytes(file);
        }
        catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Returns the content of a file that is to belong to a catalog.
     *
     * @throws ClientException if it cannot be read, or no catalog may have a file of its size
     */
    public static byte[] readAttached(Path file)
    {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_ATTACHED_BYTES + 1);
            if (content.length > MAX_ATTACHED_BYTES) {
                throw new ClientException("%s is too large: a file of a catalog has at most 8 MB".formatted(file));
            }
            return content;
        }
        catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static ClientException unreadable(Path file, IOException e)
    {
        return new ClientException("%s cannot be read: %s".formatted(file, reason(e)), e);
    }

    private static String reason(IOException e)
    {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        return e instanceof AccessDeniedException ? "Permission denied" : e.getMessage();
    }
}
