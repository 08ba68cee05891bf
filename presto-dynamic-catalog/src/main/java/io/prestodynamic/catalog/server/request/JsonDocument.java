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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.common.primitives.Ints;
import io.prestodynamic.catalog.CatalogException;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import static com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES;
import static com.fasterxml.jackson.core.JsonParser.Feature.AUTO_CLOSE_SOURCE;
import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.END_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.FIELD_NAME;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_FALSE;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.server.request.ForeignFormat.BEGINNING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * JSON document of a client, read as a stream. Skipped values are not kept and numbers are not converted, so the cost is proportional to the length.
 */
public class JsonDocument
        implements Closeable
{
    private static final int MAX_DEPTH = 10;
    private static final int MAX_NAME_IN_MESSAGE = 200;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final BodyInput input;
    private final JsonParser parser;
    private final int maxFields;
    private int fields;
    private int depth;

    /**
     * @param maxFields limit for all objects together
     */
    JsonDocument(BodyInput input, int maxFields)
    {
        this.input = requireNonNull(input, "input is null");
        this.maxFields = maxFields;
        try {
            // a shared factory would keep the field names of all documents
            parser = new JsonFactory()
                    .disable(INTERN_FIELD_NAMES)
                    .createParser(open(input.stream()))
                    // the length is checked at the end
                    .disable(AUTO_CLOSE_SOURCE);
        }
        catch (IOException e) {
            throw notUtf8();
        }
        next();
    }

    private static Reader open(InputStream input)
            throws IOException
    {
        BufferedInputStream buffered = new BufferedInputStream(input);
        buffered.mark(BEGINNING);
        byte[] beginning = buffered.readNBytes(BEGINNING);
        buffered.reset();
        ForeignFormat.describe(beginning).ifPresent(format -> {
            throw new CatalogException(INVALID_REQUEST, format);
        });
        if (Arrays.mismatch(beginning, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length) {
            buffered.skipNBytes(BYTE_ORDER_MARK.length);
        }
        // unlike a charset, a decoder refuses malformed input
        return new InputStreamReader(buffered, UTF_8.newDecoder());
    }

    boolean isObject()
    {
        return parser.currentToken() == START_OBJECT;
    }

    boolean isNull()
    {
        return parser.currentToken() == VALUE_NULL;
    }

    boolean isArray()
    {
        return parser.currentToken() == START_ARRAY;
    }

    /**
     * Reads the current object.
     * @param reader receives the name of each field, and must read or skip its value
     * @throws CatalogException if a name occurs twice
     */
    void readFields(Consumer<String> reader)
    {
        Set<String> names = new HashSet<>();
        while (next() != END_OBJECT) {
            String name = currentName();
            if (!names.add(name)) {
                JsonLocation location = parser.getTokenLocation();
                throw new CatalogException(
                        INVALID_REQUEST,
                        "Field '%s' occurs twice in one object: again at line %s, column %s".formatted(shorten(name), location.getLineNr(), location.getColumnNr()));
            }
            next();
            reader.accept(name);
        }
    }

    /**
     * Reads the current array.
     * @param reader must read or skip one element
     */
    void readElements(Runnable reader)
    {
        while (next() != END_ARRAY) {
            reader.run();
        }
    }

    /**
     * Reads the current value. Returns empty if it is not a string.
     */
    Optional<String> readText()
    {
        if (parser.currentToken() != VALUE_STRING) {
            skip();
            return Optional.empty();
        }
        try {
            return Optional.of(parser.getText());
        }
        catch (JsonProcessingException e) {
            throw notJson(e.getLocation());
        }
        catch (IOException e) {
            throw notUtf8();
        }
    }

    /**
     * Reads the current value. Returns empty if it is neither true nor false.
     */
    Optional<Boolean> readBoolean()
    {
        JsonToken token = parser.currentToken();
        if (token == VALUE_TRUE || token == VALUE_FALSE) {
            return Optional.of(token == VALUE_TRUE);
        }
        skip();
        return Optional.empty();
    }

    /**
     * Reads the current value. Returns empty if it is not a whole number, or is out of the range of int.
     */
    Optional<Integer> readInteger()
    {
        if (parser.currentToken() != VALUE_NUMBER_INT) {
            skip();
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Ints.tryParse(parser.getText()));
        }
        catch (IOException e) {
            throw notUtf8();
        }
    }

    /**
     * Leaves the content of a file out of the length of the document.
     */
    void addFile(int bytes)
    {
        input.addFile(bytes);
    }

    // unlike skipChildren of the parser, counts depth and fields
    void skip()
    {
        if (isObject() || isArray()) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    void checkEnd()
    {
        if (next() != null) {
            throw notJson(parser.getTokenLocation());
        }
    }

    @Override
    public void close()
    {
        try {
            parser.close();
        }
        catch (IOException e) {
            throw notUtf8();
        }
    }

    /**
     * Returns a name, or its beginning if it is too long for a message.
     */
    public static String shorten(String name)
    {
        return name.length() > MAX_NAME_IN_MESSAGE ? name.substring(0, MAX_NAME_IN_MESSAGE) + "..." : name;
    }

    private JsonToken next()
    {
        JsonToken token = nextToken();
        if (token == null) {
            return null;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > MAX_DEPTH) {
            throw new CatalogException(INVALID_REQUEST, "The request is nested too deeply");
        }
        if (token == FIELD_NAME && ++fields > maxFields) {
            throw new CatalogException(REQUEST_TOO_LARGE, "A request has at most %s fields".formatted(maxFields));
        }
        return token;
    }

    private JsonToken nextToken()
    {
        try {
            return parser.nextToken();
        }
        catch (JsonEOFException e) {
            // the location of this exception counts the last characters twice
            throw new CatalogException(INVALID_REQUEST, "The request is not JSON: it ends too early");
        }
        catch (JsonProcessingException e) {
            throw notJson(e.getLocation());
        }
        catch (IOException e) {
            throw notUtf8();
        }
    }

    private String currentName()
    {
        try {
            return parser.getCurrentName();
        }
        catch (IOException e) {
            throw notUtf8();
        }
    }

    private static CatalogException notJson(JsonLocation location)
    {
        return new CatalogException(INVALID_REQUEST, "The request is not JSON: error at line %s, column %s".formatted(location.getLineNr(), location.getColumnNr()));
    }

    private static CatalogException notUtf8()
    {
        return new CatalogException(INVALID_REQUEST, "The request is not JSON in UTF-8");
    }
}
