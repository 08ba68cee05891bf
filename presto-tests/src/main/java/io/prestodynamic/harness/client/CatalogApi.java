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
package io.prestodynamic.harness.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.harness.contract.ApiContract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of the catalog API. It asserts that answers, and the requests that were accepted, are as the OpenAPI document of the API says.
 */
public class CatalogApi
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ApiContract CONTRACT = ApiContract.load();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;

    public CatalogApi(URI server)
    {
        this.server = requireNonNull(server, "server is null");
    }

    public Answer add(String catalogName, String connectorName, Map<String, String> properties)
    {
        return post("/v1/catalog/add", json(ImmutableMap.of("catalogName", catalogName, "connectorName", connectorName, "properties", properties)));
    }

    /**
     * @param files contents by the names of the files
     */
    public Answer add(String catalogName, String connectorName, Map<String, String> properties, Map<String, byte[]> files)
    {
        Map<String, Object> contents = ImmutableMap.copyOf(Maps.transformValues(files, CatalogApi::content));
        return post("/v1/catalog/add", json(ImmutableMap.of("catalogName", catalogName, "connectorName", connectorName, "properties", properties, "files", contents)));
    }

    public Answer put(String catalogName, String connectorName, Map<String, String> properties)
    {
        return put(catalogName, json(ImmutableMap.of("connectorName", connectorName, "properties", properties)));
    }

    public Answer put(String catalogName, String body)
    {
        return send(request("/v1/catalog/" + catalogName).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    /**
     * @param body JSON merge patch
     */
    public Answer patch(String catalogName, String body)
    {
        return send(request("/v1/catalog/" + catalogName).header("Content-Type", "application/merge-patch+json").method("PATCH", BodyPublishers.ofString(body)));
    }

    /**
     * Replaces a file of a catalog.
     */
    public Answer patchFile(String catalogName, String fileName, byte[] content)
    {
        return patch(catalogName, json(ImmutableMap.of("files", ImmutableMap.of(fileName, content(content)))));
    }

    public Answer validate(String catalogName, String connectorName, Map<String, String> properties)
    {
        return post("/v1/catalog/validate", json(ImmutableMap.of("catalogName", catalogName, "connectorName", connectorName, "properties", properties)));
    }

    public Answer delete(String catalogName)
    {
        return send(request("/v1/catalog/" + catalogName).DELETE());
    }

    /**
     * Deletes a catalog and fails the queries that use it.
     */
    public Answer forceDelete(String catalogName)
    {
        return send(request("/v1/catalog/" + catalogName + "?force=true").DELETE());
    }

    public Answer get(String catalogName)
    {
        return send(request("/v1/catalog/" + catalogName));
    }

    public Answer list()
    {
        return send(request("/v1/catalog"));
    }

    /**
     * @param parameters query string such as {@code ?secrets=true}, or empty
     */
    public Answer exportAll(String parameters)
    {
        return send(request("/v1/catalog/export" + parameters));
    }

    /**
     * @param parameters query string such as {@code ?mode=replace}, or empty
     */
    public Answer importAll(String parameters, String document)
    {
        return post("/v1/catalog/import" + parameters, document);
    }

    public Answer post(String path, String body)
    {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder request(String path)
    {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    public Answer send(HttpRequest.Builder request)
    {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            CONTRACT.check(response);
            return new Answer(response.statusCode(), response.headers().firstValue("Location"), response.headers().firstValue("ETag"), response.body());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> content(byte[] content)
    {
        return ImmutableMap.of("content", Base64.getEncoder().encodeToString(content));
    }

    private static String json(Object value)
    {
        try {
            return MAPPER.writeValueAsString(value);
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Answer(int status, Optional<String> location, Optional<String> etag, String body)
    {
        public JsonNode json()
        {
            try {
                return MAPPER.readTree(body);
            }
            catch (JsonProcessingException e) {
                throw new UncheckedIOException("Not JSON: " + body, e);
            }
        }

        public String text(String field)
        {
            return json().path(field).asText();
        }

        public Answer assertOk()
        {
            return assertStatus(200);
        }

        public Answer assertStatus(int expected)
        {
            assertThat(status).describedAs(body).isEqualTo(expected);
            return this;
        }

        /**
         * Asserts a refusal as documented: a code and one sentence, without a stack trace.
         */
        public Answer assertRefused(int expectedStatus, String expectedCode)
        {
            assertThat(status).describedAs(body).isEqualTo(expectedStatus);
            assertThat(json().fieldNames()).toIterable().containsExactlyInAnyOrder("code", "message");
            assertThat(text("code")).describedAs(body).isEqualTo(expectedCode);
            assertThat(text("message")).isNotBlank().doesNotContain("\n", "\tat ", "Exception");
            return this;
        }
    }
}
