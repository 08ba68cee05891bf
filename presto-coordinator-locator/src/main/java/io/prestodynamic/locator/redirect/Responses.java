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

import java.io.IOException;
import java.util.Map;

final class Responses
{
    static final int NO_BODY = -1;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int UNAVAILABLE = 503;

    private Responses() {}

    static void redirect(HttpExchange exchange, String location)
            throws IOException
    {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(TEMPORARY_REDIRECT, NO_BODY);
    }

    static void sendUnavailable(HttpExchange exchange, String message)
            throws IOException
    {
        exchange.getResponseHeaders().set("Retry-After", "1");
        sendMessage(exchange, UNAVAILABLE, message);
    }

    static void sendMessage(HttpExchange exchange, int status, String message)
            throws IOException
    {
        send(exchange, status, Map.of("message", message));
    }

    static void send(HttpExchange exchange, int status, Object body)
            throws IOException
    {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
