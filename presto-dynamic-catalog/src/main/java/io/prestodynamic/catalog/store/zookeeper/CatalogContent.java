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
package io.prestodynamic.catalog.store.zookeeper;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.DefinitionContent;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.VersionString;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.store.PropertiesJson.check;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Content of a catalog node, as a JSON object. Only {@code connectorName} is required, and unknown fields are ignored.
 *
 * @param id number of the version, if the store has written it
 * @param revision number of overwrites up to this content, if the store has written it
 * @param format fields that the version is derived from, if the store has written it
 */
record CatalogContent(Optional<Long> id, int revision, int format, Optional<Instant> createdAt, String connectorName, DefinitionContent definition, CatalogSettings settings)
{
    /**
     * Leaves room for the path and the rest of the request below the default limit of a server, 1,048,575 bytes.
     */
    static final int MAX_LENGTH = 1_000_000;
    // the same request records the definition a second time
    private static final int MAX_WRITTEN_LENGTH = 480_000;
    /**
     * Format in which the version is derived from {@code createdAt} too.
     */
    static final int TIMED_FORMAT = 2;
    private static final int MAX_CONNECTOR_NAME_LENGTH = 200;

    CatalogContent
    {
        requireNonNull(id, "id is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(connectorName, "connectorName is null");
        requireNonNull(definition, "definition is null");
        requireNonNull(settings, "settings is null");
    }

    /**
     * @throws CatalogException {@code INVALID_REQUEST} if the content is too large for a node
     */
    static byte[] write(CatalogVersion version, CatalogSettings settings, int revision)
    {
        String connectorName = version.definition().connectorName();
        if (connectorName.length() > MAX_CONNECTOR_NAME_LENGTH) {
            throw new CatalogException(INVALID_REQUEST, "The connector name has %s characters, and the catalog store allows %s".formatted(
                    connectorName.length(),
                    MAX_CONNECTOR_NAME_LENGTH));
        }
        byte[] json = """
                {"connectorName":%s,"properties":%s,"createdAt":"%s","id":%s,"revision":%s,"format":%s%s%s%s}""".formatted(
                PropertiesJson.quote(connectorName),
                PropertiesJson.write(version.definition().properties(), version.definition().files()),
                version.createdAt(),
                VersionString.number(version.version()),
                revision,
                TIMED_FORMAT,
                settings.description().map(text -> ",\"description\":" + PropertiesJson.quote(text)).orElse(""),
                settings.enabled() ? "" : ",\"enabled\":false",
                settings.maxQueries().map(",\"maxQueries\":%s"::formatted).orElse("")).getBytes(UTF_8);
        if (json.length > MAX_WRITTEN_LENGTH) {
            throw new CatalogException(INVALID_REQUEST, "The definition has %s bytes as JSON, and the catalog store allows %s".formatted(json.length, MAX_WRITTEN_LENGTH));
        }
        return json;
    }

    /**
     * @throws IllegalArgumentException with a message that contains no property value
     */
    static CatalogContent read(String json)
    {
        return PropertiesJson.parse("contents of the node", json, CatalogContent::read);
    }

    private static CatalogContent read(JsonParser parser)
            throws IOException
    {
        Optional<Long> id = Optional.empty();
        int revision = 0;
        int format = 1;
        Optional<Instant> createdAt = Optional.empty();
        String connectorName = "";
        DefinitionContent definition = DefinitionContent.NONE;
        Optional<String> description = Optional.empty();
        boolean enabled = true;
        Optional<Integer> maxQueries = Optional.empty();
        check(parser.nextToken() == JsonToken.START_OBJECT, "The node is not a JSON object");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "connectorName" -> {
                    check(value == JsonToken.VALUE_STRING, "The connectorName is not a string");
                    connectorName = parser.getText();
                }
                case "properties" -> definition = PropertiesJson.readObject(parser);
                case "createdAt" -> createdAt = Optional.of(time(parser.getText()));
                case "id" -> id = Optional.of(parser.getLongValue());
                case "revision" -> revision = parser.getIntValue();
                case "format" -> format = parser.getIntValue();
                case "description" -> {
                    check(value == JsonToken.VALUE_STRING, "The description is not a string");
                    description = Optional.of(parser.getText());
                }
                case "enabled" -> {
                    check(value.isBoolean(), "enabled is neither true nor false");
                    enabled = parser.getBooleanValue();
                }
                case "maxQueries" -> {
                    check(value == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() > 0, "maxQueries is not a positive whole number");
                    maxQueries = Optional.of(parser.getIntValue());
                }
                default -> parser.skipChildren();
            }
        }
        check(parser.nextToken() == null, "The node has more than one JSON object");
        check(!connectorName.isBlank(), "The connectorName is missing");
        return new CatalogContent(id, revision, format, createdAt, connectorName, definition, new CatalogSettings(description, enabled, maxQueries));
    }

    private static Instant time(String text)
    {
        try {
            return Instant.parse(text);
        }
        catch (DateTimeException e) {
            throw new IllegalArgumentException("The createdAt is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    @Override
    public String toString()
    {
        return "%s (connector %s, %s)".formatted(id, connectorName, definition);
    }
}
