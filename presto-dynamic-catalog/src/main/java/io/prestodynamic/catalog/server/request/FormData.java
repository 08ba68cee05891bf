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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import org.eclipse.jetty.http.MultiPartFormInputStream;

import javax.servlet.MultipartConfigElement;
import javax.servlet.http.Part;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Body of type {@code multipart/form-data}: the part {@code definition} is the JSON of the request, and each other part is a file of this name. All parts stay in memory.
 *
 * @param definition empty if there is no such part
 */
record FormData(Optional<InputStream> definition, Map<String, RequestedFile> files)
{
    private static final String DEFINITION = "definition";
    private static final int MAX_PARTS = 1001;

    FormData
    {
        requireNonNull(definition, "definition is null");
        files = ImmutableMap.copyOf(files);
    }

    /**
     * @param contentType with the boundary of the parts
     * @throws CatalogException with {@code INVALID_REQUEST} if the body is something else
     */
    static FormData read(InputStream body, String contentType)
    {
        MultiPartFormInputStream parts = new MultiPartFormInputStream(body, contentType, new MultipartConfigElement(""), null, MAX_PARTS);
        parts.setWriteFilesWithFilenames(false);
        Optional<InputStream> definition = Optional.empty();
        Map<String, RequestedFile> files = new LinkedHashMap<>();
        try {
            for (Part part : parts.getParts()) {
                byte[] content = part.getInputStream().readAllBytes();
                if (!part.getName().equals(DEFINITION)) {
                    FilesField.checkName(part.getName());
                    checkFirst(part, files.put(part.getName(), RequestedFile.of(content)) == null);
                }
                else {
                    checkFirst(part, definition.isEmpty());
                    definition = Optional.of(new ByteArrayInputStream(content));
                }
            }
        }
        // of a body without boundaries, or with too many parts
        catch (IOException | IllegalStateException e) {
            throw new CatalogException(INVALID_REQUEST, "The body is not of the form that the header Content-Type says: multipart/form-data with a boundary", e);
        }
        return new FormData(definition, files);
    }

    /**
     * Returns the form of a request that has no files.
     */
    static FormData json(InputStream body)
    {
        return new FormData(Optional.of(body), ImmutableMap.of());
    }

    /**
     * Returns the JSON of the request, or an empty object.
     */
    InputStream json()
    {
        return definition.orElseGet(() -> new ByteArrayInputStream("{}".getBytes(UTF_8)));
    }

    private static void checkFirst(Part part, boolean first)
    {
        if (!first) {
            throw new CatalogException(INVALID_REQUEST, "Part %s of the body occurs twice".formatted(part.getName()));
        }
    }
}
