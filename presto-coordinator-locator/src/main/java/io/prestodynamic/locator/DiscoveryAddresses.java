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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Parser of lists of discovery servers.
 */
public final class DiscoveryAddresses
{
    private static final int DEFAULT_PORT = 8411;

    private DiscoveryAddresses() {}

    /**
     * Parses a list such as {@code host1:8411,https://host2:8411}. The default scheme is {@code http}, and the default port is 8411.
     *
     * @return addresses of the form {@code http(s)://host:port}, without duplicates, in the order of the list
     * @throws IllegalArgumentException if an address is invalid; the message has the reason
     */
    public static List<URI> parse(String addresses)
    {
        requireNonNull(addresses, "addresses is null");
        return Stream.of(addresses.split(",", -1))
                .map(DiscoveryAddresses::parseAddress)
                .distinct()
                .toList();
    }

    private static URI parseAddress(String text)
    {
        String address = text.strip();
        if (address.isEmpty()) {
            throw new IllegalArgumentException("The list of discovery servers has an empty address: it is host1:8411,host2:8411");
        }
        if (address.contains("@")) {
            // the user info may contain a password
            throw new IllegalArgumentException("The address of a discovery server must not have a user or password");
        }
        String full = address.contains("://") ? address : "http://" + address;
        return HttpAddress.origin(full, Optional.of(DEFAULT_PORT))
                .orElseThrow(() -> new IllegalArgumentException("Not the address of a discovery server: '%s'. %s".formatted(
                        address,
                        HttpAddress.explainHost(full).orElse("It is host:port, http://host:port or https://host:port"))));
    }
}
