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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of the statement protocol. As in Presto's clients, what a statement sets applies to the following ones.
 */
public class ClientSession
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI coordinator;
    private final String user;
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> roles = new TreeMap<>();
    private final Map<String, String> preparedStatements = new TreeMap<>();
    private Optional<String> catalog = Optional.empty();
    private String schema = "default";
    private Optional<String> transactionId = Optional.empty();

    public ClientSession(URI coordinator, String user)
    {
        this.coordinator = requireNonNull(coordinator, "coordinator is null");
        this.user = requireNonNull(user, "user is null");
    }

    public ClientSession withProperty(String name, String value)
    {
        properties.put(name, value);
        return this;
    }

    public ClientSession withRole(String catalogName, String role)
    {
        roles.put(catalogName, "ROLE{%s}".formatted(role));
        return this;
    }

    public ClientSession withPreparedStatement(String name, String sql)
    {
        preparedStatements.put(name, sql);
        return this;
    }

    public Map<String, String> getProperties()
    {
        return properties;
    }

    public Map<String, String> getRoles()
    {
        return roles;
    }

    /**
     * Runs a statement to its end.
     */
    public Result execute(String sql)
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(coordinator.resolve("/v1/statement"))
                .header("X-Presto-User", user)
                .header("X-Presto-Transaction-Id", transactionId.orElse("NONE"))
                .POST(BodyPublishers.ofString(sql));
        catalog.ifPresent(name -> request.header("X-Presto-Catalog", name).header("X-Presto-Schema", schema));
        addHeaders(request, "X-Presto-Session", properties);
        addHeaders(request, "X-Presto-Role", roles);
        addHeaders(request, "X-Presto-Prepared-Statement", preparedStatements);
        JsonNode answer = send(request);
        List<String> rows = new ArrayList<>();
        while (answer.has("nextUri")) {
            answer = send(HttpRequest.newBuilder(URI.create(answer.path("nextUri").asText())).header("X-Presto-User", user));
            answer.path("data").forEach(row -> rows.add(stream(row).map(JsonNode::asText).collect(joining(", "))));
        }
        List<String> warnings = stream(answer.path("warnings")).map(warning -> warning.path("message").asText()).toList();
        return new Result(rows, warnings, Optional.of(answer.path("error").path("message").asText()).filter(message -> !message.isEmpty()));
    }

    private JsonNode send(HttpRequest.Builder request)
    {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
            readSession(response);
            return MAPPER.readTree(response.body());
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not JSON", e);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readSession(HttpResponse<String> response)
    {
        readHeaders(response, "X-Presto-Set-Session", properties::put);
        readHeaders(response, "X-Presto-Set-Role", roles::put);
        readHeaders(response, "X-Presto-Added-Prepare", preparedStatements::put);
        response.headers().allValues("X-Presto-Clear-Session").forEach(properties::remove);
        response.headers().firstValue("X-Presto-Set-Catalog").ifPresent(name -> catalog = Optional.of(name));
        response.headers().firstValue("X-Presto-Set-Schema").ifPresent(name -> schema = name);
        response.headers().firstValue("X-Presto-Started-Transaction-Id").ifPresent(id -> transactionId = Optional.of(id));
        response.headers().firstValue("X-Presto-Clear-Transaction-Id").ifPresent(ended -> transactionId = Optional.empty());
    }

    private static void readHeaders(HttpResponse<String> response, String name, BiConsumer<String, String> setting)
    {
        for (String value : response.headers().allValues(name)) {
            String[] parts = value.split("=", 2);
            setting.accept(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
    }

    private static Stream<JsonNode> stream(JsonNode array)
    {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void addHeaders(HttpRequest.Builder request, String name, Map<String, String> values)
    {
        values.forEach((key, value) -> request.header(name, key + "=" + URLEncoder.encode(value, UTF_8)));
    }

    /**
     * Result of a statement.
     *
     * @param rows rows as columns separated by commas
     */
    public record Result(List<String> rows, List<String> warnings, Optional<String> error)
    {
        public Result assertSucceeded()
        {
            assertThat(error).isEmpty();
            return this;
        }

        public Result assertRows(String... expected)
        {
            assertThat(assertSucceeded().rows).containsExactly(expected);
            return this;
        }

        public Result assertNoWarnings()
        {
            assertThat(warnings).isEmpty();
            return this;
        }

        public void assertFailed(String message)
        {
            assertThat(error).hasValueSatisfying(text -> assertThat(text).contains(message));
        }
    }
}
