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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.server.representation.CatalogRepresentation;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogDefinition.MAX_PROPERTIES;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;

/**
 * Definition in a request, which may be invalid. Fields have any order, so an error in a field is reported only when the field is used.
 */
final class DefinitionDraft
{
    // clients may send a response back as a request
    private static final Set<String> RESPONSE_FIELDS = Stream.of(CatalogRepresentation.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(toImmutableSet());

    private Optional<Supplier<String>> catalogName = Optional.empty();
    private Supplier<String> connectorName = missing("connectorName");
    private Supplier<Map<String, String>> properties = ImmutableMap::of;
    private Supplier<Map<String, Optional<RequestedFile>>> files = ImmutableMap::of;
    private final Map<String, RequestedFile> parts = new LinkedHashMap<>();
    private Supplier<String> description = () -> "";
    private Supplier<Boolean> enabled = () -> true;
    private Supplier<Optional<Optional<Integer>>> maxQueries = Optional::empty;
    private Optional<String> unknownField = Optional.empty();

    void read(JsonDocument document)
    {
        document.readFields(field -> {
            switch (field) {
                case "catalogName" -> catalogName = Optional.of(text(field, document.readText()));
                case "connectorName" -> connectorName = text(field, document.readText());
                case "properties" -> properties = properties(document);
                case "files" -> files = read(() -> FilesField.read(document));
                case "description" -> description = read(() -> SettingsFields.readDescription(document));
                case "enabled" -> enabled = read(() -> SettingsFields.readEnabled(document));
                case "limits" -> maxQueries = read(() -> SettingsFields.readMaxQueries(document));
                default -> {
                    document.skip();
                    if (!RESPONSE_FIELDS.contains(field)) {
                        unknownField = Optional.of(shorten(field));
                    }
                }
            }
        });
    }

    /**
     * Adds files that the request has beside its JSON.
     */
    void addFiles(Map<String, RequestedFile> more)
    {
        parts.putAll(more);
    }

    boolean hasName()
    {
        return catalogName.isPresent();
    }

    String name()
    {
        checkFields();
        return catalogName.orElseGet(() -> missing("catalogName")).get();
    }

    CatalogRequest toRequest(CatalogName name)
    {
        checkFields();
        String connector = connectorName.get();
        if (connector.isBlank()) {
            throw invalid("connectorName is empty");
        }
        return new CatalogRequest(
                new CatalogDefinition(name, connector, properties.get()),
                new CatalogSettings(CatalogSettings.description(description.get()), enabled.get(), maxQueries.get().flatMap(limit -> limit)),
                new RequestedFiles(readFiles()));
    }

    // null stands for no file, as in a patch
    private Map<String, RequestedFile> readFiles()
    {
        Map<String, RequestedFile> all = new LinkedHashMap<>(parts);
        files.get().forEach((name, file) -> {
            if (file.isPresent() && all.put(name, file.get()) != null) {
                throw invalid("File %s occurs twice".formatted(name));
            }
        });
        return all;
    }

    private void checkFields()
    {
        unknownField.ifPresent(field -> {
            throw invalid("Field '%s' is unknown; a catalog has catalogName, connectorName, properties, files, description, enabled and limits".formatted(field));
        });
    }

    private static Supplier<String> text(String field, Optional<String> value)
    {
        return value.<Supplier<String>>map(text -> () -> text).orElseGet(() -> refusal("%s is not a string".formatted(field)));
    }

    private static Supplier<Map<String, String>> properties(JsonDocument document)
    {
        if (!document.isObject()) {
            document.skip();
            return refusal("properties is not an object");
        }
        PropertiesDraft draft = new PropertiesDraft();
        document.readFields(name -> draft.put(name, document.readText()));
        return draft.refusal.<Supplier<Map<String, String>>>map(DefinitionDraft::refusal).orElseGet(() -> draft.values::build);
    }

    private static <T> Supplier<T> read(Supplier<T> reader)
    {
        try {
            T value = reader.get();
            return () -> value;
        }
        catch (CatalogException e) {
            return refusal(e.getMessage());
        }
    }

    private static <T> Supplier<T> missing(String field)
    {
        return refusal(field + " is missing");
    }

    private static <T> Supplier<T> refusal(String message)
    {
        return () -> {
            throw invalid(message);
        };
    }

    private static CatalogException invalid(String message)
    {
        return new CatalogException(INVALID_REQUEST, message);
    }

    private static class PropertiesDraft
    {
        private final ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        private int count;
        private Optional<String> refusal = Optional.empty();

        void put(String name, Optional<String> value)
        {
            if (refusal.isPresent()) {
                return;
            }
            count++;
            if (count > MAX_PROPERTIES) {
                refusal = Optional.of("A catalog has at most %s properties".formatted(MAX_PROPERTIES));
            }
            else if (value.isEmpty()) {
                refusal = Optional.of("Property %s is not a string".formatted(shorten(name)));
            }
            else {
                values.put(name, value.get());
            }
        }
    }
}
