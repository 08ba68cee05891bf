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

import com.facebook.presto.jdbc.internal.okhttp3.Response;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.prestodynamic.locator.CoordinatorLocator;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Streaming of responses of coordinators to clients.
 */
final class ForwardedResponse
{
    private static final int CHUNKED = 0;
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private final CoordinatorLocator locator;

    ForwardedResponse(CoordinatorLocator locator)
    {
        this.locator = requireNonNull(locator, "locator is null");
    }

    /**
     * @param response response, which is closed
     * @throws IOException if the response is incomplete, or the client has disconnected
     */
    void send(HttpExchange exchange, Response response)
            throws IOException
    {
        try (response) {
            Headers headers = exchange.getResponseHeaders();
            ForwardedHeaders.withoutHopByHop(response.headers().toMultimap()).forEach(headers::put);
            Optional.ofNullable(headers.getFirst("Location")).flatMap(this::pathAtCoordinator).ifPresent(path -> headers.set("Location", path));
            if (exchange.getRequestMethod().equals("HEAD") || WITHOUT_BODY.contains(response.code())) {
                exchange.sendResponseHeaders(response.code(), Responses.NO_BODY);
                return;
            }
            exchange.sendResponseHeaders(response.code(), length(response.body().contentLength()));
            response.body().byteStream().transferTo(exchange.getResponseBody());
        }
    }

    private static long length(long contentLength)
    {
        if (contentLength == 0) {
            return Responses.NO_BODY;
        }
        return contentLength < 0 ? CHUNKED : contentLength;
    }

    private Optional<String> pathAtCoordinator(String location)
    {
        try {
            URI uri = new URI(location);
            if (locator.known().stream().noneMatch(coordinator -> QueryAddress.isOf(uri, coordinator))) {
                return Optional.empty();
            }
            String path = location.substring(location.indexOf(uri.getRawAuthority()) + uri.getRawAuthority().length());
            return Optional.of(path.startsWith("/") ? path : "/" + path);
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
