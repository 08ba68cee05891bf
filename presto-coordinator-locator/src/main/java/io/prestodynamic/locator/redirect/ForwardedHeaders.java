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

import com.facebook.presto.jdbc.internal.okhttp3.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import static java.util.Locale.ENGLISH;
import static java.util.stream.Collectors.toSet;

/**
 * Forwarded headers of requests and responses.
 */
final class ForwardedHeaders
{
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_HOST = "X-Forwarded-Host";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final String PREFIX_URL = "X-Presto-Prefix-Url";
    private static final Set<String> OF_ONE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private ForwardedHeaders() {}

    /**
     * Returns the headers of the client, with those that name the client and the proxy. Headers of a proxy in front of this one are kept.
     *
     * @throws IllegalArgumentException if a header is not ASCII
     */
    static Headers ofRequest(HttpExchange exchange)
    {
        com.sun.net.httpserver.Headers received = exchange.getRequestHeaders();
        String client = exchange.getRemoteAddress().getAddress().getHostAddress();
        String host = outermost(received, FORWARDED_HOST).or(() -> first(received, "Host")).orElseThrow(() -> new IllegalArgumentException("The Host header is missing"));
        String protocol = outermost(received, FORWARDED_PROTO).orElse("http");
        Headers.Builder headers = new Headers.Builder();
        withoutHopByHop(received).forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        if (!received.containsKey("Accept-Encoding")) {
            // otherwise the HTTP client would request gzip and unpack it
            headers.set("Accept-Encoding", "identity");
        }
        return headers
                .set(FORWARDED_FOR, first(received, FORWARDED_FOR).map(before -> before + ", " + client).orElse(client))
                .set(FORWARDED_HOST, host)
                .set(FORWARDED_PROTO, protocol)
                .set(PREFIX_URL, protocol + "://" + host + QueryAddress.PATH)
                .build();
    }

    /**
     * Returns the headers except the hop-by-hop ones.
     */
    static Map<String, List<String>> withoutHopByHop(Map<String, List<String>> received)
    {
        Map<String, List<String>> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(received);
        Set<String> left = new HashSet<>(OF_ONE_CONNECTION);
        left.addAll(namedByConnection(sent));
        sent.keySet().removeIf(name -> left.contains(name.toLowerCase(ENGLISH)));
        return sent;
    }

    private static Set<String> namedByConnection(Map<String, List<String>> headers)
    {
        return headers.getOrDefault("Connection", List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(name -> name.strip().toLowerCase(ENGLISH))
                .collect(toSet());
    }

    private static Optional<String> first(com.sun.net.httpserver.Headers headers, String name)
    {
        return Optional.ofNullable(headers.getFirst(name));
    }

    private static Optional<String> outermost(com.sun.net.httpserver.Headers headers, String name)
    {
        return first(headers, name).map(value -> value.split(",", 2)[0].strip());
    }
}
