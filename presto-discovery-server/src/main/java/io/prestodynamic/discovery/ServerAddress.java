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

import io.prestodynamic.discovery.client.HttpAddress;

import java.util.Optional;

/**
 * Address of a discovery server, as in the service inventory.
 */
final class ServerAddress
{
    private static final int DEFAULT_PORT = 80;

    private ServerAddress() {}

    /**
     * Returns a sentence that explains why the address cannot be used, or empty if it is {@code http(s)://host:port}.
     */
    static Optional<String> check(String address)
    {
        if (!address.endsWith("/") && HttpAddress.origin(address, Optional.of(DEFAULT_PORT)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(HttpAddress.explainHost(address).orElse("'%s' is not http(s)://host:port".formatted(address)));
    }
}
