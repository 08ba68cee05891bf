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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.InetAddresses;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.stream.Collectors.joining;

/**
 * A connection that sends what {@code presto-python-client} 0.8.4 sends, and keeps of the answers what that client keeps.
 * Not for simultaneous statements, except that another thread can cancel a query.
 */
public class PythonClient
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Splitter VALUES = Splitter.on(',').trimResults();
    private static final String NO_TRANSACTION = "NONE";
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_REDIRECTS = 30;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final Map<String, String> identity;
    private final Map<String, String> properties = new TreeMap<>();
    private String transactionId = NO_TRANSACTION;
    private Optional<String> preparedStatement = Optional.empty();

    public PythonClient(URI server, String user, String catalog, String schema)
    {
        this.server = requireNonNull(server, "server is null");
        this.identity = ImmutableMap.<String, String>builder()
                .put("User-Agent", "python-requests/2.28.1")
                .put("Accept-Encoding", "gzip, deflate")
                .put("Accept", "*/*")
                .put("X-Presto-Catalog", catalog)
                .put("X-Presto-Schema", schema)
                .put("X-Presto-Source", "presto-python-client")
                .put("X-Presto-User", user)
                // Airflow adds it
                .put("X-Presto-Client-Info", "{\"dag_id\": \"daily\"}")
                .build();
    }

    public Map<String, String> getProperties()
    {
        return properties;
    }

    public String getTransactionId()
    {
        return transactionId;
    }

    /**
     * Sends a statement, and nothing more.
     */
    public PythonQuery start(String sql)
    {
        HttpResponse<InputStream> response = attempt(() -> send(post(server.resolve("/v1/statement"), sql)));
        while (isRedirect(response)) {
            URI location = withHostName(location(response));
            response = attempt(() -> send(post(location, sql)));
        }
        return new PythonQuery(this, read(response));
    }

    /**
     * Runs a statement to its end.
     *
     * @throws QueryFailedException if the statement fails
     */
    public PythonQuery execute(String sql)
    {
        return start(sql).fetchAll();
    }

    /**
     * Starts a transaction, in which the next statements run.
     */
    public void begin()
    {
        execute("START TRANSACTION");
        checkState(!transactionId.equals(NO_TRANSACTION), "the coordinator has started no transaction");
    }

    public void commit()
    {
        execute("COMMIT");
        transactionId = NO_TRANSACTION;
    }

    JsonNode fetch(URI nextUri)
    {
        return read(attempt(() -> follow(nextUri, uri -> request(uri).GET())));
    }

    /**
     * @return the status of the answer
     */
    int cancel(String queryId)
    {
        return attempt(() -> follow(server.resolve("/v1/query/" + queryId), uri -> request(uri).DELETE())).statusCode();
    }

    private HttpRequest.Builder post(URI uri, String sql)
    {
        return request(uri).POST(BodyPublishers.ofByteArray(sql.getBytes(UTF_8)));
    }

    private HttpRequest.Builder request(URI uri)
    {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        identity.forEach(request::header);
        request.header("X-Presto-Session", properties.entrySet().stream().map(property -> property.getKey() + "=" + URLEncoder.encode(property.getValue(), UTF_8)).collect(joining(",")));
        request.header("X-Presto-Transaction-Id", transactionId);
        preparedStatement.ifPresent(statement -> request.header("X-Presto-Prepared-Statement", statement));
        return request;
    }

    /**
     * Sends a request, and again if it fails or the answer is 503, as that client does with statements too.
     */
    private static HttpResponse<InputStream> attempt(Exchange exchange)
    {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<InputStream> response = exchange.send();
                if (response.statusCode() != 503 || attempt == MAX_ATTEMPTS) {
                    return response;
                }
            }
            catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
            sleepUninterruptibly((long) (Math.random() * (100 << attempt)), MILLISECONDS);
        }
    }

    /**
     * Follows redirects as {@code requests} does, which keeps the method if the status is 307.
     */
    private HttpResponse<InputStream> follow(URI uri, Function<URI, HttpRequest.Builder> request)
            throws IOException
    {
        HttpResponse<InputStream> response = send(request.apply(uri));
        for (int redirects = 0; isRedirect(response); redirects++) {
            checkState(redirects < MAX_REDIRECTS, "too many redirects: %s", uri);
            checkState(response.statusCode() == 307, "status %s", response.statusCode());
            response = send(request.apply(location(response)));
        }
        return response;
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request)
            throws IOException
    {
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRedirect(HttpResponse<?> response)
    {
        return response.statusCode() / 100 == 3 && response.headers().firstValue("Location").isPresent();
    }

    private static URI location(HttpResponse<?> response)
    {
        return response.uri().resolve(response.headers().firstValue("Location").orElseThrow());
    }

    /**
     * Replaces an IP address by the name of the host, which that client does with redirects of statements.
     */
    private static URI withHostName(URI uri)
    {
        if (!InetAddresses.isUriInetAddress(uri.getHost())) {
            return uri;
        }
        String name = InetAddresses.forUriString(uri.getHost()).getCanonicalHostName();
        return URI.create("%s://%s:%s%s".formatted(uri.getScheme(), name, uri.getPort(), uri.getRawPath()));
    }

    private JsonNode read(HttpResponse<InputStream> response)
    {
        try (InputStream body = decoded(response)) {
            if (response.statusCode() >= 400) {
                throw new IllegalStateException("error %s: %s".formatted(response.statusCode(), new String(body.readAllBytes(), UTF_8)));
            }
            JsonNode answer = MAPPER.readTree(body);
            if (answer.has("error")) {
                throw new QueryFailedException(answer.path("error").path("errorName").asText(), answer.path("error").path("message").asText());
            }
            keep(response.headers());
            return answer;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream decoded(HttpResponse<InputStream> response)
            throws IOException
    {
        return response.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent() ? new GZIPInputStream(response.body()) : response.body();
    }

    private void keep(HttpHeaders headers)
    {
        values(headers, "X-Presto-Clear-Session").forEach(properties::remove);
        values(headers, "X-Presto-Set-Session").forEach(property -> {
            String[] parts = property.split("=", 2);
            properties.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        });
        // the last one only
        headers.firstValue("X-Presto-Added-Prepare").ifPresent(statement -> preparedStatement = Optional.of(statement));
        headers.firstValue("X-Presto-Started-Transaction-Id").filter(id -> !id.equals(NO_TRANSACTION)).ifPresent(id -> transactionId = id);
    }

    private static List<String> values(HttpHeaders headers, String name)
    {
        return headers.firstValue(name).map(VALUES::splitToList).orElse(ImmutableList.of());
    }

    private interface Exchange
    {
        HttpResponse<InputStream> send()
                throws IOException;
    }

    /**
     * Failure of a query, as the coordinator tells it.
     */
    public static class QueryFailedException
            extends RuntimeException
    {
        private final String errorName;

        QueryFailedException(String errorName, String message)
        {
            super(message);
            this.errorName = requireNonNull(errorName, "errorName is null");
        }

        public String getErrorName()
        {
            return errorName;
        }
    }
}
