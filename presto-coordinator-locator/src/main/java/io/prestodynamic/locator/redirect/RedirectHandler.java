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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;

/**
 * Answers one request. Never looks at what it is about.
 */
final class RedirectHandler
        implements HttpHandler
{
    private static final Logger log = Logger.getLogger(RedirectHandler.class.getName());
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String STATUS_PATH = "/v1/redirector";
    // a connection on which more is left is closed, as reading it is more work than a new one
    private static final int MAX_DRAINED_BYTES = 1 << 16;
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;

    private final CoordinatorLocator locator;
    private final Duration wait;
    private final Semaphore mayWait;

    RedirectHandler(CoordinatorLocator locator, Duration wait, int maxWaiting)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.wait = requireNonNull(wait, "wait is null");
        this.mayWait = new Semaphore(maxWaiting);
    }

    @Override
    public void handle(HttpExchange exchange)
            throws IOException
    {
        try (exchange) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestBody().readNBytes(MAX_DRAINED_BYTES).length == MAX_DRAINED_BYTES) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            answer(exchange);
        }
        catch (InterruptedException e) {
            // closed
            Thread.currentThread().interrupt();
        }
        catch (RuntimeException e) {
            log.log(Level.SEVERE, "Error redirecting a request", e);
            sendMessage(exchange, INTERNAL_ERROR, "The redirector failed");
        }
    }

    private void answer(HttpExchange exchange)
            throws IOException, InterruptedException
    {
        URI request = exchange.getRequestURI();
        if (STATUS_PATH.equals(request.getRawPath()) && exchange.getRequestMethod().equals("GET")) {
            Optional<Coordinator> current = locator.locate();
            send(exchange, current.isPresent() ? OK : UNAVAILABLE, RedirectorStatus.describe(current, locator.status()));
            return;
        }
        // of the target nothing else is used: it may be absolute, and name another host
        String path = request.getRawPath();
        if (path == null || !path.startsWith("/")) {
            sendMessage(exchange, BAD_REQUEST, "The target of the request is not a path");
            return;
        }
        Optional<Coordinator> current = locator.locate();
        if (current.isPresent()) {
            redirect(exchange, current.get(), path);
        }
        else {
            redirectLater(exchange, path);
        }
    }

    private void redirectLater(HttpExchange exchange, String path)
            throws IOException, InterruptedException
    {
        if (!mayWait.tryAcquire()) {
            sendUnavailable(exchange, "There is no coordinator now, and many requests wait for one");
            return;
        }
        try {
            redirect(exchange, locator.await(wait), path);
        }
        catch (CoordinatorNotFoundException e) {
            sendUnavailable(exchange, "There is no coordinator now");
        }
        finally {
            mayWait.release();
        }
    }

    private static void redirect(HttpExchange exchange, Coordinator coordinator, String path)
            throws IOException
    {
        String query = exchange.getRequestURI().getRawQuery();
        exchange.getResponseHeaders().set("Location", coordinator.uri() + path + (query == null ? "" : "?" + query));
        exchange.sendResponseHeaders(TEMPORARY_REDIRECT, NO_BODY);
    }

    private static void sendUnavailable(HttpExchange exchange, String message)
            throws IOException
    {
        exchange.getResponseHeaders().set("Retry-After", "1");
        sendMessage(exchange, UNAVAILABLE, message);
    }

    private static void sendMessage(HttpExchange exchange, int status, String message)
            throws IOException
    {
        send(exchange, status, Map.of("message", message));
    }

    private static void send(HttpExchange exchange, int status, Object body)
            throws IOException
    {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
