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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;

import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.HttpHeaders.CONTENT_ENCODING;
import static javax.ws.rs.core.HttpHeaders.CONTENT_TYPE;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static javax.ws.rs.core.MediaType.CHARSET_PARAMETER;
import static javax.ws.rs.core.MediaType.MULTIPART_FORM_DATA_TYPE;

/**
 * Reader of the catalogs in a request body. An invalid body causes a {@link CatalogException}, whose message contains no property value.
 */
public class CatalogRequestReader
{
    static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");
    static final MediaType FORM_DATA = MULTIPART_FORM_DATA_TYPE;
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_IMPORT_BYTES = 16 << 20;
    // a short field takes many times its length in memory
    private static final int MAX_FIELDS = 20_000;
    private static final int MAX_IMPORT_FIELDS = 500_000;
    private static final int MAX_IMPORT_CATALOGS = 100_000;

    private final HttpHeaders headers;
    private final InputStream body;

    CatalogRequestReader(HttpHeaders headers, InputStream body)
    {
        this.headers = requireNonNull(headers, "headers is null");
        this.body = requireNonNull(body, "body is null");
    }

    public CatalogRequest readCatalog()
    {
        DefinitionDraft draft = readDraft();
        return draft.toRequest(new CatalogName(draft.name()));
    }

    /**
     * Reads the named catalog. If the body contains a name too, it must be the same.
     */
    public CatalogRequest readCatalog(CatalogName name)
    {
        DefinitionDraft draft = readDraft();
        if (draft.hasName()) {
            checkSame(name, draft.name());
        }
        return draft.toRequest(name);
    }

    private static void checkSame(CatalogName name, String other)
    {
        if (!other.equals(name.value())) {
            throw invalid("The request is for catalog %s, and its body has another catalogName".formatted(name));
        }
    }

    /**
     * Reads a JSON merge patch of the named catalog. If the body contains a name too, it must be the same.
     */
    public CatalogPatch readPatch(CatalogName name)
    {
        checkFormat(headers, MERGE_PATCH, FORM_DATA);
        PatchDraft draft = new PatchDraft();
        FormData form = readForm();
        readObject(form.json(), MAX_BYTES, MAX_FIELDS, draft::read);
        draft.addFiles(form.files());
        draft.catalogName().ifPresent(other -> checkSame(name, other));
        return draft.toPatch();
    }

    /**
     * Reads the catalogs of an import. Refuses a name that occurs twice.
     */
    public List<CatalogRequest> readCatalogs()
    {
        checkFormat(headers);
        Map<CatalogName, CatalogRequest> catalogs = new LinkedHashMap<>();
        AtomicBoolean found = new AtomicBoolean();
        readObject(body, MAX_IMPORT_BYTES, MAX_IMPORT_FIELDS, document -> document.readFields(field -> {
            switch (field) {
                case "catalogs" -> {
                    found.set(true);
                    readCatalogs(document, catalogs);
                }
                // an export contains it
                case "broken" -> document.skip();
                default -> throw invalid("Field '%s' is unknown; an import has catalogs".formatted(JsonDocument.shorten(field)));
            }
        }));
        if (!found.get()) {
            throw invalid("catalogs is missing");
        }
        return List.copyOf(catalogs.values());
    }

    private static void readCatalogs(JsonDocument document, Map<CatalogName, CatalogRequest> catalogs)
    {
        if (!document.isArray()) {
            throw invalid("catalogs is not an array");
        }
        document.readElements(() -> {
            int index = catalogs.size();
            if (index == MAX_IMPORT_CATALOGS) {
                throw new CatalogException(REQUEST_TOO_LARGE, "An import has at most %s catalogs".formatted(MAX_IMPORT_CATALOGS));
            }
            CatalogRequest catalog = readCatalog("catalogs[%s]".formatted(index), document);
            if (catalogs.put(catalog.definition().name(), catalog) != null) {
                throw invalid("catalogs[%s]: Catalog %s occurs twice".formatted(index, catalog.definition().name()));
            }
        });
    }

    private static CatalogRequest readCatalog(String position, JsonDocument document)
    {
        if (!document.isObject()) {
            throw invalid(position + " is not an object");
        }
        DefinitionDraft draft = new DefinitionDraft();
        draft.read(document);
        CatalogName name = withSubject(position, () -> new CatalogName(draft.name()));
        return withSubject("Catalog " + name, () -> draft.toRequest(name));
    }

    private static <T> T withSubject(String subject, Supplier<T> reading)
    {
        try {
            return reading.get();
        }
        catch (CatalogException e) {
            throw new CatalogException(e.getCode(), "%s: %s".formatted(subject, e.getMessage()), e);
        }
    }

    private DefinitionDraft readDraft()
    {
        checkFormat(headers, FORM_DATA);
        DefinitionDraft draft = new DefinitionDraft();
        FormData form = readForm();
        if (form.definition().isEmpty()) {
            throw invalid("The body has no part called definition with the JSON of the catalog");
        }
        readObject(form.json(), MAX_BYTES, MAX_FIELDS, draft::read);
        draft.addFiles(form.files());
        return draft;
    }

    private FormData readForm()
    {
        return FORM_DATA.isCompatible(headers.getMediaType()) ? FormData.read(body, headers.getHeaderString(CONTENT_TYPE)) : FormData.json(body);
    }

    /**
     * @param maxBytes limit beside the contents of files
     */
    private static void readObject(InputStream json, int maxBytes, int maxFields, Consumer<JsonDocument> reader)
    {
        BodyInput input = new BodyInput(json, maxBytes);
        try (JsonDocument document = new JsonDocument(input, maxFields)) {
            if (!document.isObject()) {
                throw invalid("The request is not a JSON object");
            }
            reader.accept(document);
            document.checkEnd();
        }
        catch (CatalogException e) {
            // of a request that is too long, nothing else is told
            input.checkLength();
            throw e;
        }
        input.checkLength();
    }

    /**
     * @param types media types that the request may have beside {@code application/json}
     */
    static void checkFormat(HttpHeaders headers, MediaType... types)
    {
        MediaType type = headers.getMediaType();
        if (type == null || Stream.concat(Stream.of(APPLICATION_JSON_TYPE), Stream.of(types)).noneMatch(type::isCompatible)) {
            throw new CatalogException(UNSUPPORTED_MEDIA_TYPE, "The request needs the header Content-Type: application/json");
        }
        String charset = type.getParameters().getOrDefault(CHARSET_PARAMETER, "UTF-8");
        if (!charset.equalsIgnoreCase("UTF-8") && !charset.equalsIgnoreCase("US-ASCII")) {
            throw new CatalogException(UNSUPPORTED_MEDIA_TYPE, "The header Content-Type names the charset %s; bodies are in UTF-8".formatted(charset));
        }
        String encoding = headers.getHeaderString(CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new CatalogException(UNSUPPORTED_MEDIA_TYPE, "The request has the header Content-Encoding: %s; bodies are sent as they are, without compression".formatted(encoding));
        }
    }

    static CatalogException tooLarge(int maxBytes)
    {
        return new CatalogException(REQUEST_TOO_LARGE, "A request has at most %s bytes".formatted(maxBytes));
    }

    private static CatalogException invalid(String message)
    {
        return new CatalogException(INVALID_REQUEST, message);
    }
}
