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
package io.prestodynamic.discovery.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

import static java.util.Locale.ENGLISH;

/**
 * Parser of addresses of HTTP servers.
 */
public final class HttpAddress
{
    private static final int MAX_PORT = 65535;

    private HttpAddress() {}

    /**
     * Converts an address to the form {@code http(s)://host:port}, which is the same for equal addresses.
     *
     * @param defaultPort empty if the address must have a port
     * @return empty if the address is invalid, or has more than scheme, host and port
     */
    public static Optional<URI> origin(String text, Optional<Integer> defaultPort)
    {
        try {
            URI uri = new URI(text);
            boolean bare = (uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            return bare ? origin(uri, defaultPort) : Optional.empty();
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns scheme, host and port of an address, without its other parts.
     */
    public static Optional<URI> origin(URI uri, Optional<Integer> defaultPort)
    {
        if (uri.getScheme() == null || uri.getHost() == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(ENGLISH);
        int port = uri.getPort() == -1 ? defaultPort.orElse(0) : uri.getPort();
        if (!(scheme.equals("http") || scheme.equals("https")) || port < 1 || port > MAX_PORT) {
            return Optional.empty();
        }
        return Optional.of(URI.create("%s://%s:%s".formatted(scheme, uri.getHost().toLowerCase(ENGLISH), port)));
    }

    /**
     * Explains in a sentence why the host of an address cannot be used. Returns empty if the host is not the reason.
     */
    public static Optional<String> explainHost(String text)
    {
        try {
            return explainHost(new URI(text));
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Explains in a sentence why the host of an address cannot be used. Returns empty if the host is not the reason.
     */
    public static Optional<String> explainHost(URI uri)
    {
        return uri.getHost() == null ? Optional.ofNullable(uri.getRawAuthority()).flatMap(HostName::explain) : Optional.empty();
    }
}
