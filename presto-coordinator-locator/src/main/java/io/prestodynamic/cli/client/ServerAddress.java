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
package io.prestodynamic.cli.client;

import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorTransport;
import io.prestodynamic.locator.DiscoveryAddresses;

import javax.net.ssl.SSLContext;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Address of a coordinator, or addresses of discovery servers that know it.
 */
public final class ServerAddress
{
    private static final String DISCOVERY = "discovery:";

    private final Optional<URI> coordinator;
    private final List<URI> discoveryServers;

    private ServerAddress(Optional<URI> coordinator, List<URI> discoveryServers)
    {
        this.coordinator = requireNonNull(coordinator, "coordinator is null");
        this.discoveryServers = List.copyOf(discoveryServers);
    }

    /**
     * @param text {@code http(s)://host:port}, or {@code discovery:host1:8411,host2:8411}
     * @throws ClientException with the reason
     */
    public static ServerAddress parse(String text)
    {
        try {
            if (text.startsWith(DISCOVERY)) {
                return new ServerAddress(Optional.empty(), DiscoveryAddresses.parse(text.substring(DISCOVERY.length())));
            }
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getUserInfo() == null) {
                return new ServerAddress(Optional.of(uri), List.of());
            }
        }
        catch (IllegalArgumentException e) {
            if (text.startsWith(DISCOVERY)) {
                throw new ClientException(e.getMessage(), e);
            }
        }
        throw new ClientException("%s is no address of a server, such as http://coordinator:8080 or discovery:host1:8411,host2:8411".formatted(text));
    }

    /**
     * Returns whether a password can be sent: to a coordinator with HTTPS, or to the HTTPS address that a coordinator announces.
     */
    public boolean allowsPassword()
    {
        return coordinator.isEmpty() || coordinator.get().getScheme().equals("https");
    }

    /**
     * Returns whether this is a coordinator with HTTPS.
     */
    public boolean isHttps()
    {
        return coordinator.isPresent() && allowsPassword();
    }

    CoordinatorSource toSource(Optional<String> environment, Optional<CoordinatorTransport> transport, Optional<SSLContext> tls, Duration wait)
    {
        if (coordinator.isPresent()) {
            return new FixedCoordinator(coordinator.get());
        }
        CoordinatorLocator.Builder builder = CoordinatorLocator.builder(discoveryServers);
        environment.ifPresent(builder::environment);
        transport.ifPresent(builder::transport);
        tls.ifPresent(builder::sslContext);
        return new DiscoveredCoordinator(builder.build(), wait);
    }
}
