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
package io.prestodynamic.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Address of a discovery server, as in the service inventory.
 */
final class ServerAddress
{
    private ServerAddress() {}

    /**
     * Explains in a sentence why the address cannot be used; empty if it is {@code http(s)://host:port}.
     */
    static Optional<String> check(String address)
    {
        URI uri;
        try {
            uri = new URI(address);
        }
        catch (URISyntaxException e) {
            return Optional.of(invalid(address));
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getRawAuthority() == null || uri.getRawUserInfo() != null || !uri.getRawPath().isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of(invalid(address));
        }
        if (uri.getHost() != null) {
            return Optional.empty();
        }
        return Optional.of(HostName.explain(uri.getRawAuthority()).orElse(invalid(address)));
    }

    private static String invalid(String address)
    {
        return "'%s' is not http(s)://host:port".formatted(address);
    }
}
