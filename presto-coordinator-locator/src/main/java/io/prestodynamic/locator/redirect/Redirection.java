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

import java.io.IOException;

import static java.util.Objects.requireNonNull;

final class Redirection
        implements CoordinatorRequestHandler
{
    // a connection with more unread bytes is closed, which is cheaper than reading them
    private static final int MAX_DRAINED_BYTES = 1 << 16;

    private final CoordinatorWait coordinators;

    Redirection(CoordinatorWait coordinators)
    {
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
    }

    @Override
    public void handle(HttpExchange exchange, String path)
            throws IOException, InterruptedException, UnavailableException
    {
        if (exchange.getRequestBody().readNBytes(MAX_DRAINED_BYTES).length == MAX_DRAINED_BYTES) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String location = coordinators.find(coordinators.deadline()).uri() + path + (query == null ? "" : "?" + query);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Responses.redirect(exchange, location);
    }
}
