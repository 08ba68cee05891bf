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

import java.net.URI;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Coordinator that the user names.
 */
record FixedCoordinator(URI address)
        implements CoordinatorSource
{
    FixedCoordinator
    {
        requireNonNull(address, "address is null");
    }

    @Override
    public URI current()
    {
        return address;
    }

    @Override
    public Optional<URI> after(URI failed)
    {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
