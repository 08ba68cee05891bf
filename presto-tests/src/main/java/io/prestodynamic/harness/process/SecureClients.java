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
package io.prestodynamic.harness.process;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.contract.ApiContract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Users of a secure cluster, who send requests and queries with their passwords.
 */
public final class SecureClients
{
    private final SecureCluster cluster;
    private final Map<String, String> passwords;
    private final ApiContract contract = ApiContract.load();
    private final HttpClient client;

    /**
     * @param passwords of the users
     */
    public SecureClients(SecureCluster cluster, Map<String, String> passwords)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.passwords = ImmutableMap.copyOf(passwords);
        client = HttpClient.newBuilder().sslContext(cluster.getSslContext()).build();
    }

    /**
     * Sends a request for the catalog API to the coordinator.
     *
     * @param path what follows {@code /v1/catalog/}
     */
    public Answer as(String user, String method, String path, String body)
    {
        return send(cluster.getUri(SecureCluster.COORDINATOR).resolve("/v1/catalog" + (path.isEmpty() ? "" : "/" + path)), method, body, login(user));
    }

    /**
     * Sends a request, whose answer must be as the description of the API says.
     */
    public Answer send(URI uri, String method, String body, Map<String, String> headers)
    {
        return trySend(uri, method, body, headers).orElseThrow();
    }

    /**
     * Does the same, and returns empty if nobody listens there.
     */
    public Optional<Answer> trySend(URI uri, String method, String body, Map<String, String> headers)
    {
        try {
            HttpResponse<String> response = exchange(uri, method, body, headers);
            contract.check(response);
            return Optional.of(new Answer(response.statusCode(), response.headers().firstValue("Location"), response.headers().firstValue("ETag"), response.body()));
        }
        catch (ConnectException e) {
            return Optional.empty();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a request that the API need not describe.
     */
    public HttpResponse<String> exchange(URI uri, String method, String body, Map<String, String> headers)
            throws IOException
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the first column of the answer to a query of a user, with the user's password.
     */
    public List<String> rows(String user, String sql)
    {
        return rows(user, passwords.get(user), sql);
    }

    /**
     * Does the same with another password.
     */
    public List<String> rows(String user, String password, String sql)
    {
        try (Connection connection = cluster.connect("presto://" + cluster.getUri(SecureCluster.COORDINATOR).getAuthority(), user, password)) {
            return rows(connection, sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Returns the first column of the answer to a query.
     */
    public static List<String> rows(Connection connection, String sql)
    {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(results.getString(1));
            }
            return rows;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Returns the header of a login of a user with the user's password.
     */
    public Map<String, String> login(String user)
    {
        return basic(user, passwords.get(user));
    }

    /**
     * Returns the header of a login with a password.
     */
    public static Map<String, String> basic(String user, String password)
    {
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString("%s:%s".formatted(user, password).getBytes(UTF_8)));
    }
}
