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

import io.prestodynamic.locator.Coordinator;

import java.net.URI;
import java.util.Base64;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Coordinator address in a path of the proxy. Presto puts this path prefix before the addresses in its responses, so that a path names the coordinator of the
 * query, and the proxy is stateless.
 */
final class QueryAddress
{
    static final String PATH = "/v1/proxy/";

    private QueryAddress() {}

    /**
     * @return address with a host, or empty if the path has none
     */
    static Optional<URI> parse(String path)
    {
        try {
            URI address = URI.create(new String(Base64.getUrlDecoder().decode(path.substring(PATH.length())), UTF_8));
            return Optional.of(address).filter(uri -> uri.getHost() != null && uri.getRawPath().startsWith("/"));
        }
        catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether the address belongs to the coordinator. The scheme may differ behind a proxy.
     */
    static boolean isOf(URI address, Coordinator coordinator)
    {
        URI uri = coordinator.uri();
        int port = address.getPort() == -1 ? defaultPort(uri.getScheme()) : address.getPort();
        return uri.getHost().equalsIgnoreCase(address.getHost()) && uri.getPort() == port;
    }

    private static int defaultPort(String scheme)
    {
        return scheme.equals("https") ? 443 : 80;
    }
}
