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
package io.prestodynamic.benchmarks.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Client for comparison, which asks one discovery server for the coordinator every ten seconds, and does not check it.
 */
final class PollingClient
        implements AutoCloseable
{
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient httpClient = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI discoveryServer;
    private final String sql;
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "polling-client");
    private volatile CompletableFuture<Instant> next = new CompletableFuture<>();
    private volatile boolean closed;

    PollingClient(URI discoveryServer, String sql)
    {
        this.discoveryServer = requireNonNull(discoveryServer, "discoveryServer is null");
        this.sql = requireNonNull(sql, "sql is null");
        thread.start();
    }

    CompletableFuture<Instant> nextAnswer()
    {
        next = new CompletableFuture<>();
        return next;
    }

    int failures()
    {
        return failures.get();
    }

    @Override
    public void close()
    {
        closed = true;
        joinUninterruptibly(thread);
    }

    private void run()
    {
        long lastPoll = System.nanoTime();
        String coordinator = poll();
        while (!closed) {
            if (System.nanoTime() - lastPoll > POLL_INTERVAL.toNanos()) {
                lastPoll = System.nanoTime();
                coordinator = poll();
            }
            CompletableFuture<Instant> waiting = next;
            try (Connection connection = DriverManager.getConnection("jdbc:presto://" + URI.create(coordinator).getAuthority(), "polling", null);
                    Statement statement = connection.createStatement()) {
                statement.executeQuery(sql).next();
                waiting.complete(Instant.now());
            }
            catch (SQLException e) {
                failures.incrementAndGet();
            }
            sleepUninterruptibly(PAUSE.toMillis(), MILLISECONDS);
        }
    }

    private String poll()
    {
        try {
            byte[] answer = httpClient.send(HttpRequest.newBuilder(discoveryServer.resolve("/v1/service/presto-coordinator")).build(), BodyHandlers.ofByteArray()).body();
            JsonNode services = mapper.readTree(answer).path("services");
            return services.path(0).path("properties").path("http").asText("http://127.0.0.1:1");
        }
        catch (IOException e) {
            throw new IllegalStateException("The discovery server does not answer", e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
