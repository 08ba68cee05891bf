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
package io.prestodynamic.catalog.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.FileDigest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * JSON format of properties in stores. Equal properties have equal texts, which are ASCII, so that a table may have any character set.
 */
public final class PropertiesJson
{
    private static final JsonMapper WRITER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String FILE_PREFIX = "${" + CatalogFiles.REFERENCE + ":";
    private static final String FILE_SUFFIX = "}";

    private PropertiesJson() {}

    public static String write(Map<String, String> properties)
    {
        return writeValue(ImmutableSortedMap.copyOf(properties));
    }

    /**
     * Writes properties and files. A file is a field whose name is the reference to it, with its size and hash in an object.
     */
    public static String write(Map<String, String> properties, CatalogFiles files)
    {
        ImmutableSortedMap.Builder<String, Object> fields = ImmutableSortedMap.<String, Object>naturalOrder().putAll(properties);
        files.digests().forEach((name, digest) -> fields.put(
                FILE_PREFIX + name + FILE_SUFFIX,
                ImmutableSortedMap.of("sha256", digest.sha256(), "size", digest.size())));
        return writeValue(fields.build());
    }

    /**
     * Writes names of properties as a JSON array.
     */
    public static String writeNames(Set<String> names)
    {
        return writeValue(ImmutableSortedSet.copyOf(names));
    }

    /**
     * Reads what {@link #writeNames} has written.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Set<String> readNames(String json)
    {
        return parse("names", json, parser -> {
            check(parser.nextToken() == JsonToken.START_ARRAY, "The names are not a JSON array");
            ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                names.add(parser.getText());
            }
            check(parser.currentToken() == JsonToken.END_ARRAY, "The names are not strings");
            return names.build();
        });
    }

    public static String quote(String value)
    {
        return writeValue(value);
    }

    private static String writeValue(Object value)
    {
        try {
            return WRITER.writeValueAsString(value);
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one JSON object. Accepts numbers and booleans, which people write by hand, and returns them as text.
     * @throws IllegalArgumentException with a message that contains no value
     */
    public static DefinitionContent read(String json)
    {
        return parse("properties", json, parser -> {
            parser.nextToken();
            DefinitionContent content = readObject(parser);
            check(parser.nextToken() == null, "The properties are more than one JSON object");
            return content;
        });
    }

    /**
     * Parses JSON in which every object has unique names.
     * @param subject plural noun for messages
     * @throws IllegalArgumentException with the position of an error, and without the message of the parser, which quotes the text
     */
    public static <T> T parse(String subject, String json, JsonReader<T> reader)
    {
        try (JsonParser parser = PARSERS.createParser(json)) {
            return reader.read(parser);
        }
        catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw new IllegalArgumentException(
                    "The %s are not JSON with one value for each name (line %s, column %s)".formatted(subject, location.getLineNr(), location.getColumnNr()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the object at which the parser is.
     */
    public static DefinitionContent readObject(JsonParser parser)
            throws IOException
    {
        check(parser.currentToken() == JsonToken.START_OBJECT, "The properties are not a JSON object");
        ImmutableSortedMap.Builder<String, String> properties = ImmutableSortedMap.naturalOrder();
        ImmutableSortedMap.Builder<String, FileDigest> files = ImmutableSortedMap.naturalOrder();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.startsWith(FILE_PREFIX) && name.endsWith(FILE_SUFFIX)) {
                files.put(name.substring(FILE_PREFIX.length(), name.length() - FILE_SUFFIX.length()), readDigest(parser));
            }
            else {
                check(value.isScalarValue() && value != JsonToken.VALUE_NULL, "The value of property '%s' is not a string".formatted(name));
                properties.put(name, parser.getText());
            }
        }
        return new DefinitionContent(properties.build(), new CatalogFiles(files.build()));
    }

    private static FileDigest readDigest(JsonParser parser)
            throws IOException
    {
        int size = -1;
        String sha256 = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("size") && value == JsonToken.VALUE_NUMBER_INT) {
                size = parser.getIntValue();
            }
            else if (name.equals("sha256")) {
                sha256 = parser.getText();
            }
            else {
                parser.skipChildren();
            }
        }
        return new FileDigest(size, sha256);
    }

    public static void check(boolean condition, String message)
    {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Reader of a document. The parser is before the first token.
     */
    @FunctionalInterface
    public interface JsonReader<T>
    {
        T read(JsonParser parser)
                throws IOException;
    }
}
