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

import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Coordinator that discovery servers announce.
 */
final class DiscoveredCoordinator
        implements CoordinatorSource
{
    private final CoordinatorLocator locator;
    private final Duration wait;

    /**
     * @param wait time to wait until there is a coordinator
     */
    DiscoveredCoordinator(CoordinatorLocator locator, Duration wait)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.wait = requireNonNull(wait, "wait is null");
    }

    @Override
    public URI current()
    {
        try {
            return locator.await(wait).uri();
        }
        catch (CoordinatorNotFoundException e) {
            throw new ClientException(e.getMessage(), e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("Interrupted while there was no coordinator", e);
        }
    }

    @Override
    public Optional<URI> after(URI failed)
    {
        return Optional.of(locator.reportFailure(failed).map(Coordinator::uri).orElseGet(this::current));
    }

    @Override
    public void close()
    {
        locator.close();
    }
}
