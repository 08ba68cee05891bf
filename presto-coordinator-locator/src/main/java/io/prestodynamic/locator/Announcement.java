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
package io.prestodynamic.locator;

import io.prestodynamic.discovery.client.HttpAddress;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Coordinator as announced by a discovery server.
 *
 * @param http unvalidated, may be empty
 * @param https unvalidated, may be empty
 */
record Announcement(String nodeId, String environment, String http, String https)
{
    Announcement
    {
        requireNonNull(nodeId, "nodeId is null");
        requireNonNull(environment, "environment is null");
        requireNonNull(http, "http is null");
        requireNonNull(https, "https is null");
    }

    /**
     * @param transport transport to use; if empty, HTTP if announced, otherwise HTTPS
     * @return empty if no valid address is announced
     */
    Optional<URI> address(Optional<CoordinatorTransport> transport)
    {
        return transport.map(this::announced).orElseGet(() -> announced(CoordinatorTransport.HTTP).or(() -> announced(CoordinatorTransport.HTTPS)));
    }

    /**
     * Returns the reason why an announced address is invalid, or empty if none is announced.
     */
    Optional<String> explainAddress(Optional<CoordinatorTransport> transport)
    {
        return transport.map(Stream::of).orElseGet(() -> Stream.of(CoordinatorTransport.values()))
                .map(this::text)
                .flatMap(address -> HttpAddress.explainHost(address).stream())
                .findFirst();
    }

    private Optional<URI> announced(CoordinatorTransport transport)
    {
        return HttpAddress.origin(text(transport), Optional.empty()).filter(uri -> uri.getScheme().equals(transport.scheme()));
    }

    private String text(CoordinatorTransport transport)
    {
        return switch (transport) {
            case HTTP -> http;
            case HTTPS -> https;
        };
    }
}
