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
package io.prestodynamic.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Request to the API of catalogs. Not thread-safe.
 */
final class ApiRequest
{
    private final String method;
    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Optional<byte[]> body = Optional.empty();
    private ChangeCondition condition = ChangeCondition.NONE;
    private Optional<String> comment = Optional.empty();

    private ApiRequest(String method, String path)
    {
        this.method = requireNonNull(method, "method is null");
        this.path = requireNonNull(path, "path is null");
    }

    /**
     * @param segments segments of the path after {@code /v1}, not encoded
     * @throws ClientException if one is empty
     */
    static ApiRequest of(String method, String... segments)
    {
        if (Stream.of(segments).anyMatch(String::isEmpty)) {
            throw new ClientException("The name is empty");
        }
        return new ApiRequest(method, Stream.of(segments).map(ApiRequest::encode).collect(joining("/", "/v1/", "")));
    }

    ApiRequest parameter(String name, String value)
    {
        parameters.put(name, value);
        return this;
    }

    ApiRequest body(JsonNode body)
    {
        this.body = Optional.of(body.toString().getBytes(UTF_8));
        return this;
    }

    ApiRequest condition(ChangeCondition condition)
    {
        this.condition = requireNonNull(condition, "condition is null");
        return this;
    }

    /**
     * @param comment of which control characters become blanks
     */
    ApiRequest comment(Optional<String> comment)
    {
        this.comment = comment.map(text -> text.replaceAll("\\p{Cntrl}", " "));
        return this;
    }

    /**
     * Returns whether the request may be repeated when its outcome is not known.
     */
    boolean isRead()
    {
        return method.equals("GET");
    }

    HttpRequest.Builder toHttp(URI coordinator)
    {
        String query = parameters.entrySet().stream().map(parameter -> "%s=%s".formatted(parameter.getKey(), encode(parameter.getValue()))).collect(joining("&"));
        String base = coordinator.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path + (query.isEmpty() ? "" : "?" + query)))
                .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody))
                .header("Accept", "application/json");
        body.ifPresent(bytes -> request.header("Content-Type", "application/json"));
        condition.addTo(request);
        // the server reads UTF-8, and the client writes one byte for each character
        comment.ifPresent(text -> request.header("X-Presto-Catalog-Comment", new String(text.getBytes(UTF_8), ISO_8859_1)));
        return request;
    }

    private static String encode(String text)
    {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
