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

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;

/**
 * Field {@code files} of a request: an object with a file for each name, or the array of a response. An error is reported when everything is read.
 */
final class FilesField
{
    // a file has less than what surrounds it in a body
    private static final int MAX_FILES = 1000;

    private final Map<String, Optional<RequestedFile>> files = new LinkedHashMap<>();
    private Optional<String> refusal = Optional.empty();

    private FilesField() {}

    /**
     * @return the files by their names; empty for those that are null
     * @throws CatalogException with {@code INVALID_REQUEST} if it is something else
     */
    static Map<String, Optional<RequestedFile>> read(JsonDocument document)
    {
        FilesField field = new FilesField();
        if (document.isObject()) {
            document.readFields(name -> field.readNamed(name, document));
        }
        else if (document.isArray()) {
            document.readElements(() -> field.readElement(document));
        }
        else {
            document.skip();
            field.refuse("files is not an object");
        }
        field.refusal.ifPresent(message -> {
            throw new CatalogException(INVALID_REQUEST, message);
        });
        return ImmutableMap.copyOf(field.files);
    }

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if no file may have the name
     */
    static void checkName(String name)
    {
        if (!CatalogFiles.isName(name)) {
            throw new CatalogException(
                    INVALID_REQUEST,
                    "'%s' is no name of a file: it has letters, digits, '.', '_' and '-', begins with a letter or a digit, and has at most %s characters".formatted(
                            shorten(name),
                            CatalogFiles.MAX_NAME_LENGTH));
        }
    }

    private void readNamed(String name, JsonDocument document)
    {
        if (document.isNull()) {
            put(name, Optional::empty);
            return;
        }
        if (!document.isObject()) {
            document.skip();
            refuse("File %s is not an object with its content".formatted(shorten(name)));
            return;
        }
        FileFields fields = new FileFields();
        document.readFields(field -> fields.read(field, document));
        put(name, () -> Optional.of(fields.toFile(name)));
    }

    private void readElement(JsonDocument document)
    {
        if (!document.isObject()) {
            document.skip();
            refuse("An element of files is not an object");
            return;
        }
        FileFields fields = new FileFields();
        document.readFields(field -> fields.read(field, document));
        if (fields.name.isEmpty()) {
            refuse("An element of files has no name");
            return;
        }
        put(fields.name.get(), () -> Optional.of(fields.toFile(fields.name.get())));
    }

    private void put(String name, Supplier<Optional<RequestedFile>> file)
    {
        if (refusal.isPresent()) {
            return;
        }
        try {
            checkName(name);
            if (files.put(name, file.get()) != null) {
                refuse("File %s occurs twice".formatted(name));
            }
        }
        catch (CatalogException e) {
            refuse(e.getMessage());
        }
        if (files.size() > MAX_FILES) {
            refuse("A request has at most %s files".formatted(MAX_FILES));
        }
    }

    private void refuse(String message)
    {
        if (refusal.isEmpty()) {
            refusal = Optional.of(message);
            files.clear();
        }
    }

    private static class FileFields
    {
        private Optional<String> name = Optional.empty();
        private Optional<String> content = Optional.empty();
        private Optional<String> sha256 = Optional.empty();
        private Optional<String> refusal = Optional.empty();

        void read(String field, JsonDocument document)
        {
            switch (field) {
                case "name" -> name = readText(field, document);
                case "content" -> {
                    content = readText(field, document);
                    content.ifPresent(text -> document.addFile(text.length()));
                }
                case "sha256" -> sha256 = readText(field, document);
                // a response has it
                case "size" -> document.skip();
                default -> {
                    document.skip();
                    refusal = Optional.of("field '%s' is unknown; a file has content and sha256".formatted(shorten(field)));
                }
            }
        }

        private Optional<String> readText(String field, JsonDocument document)
        {
            Optional<String> text = document.readText();
            if (text.isEmpty()) {
                refusal = Optional.of(field + " is not a string");
            }
            return text;
        }

        RequestedFile toFile(String fileName)
        {
            refusal.ifPresent(message -> {
                throw new CatalogException(INVALID_REQUEST, "File %s: %s".formatted(fileName, message));
            });
            return new RequestedFile(content.map(text -> decode(fileName, text)), sha256);
        }

        private static byte[] decode(String fileName, String base64)
        {
            try {
                // many programs break the lines
                return Base64.getDecoder().decode(CharMatcher.anyOf("\r\n").removeFrom(base64));
            }
            catch (IllegalArgumentException e) {
                throw new CatalogException(INVALID_REQUEST, "The content of file %s is not base64".formatted(fileName));
            }
        }
    }
}
