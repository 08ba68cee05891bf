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
package io.prestodynamic.locator.jdbc;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Coordinator with the statement protocol, whose queries return its name as a single row. Keeps connections open, as Presto does.
 */
final class FakePresto
        implements AutoCloseable
{
    private final String name;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-presto");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Statement> queries = new ConcurrentHashMap<>();
    private final Set<String> transactions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean dropsStatements;
    private volatile boolean holdsResults;
    private volatile boolean dropsResults;
    private volatile boolean refusesCredentials;
    private volatile boolean asksForKerberos;
    private volatile boolean fenced;

    FakePresto(String name)
    {
        this(name, Optional.empty());
    }

    FakePresto(String name, Optional<SSLContext> tls)
    {
        this.name = requireNonNull(name, "name is null");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls.isPresent()) {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = secure;
            }
            else {
                server = HttpServer.create(address, 0);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri()
    {
        return URI.create("%s://127.0.0.1:%s".formatted(server instanceof HttpsServer ? "https" : "http", server.getAddress().getPort()));
    }

    /**
     * Starts to read statements without answering, and to close their connections.
     */
    void dropStatements()
    {
        dropsStatements = true;
    }

    /**
     * Starts to leave requests for results without response.
     */
    void holdResults()
    {
        holdsResults = true;
    }

    /**
     * Starts to close the connections of requests for results.
     */
    void dropResults()
    {
        dropsResults = true;
    }

    /**
     * Starts to answer requests for results again.
     */
    void answerResults()
    {
        dropsResults = false;
    }

    /**
     * Forgets all queries, as a restarted process does.
     */
    void forgetQueries()
    {
        queries.clear();
    }

    /**
     * Starts to reject credentials.
     */
    void refuseCredentials()
    {
        refusesCredentials = true;
    }

    /**
     * Starts to ask for Kerberos, and accepts no ticket.
     */
    void askForKerberos()
    {
        asksForKerberos = true;
    }

    /**
     * Starts to reject statements, as a fenced coordinator does.
     */
    void fence()
    {
        fenced = true;
    }

    List<Request> requests()
    {
        return List.copyOf(requests);
    }

    /**
     * Returns all statements that were read, answered or not.
     */
    List<Request> statements()
    {
        return requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    Request lastStatement()
    {
        List<Request> statements = statements();
        return statements.get(statements.size() - 1);
    }

    /**
     * Stops like a killed process.
     */
    void stop()
    {
        stopped.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    @Override
    public void close()
    {
        stop();
    }

    private void handle(HttpExchange exchange)
            throws IOException
    {
        try (exchange) {
            // while connections are closed, one after the other
            if (stopped.getCount() == 0) {
                return;
            }
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                    exchange.getRequestHeaders());
            requests.add(request);
            if (asksForKerberos) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
                respond(exchange, 401, "Unauthorized");
            }
            else if (request.path().equals("/v1/info")) {
                respond(exchange, """
                        {"nodeVersion": {"version": "0.287-fake"}, "environment": "test", "coordinator": true, "starting": %s, "uptime": "1.00m"}""".formatted(fenced));
            }
            else if (request.path().equals("/v1/statement") && refusesCredentials) {
                respond(exchange, 401, "Unauthorized");
            }
            else if (request.path().equals("/v1/statement") && fenced) {
                respond(exchange, 503, """
                        {"code": "NOT_COORDINATOR", "message": "This coordinator cannot renew its lease and takes no statements: another one may be active"}""");
            }
            else if (request.path().equals("/v1/statement") && !dropsStatements) {
                accept(exchange, request);
            }
            else if (request.path().startsWith("/v1/statement/") && !dropsResults) {
                answer(exchange, request.path().split("/")[4]);
            }
        }
    }

    private void accept(HttpExchange exchange, Request request)
            throws IOException
    {
        String id = name + "-" + queries.size();
        String transaction = request.header("X-Presto-Transaction-Id");
        queries.put(id, new Statement(request.body(), transaction.equals("NONE") || transactions.contains(transaction)));
        String base = uri().getScheme() + "://" + request.header("Host");
        respond(exchange, """
                {"id": "%1$s", "infoUri": "%2$s/ui/query.html?%1$s", "nextUri": "%2$s/v1/statement/queued/%1$s/1", "stats": {"state": "QUEUED"}, "warnings": []}"""
                .formatted(id, base));
    }

    private void answer(HttpExchange exchange, String id)
            throws IOException
    {
        if (holdsResults) {
            awaitStop();
            return;
        }
        Statement statement = queries.get(id);
        if (statement == null) {
            respond(exchange, 404, "Query not found");
            return;
        }
        if (!statement.inTransaction() && !statement.sql().equals("ROLLBACK")) {
            respond(exchange, """
                    {"id": "%1$s", "infoUri": "%2$s", "stats": {"state": "FAILED"}, "warnings": [],
                    "error": {"message": "Unknown transaction ID", "errorCode": 1, "errorName": "UNKNOWN_TRANSACTION", "errorType": "USER_ERROR",
                    "failureInfo": {"type": "Fake", "message": "Unknown transaction ID", "suppressed": [], "stack": []}}}"""
                    .formatted(id, uri()));
            return;
        }
        String updateType = changeSession(statement.sql(), exchange.getResponseHeaders()) ? "\"updateType\": \"SESSION\"," : "";
        respond(exchange, """
                {"id": "%1$s", "infoUri": "%2$s", %3$s "stats": {"state": "FINISHED"}, "warnings": [],
                "columns": [{"name": "name", "type": "varchar", "typeSignature": {"rawType": "varchar", "typeArguments": [], "literalArguments": [], "arguments": []}}],
                "data": [["%4$s"]]}"""
                .formatted(id, uri(), updateType, name));
    }

    private boolean changeSession(String sql, Headers headers)
    {
        String[] words = sql.split(" ", 4);
        switch (words[0]) {
            case "PREPARE" -> headers.add("X-Presto-Added-Prepare", words[1] + "=" + URLEncoder.encode(words[3], UTF_8));
            case "SET" -> headers.add("X-Presto-Set-Session", words[2]);
            case "START" -> {
                String transaction = "transaction-of-" + name;
                transactions.add(transaction);
                headers.add("X-Presto-Started-Transaction-Id", transaction);
            }
            case "ROLLBACK", "COMMIT" -> headers.add("X-Presto-Clear-Transaction-Id", "true");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void awaitStop()
    {
        try {
            stopped.await();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, String json)
            throws IOException
    {
        respond(exchange, 200, json);
    }

    private static void respond(HttpExchange exchange, int status, String json)
            throws IOException
    {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private record Statement(String sql, boolean inTransaction)
    {
    }

    record Request(String method, String path, String body, Headers headers)
    {
        String header(String name)
        {
            return headers.getFirst(name);
        }
    }
}
