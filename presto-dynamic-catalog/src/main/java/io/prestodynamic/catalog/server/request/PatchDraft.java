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
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import io.prestodynamic.catalog.coordinator.change.SettingsPatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogDefinition.MAX_PROPERTIES;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;

/**
 * JSON merge patch of a catalog in a request.
 */
final class PatchDraft
{
    private Optional<String> catalogName = Optional.empty();
    private Optional<String> connectorName = Optional.empty();
    private final Map<String, Optional<String>> properties = new LinkedHashMap<>();
    private final Map<String, Optional<RequestedFile>> files = new LinkedHashMap<>();
    private Optional<String> description = Optional.empty();
    private Optional<Boolean> enabled = Optional.empty();
    private Optional<Optional<Integer>> maxQueries = Optional.empty();

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if a field is unknown or has another type
     */
    void read(JsonDocument document)
    {
        document.readFields(field -> {
            switch (field) {
                case "catalogName" -> catalogName = Optional.of(readText(field, document));
                case "connectorName" -> connectorName = Optional.of(readText(field, document));
                case "properties" -> readProperties(document);
                case "files" -> files.putAll(FilesField.read(document));
                case "description" -> description = Optional.of(SettingsFields.readDescription(document));
                case "enabled" -> enabled = Optional.of(SettingsFields.readEnabled(document));
                case "limits" -> maxQueries = SettingsFields.readMaxQueries(document);
                default -> throw invalid("Field '%s' is unknown; connectorName, properties, files, description, enabled and limits of a catalog can be patched".formatted(shorten(field)));
            }
        });
    }

    /**
     * Adds files that the request has beside its JSON.
     */
    void addFiles(Map<String, RequestedFile> more)
    {
        more.forEach((name, file) -> {
            if (files.put(name, Optional.of(file)) != null) {
                throw invalid("File %s occurs twice".formatted(name));
            }
        });
    }

    Optional<String> catalogName()
    {
        return catalogName;
    }

    CatalogPatch toPatch()
    {
        return new CatalogPatch(new DefinitionPatch(connectorName, ImmutableMap.copyOf(properties), Optional.of(files)), new SettingsPatch(description, enabled, maxQueries));
    }

    private void readProperties(JsonDocument document)
    {
        if (!document.isObject()) {
            throw invalid("properties is not an object");
        }
        document.readFields(name -> {
            if (document.isNull()) {
                properties.put(name, Optional.empty());
            }
            else {
                properties.put(name, Optional.of(readText("Property " + shorten(name), document)));
            }
            if (properties.size() > MAX_PROPERTIES) {
                throw invalid("A catalog has at most %s properties".formatted(MAX_PROPERTIES));
            }
        });
    }

    private static String readText(String subject, JsonDocument document)
    {
        return document.readText().orElseThrow(() -> invalid(subject + " is not a string"));
    }

    private static CatalogException invalid(String message)
    {
        return new CatalogException(INVALID_REQUEST, message);
    }
}
