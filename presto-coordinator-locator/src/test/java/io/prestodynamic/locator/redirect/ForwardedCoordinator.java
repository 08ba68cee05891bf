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
package io.prestodynamic.locator.redirect;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Coordinator that records requests and, by default, answers with its name and the request.
 */
final class ForwardedCoordinator
        implements AutoCloseable
{
    private final String name;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "forwarded-coordinator");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile HttpHandler handler = this::echo;
    private volatile boolean starting;

    ForwardedCoordinator(String name)
    {
        this.name = requireNonNull(name, "name is null");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.createContext("/v1/info", exchange -> respond(exchange, 200, """
                {"nodeVersion": {"version": "0.287"}, "environment": "test", "coordinator": true, "starting": %s, "uptime": "1.00m"}""".formatted(starting)));
        server.start();
    }

    URI uri()
    {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Makes the check of this coordinator fail.
     */
    void fence()
    {
        starting = true;
    }

    void answer(HttpHandler handler)
    {
        this.handler = requireNonNull(handler, "handler is null");
    }

    List<Request> requests()
    {
        return List.copyOf(requests);
    }

    /**
     * Stops like a killed process.
     */
    void stop()
    {
        server.stop(0);
        executor.shutdownNow();
    }

    @Override
    public void close()
    {
        stop();
    }

    static void respond(HttpExchange exchange, int status, String body)
            throws IOException
    {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange)
            throws IOException
    {
        requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
        handler.handle(exchange);
    }

    private void echo(HttpExchange exchange)
            throws IOException
    {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        respond(exchange, 200, "%s: %s %s %s".formatted(name, exchange.getRequestMethod(), exchange.getRequestURI(), body));
    }

    record Request(String method, String target, Headers headers)
    {
    }
}
