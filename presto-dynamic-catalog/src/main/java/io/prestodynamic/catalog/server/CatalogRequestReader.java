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
package io.prestodynamic.catalog.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.ByteStreams;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.security.SecretMask;

import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION;
import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;

/**
 * Reads the body of a request about a catalog, and refuses in the words of the HTTP contract what is none. Values never appear in a refusal: they may
 * be secrets.
 */
class CatalogRequestReader
{
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_IMPORT_BYTES = 64 << 20;
    private static final int MAX_DEPTH = 10;
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(STRICT_DUPLICATE_DETECTION)
            .enable(FAIL_ON_TRAILING_TOKENS);

    private final HttpHeaders headers;
    private final InputStream body;

    CatalogRequestReader(HttpHeaders headers, InputStream body)
    {
        this.headers = requireNonNull(headers, "headers is null");
        this.body = requireNonNull(body, "body is null");
    }

    /**
     * A definition whose name stands in the body.
     */
    CatalogDefinition readDefinition()
    {
        JsonNode request = readObject(MAX_BYTES);
        return definition(new CatalogName(text(request, "catalogName")), request);
    }

    /**
     * A definition whose name the request has elsewhere; where the body has one too, they must agree.
     */
    CatalogDefinition readDefinition(CatalogName name)
    {
        JsonNode request = readObject(MAX_BYTES);
        if (request.has("catalogName") && !text(request, "catalogName").equals(name.value())) {
            throw invalid("The request is for catalog %s, and its body has another catalogName".formatted(name));
        }
        return definition(name, request);
    }

    /**
     * The definitions of an import, whose names differ.
     */
    List<CatalogDefinition> readDefinitions()
    {
        JsonNode catalogs = readObject(MAX_IMPORT_BYTES).path("catalogs");
        if (catalogs.isMissingNode()) {
            throw invalid("catalogs is missing");
        }
        if (!catalogs.isArray()) {
            throw invalid("catalogs is not an array");
        }
        Map<CatalogName, CatalogDefinition> definitions = new LinkedHashMap<>();
        for (int i = 0; i < catalogs.size(); i++) {
            CatalogDefinition definition = importedDefinition(i, catalogs.get(i));
            if (definitions.put(definition.name(), definition) != null) {
                throw invalid("catalogs[%s]: There is a catalog %s before it already".formatted(i, definition.name()));
            }
        }
        return List.copyOf(definitions.values());
    }

    private static CatalogDefinition importedDefinition(int index, JsonNode catalog)
    {
        String position = "catalogs[%s]".formatted(index);
        if (!catalog.isObject()) {
            throw invalid(position + " is not an object");
        }
        CatalogName name = locate(position, () -> new CatalogName(text(catalog, "catalogName")));
        return locate("Catalog " + name, () -> definition(name, catalog));
    }

    /**
     * Says in a refusal what it is about.
     */
    private static <T> T locate(String subject, Supplier<T> reading)
    {
        try {
            return reading.get();
        }
        catch (CatalogException e) {
            throw new CatalogException(e.getCode(), "%s: %s".formatted(subject, e.getMessage()), e);
        }
    }

    private static CatalogDefinition definition(CatalogName name, JsonNode request)
    {
        String connectorName = text(request, "connectorName");
        if (connectorName.isBlank()) {
            throw invalid("connectorName is empty");
        }
        return new CatalogDefinition(name, connectorName, properties(request));
    }

    private JsonNode readObject(int maxBytes)
    {
        MediaType type = headers.getMediaType();
        if (type == null || !type.isCompatible(APPLICATION_JSON_TYPE)) {
            throw new CatalogException(UNSUPPORTED_MEDIA_TYPE, "The request needs the header Content-Type: application/json");
        }
        JsonNode request = parse(readBytes(maxBytes));
        if (!request.isObject()) {
            throw invalid("The request is not a JSON object");
        }
        return request;
    }

    private byte[] readBytes(int maxBytes)
    {
        try {
            byte[] bytes = ByteStreams.limit(body, maxBytes + 1).readAllBytes();
            if (bytes.length > maxBytes) {
                throw new CatalogException(REQUEST_TOO_LARGE, "A request has at most %s bytes".formatted(maxBytes));
            }
            return bytes;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(byte[] bytes)
    {
        try {
            checkDepth(bytes);
            return MAPPER.readTree(bytes);
        }
        catch (JsonProcessingException e) {
            throw invalid("The request is not JSON: error at line %s, column %s".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
        catch (IOException e) {
            throw invalid("The request is not JSON in UTF-8");
        }
    }

    // the tree is read recursively
    private static void checkDepth(byte[] bytes)
            throws IOException
    {
        try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH) {
                    throw invalid("The request is nested too deeply");
                }
            }
        }
    }

    private static String text(JsonNode request, String field)
    {
        JsonNode value = request.path(field);
        if (value.isMissingNode()) {
            throw invalid("%s is missing".formatted(field));
        }
        if (!value.isTextual()) {
            throw invalid("%s is not a string".formatted(field));
        }
        return value.textValue();
    }

    private static Map<String, String> properties(JsonNode request)
    {
        JsonNode properties = request.path("properties");
        if (properties.isMissingNode()) {
            throw invalid("properties is missing");
        }
        if (!properties.isObject()) {
            throw invalid("properties is not an object");
        }
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        properties.fields().forEachRemaining(property -> {
            if (!property.getValue().isTextual()) {
                throw invalid("Property %s is not a string".formatted(property.getKey()));
            }
            String value = property.getValue().textValue();
            if (SecretMask.isMasked(value)) {
                throw invalid("Property %s is masked; the request needs its real value".formatted(property.getKey()));
            }
            values.put(property.getKey(), value);
        });
        return values.build();
    }

    private static CatalogException invalid(String message)
    {
        return new CatalogException(INVALID_REQUEST, message);
    }
}
