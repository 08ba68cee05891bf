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
package io.prestodynamic.benchmarks.versus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.versus.VersusBenchmark.Round;
import io.prestodynamic.harness.client.ClientSession;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.stream.Collectors.joining;

/**
 * Client that adds, queries and deletes a catalog of a cluster.
 */
record Contender(Addition addition, ClientSession client, Deletion deletion)
{
    private static final String CATALOG = "rounds";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Contender withSql(URI coordinator)
    {
        ClientSession client = new ClientSession(coordinator, "benchmark");
        return new Contender(
                (connector, properties) -> client.execute(createCatalog(connector, properties)).assertSucceeded(),
                client,
                () -> client.execute("DROP CATALOG " + CATALOG).assertSucceeded());
    }

    static Contender withApi(URI coordinator)
    {
        HttpClient httpClient = HttpClient.newHttpClient();
        URI api = coordinator.resolve("/v1/catalog/");
        return new Contender(
                (connector, properties) -> send(httpClient, HttpRequest.newBuilder(api.resolve("add"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(definition(connector, properties)))),
                new ClientSession(coordinator, "benchmark"),
                () -> send(httpClient, HttpRequest.newBuilder(api.resolve(CATALOG)).DELETE()));
    }

    Round round(Connector connector, Map<String, String> properties)
    {
        long start = System.nanoTime();
        addition.add(connector, properties);
        Duration add = since(start);
        client.execute(connector.query(CATALOG)).assertRows(String.valueOf(connector.rows()));
        Duration firstResult = since(start);
        long deleteStart = System.nanoTime();
        deletion.delete();
        return new Round(add, firstResult, since(deleteStart));
    }

    private static String createCatalog(Connector connector, Map<String, String> properties)
    {
        String assignments = properties.entrySet().stream()
                .map(property -> "\"%s\" = '%s'".formatted(property.getKey(), property.getValue().replace("'", "''")))
                .collect(joining(", "));
        return "CREATE CATALOG %s USING %s".formatted(CATALOG, connector) + (properties.isEmpty() ? "" : " WITH (%s)".formatted(assignments));
    }

    private static String definition(Connector connector, Map<String, String> properties)
    {
        try {
            return MAPPER.writeValueAsString(ImmutableMap.of("catalogName", CATALOG, "connectorName", connector.toString(), "properties", properties));
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpClient client, HttpRequest.Builder request)
    {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            checkState(response.statusCode() == 200, "The answer is %s: %s", response.statusCode(), response.body());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    interface Addition
    {
        void add(Connector connector, Map<String, String> properties);
    }

    @FunctionalInterface
    interface Deletion
    {
        void delete();
    }
}
