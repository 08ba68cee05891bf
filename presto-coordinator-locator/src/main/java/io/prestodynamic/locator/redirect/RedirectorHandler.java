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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;

final class RedirectorHandler
        implements HttpHandler
{
    private static final Logger log = Logger.getLogger(RedirectorHandler.class.getName());
    private static final String STATUS_PATH = "/v1/redirector";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final CoordinatorLocator locator;
    private final CoordinatorRequestHandler handler;

    RedirectorHandler(CoordinatorLocator locator, CoordinatorRequestHandler handler)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.handler = requireNonNull(handler, "handler is null");
    }

    /**
     * Answers a request. After an exception the server closes the connection, so that the client detects an incomplete response.
     */
    @Override
    public void handle(HttpExchange exchange)
            throws IOException
    {
        try {
            answer(exchange);
            exchange.close();
        }
        catch (InterruptedException e) {
            // closed
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        catch (RuntimeException | Error failure) {
            log.log(Level.SEVERE, "Error answering a request", failure);
            throw new IOException(failure);
        }
    }

    private void answer(HttpExchange exchange)
            throws IOException, InterruptedException
    {
        URI request = exchange.getRequestURI();
        if (STATUS_PATH.equals(request.getRawPath()) && exchange.getRequestMethod().equals("GET")) {
            Optional<Coordinator> current = locator.locate();
            Responses.send(exchange, current.isPresent() ? OK : UNAVAILABLE, RedirectorStatus.describe(current, locator.status()));
            return;
        }
        // the path only, because an absolute target may name another host
        String path = request.getRawPath();
        if (path == null || !path.startsWith("/")) {
            Responses.sendMessage(exchange, BAD_REQUEST, "The request target is not a path");
            return;
        }
        try {
            handler.handle(exchange, path);
        }
        catch (UnavailableException e) {
            Responses.sendUnavailable(exchange, e.getMessage());
        }
    }
}
