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
package io.prestodynamic.catalog.server.request;

import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import io.prestodynamic.catalog.CatalogException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import static io.prestodynamic.catalog.server.request.CatalogRequestReader.tooLarge;
import static java.util.Objects.requireNonNull;

/**
 * JSON of a request, whose length has a limit beside the contents of files in it.
 */
final class BodyInput
{
    private final CountingInputStream input;
    private final int maxBytes;
    private long fileBytes;

    BodyInput(InputStream input, int maxBytes)
    {
        this.input = new CountingInputStream(requireNonNull(input, "input is null"));
        this.maxBytes = maxBytes;
    }

    InputStream stream()
    {
        return input;
    }

    /**
     * Leaves the content of a file out of the length, because files have limits of their own.
     */
    void addFile(int bytes)
    {
        fileBytes += bytes;
    }

    /**
     * Reads what is left.
     *
     * @throws CatalogException with {@code REQUEST_TOO_LARGE} if the length is over the limit
     */
    void checkLength()
    {
        try {
            ByteStreams.exhaust(input);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (input.getCount() - fileBytes > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }
}
