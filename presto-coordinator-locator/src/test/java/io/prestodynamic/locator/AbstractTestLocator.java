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

import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.AfterMethod;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tests with fake servers, which are closed after each test with everything else that is open.
 */
public abstract class AbstractTestLocator
{
    // longer than the timeout of tests
    protected static final Duration LONG = Duration.ofMinutes(10);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterMethod(alwaysRun = true)
    public final void closeAll()
            throws Exception
    {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    protected <T extends AutoCloseable> T closeLater(T closeable)
    {
        open.push(closeable);
        return closeable;
    }

    protected FakeDiscoveryServer discoveryServer()
    {
        return closeLater(new FakeDiscoveryServer());
    }

    protected FakeCoordinator coordinator()
    {
        return closeLater(new FakeCoordinator());
    }

    /**
     * Returns a builder of a locator that waits for all responses, even on a busy machine.
     */
    protected static CoordinatorLocator.Builder builder(FakeDiscoveryServer... servers)
    {
        return impatientBuilder(servers).grace(LONG);
    }

    /**
     * Returns a builder with the defaults of users.
     */
    protected static CoordinatorLocator.Builder impatientBuilder(FakeDiscoveryServer... servers)
    {
        return CoordinatorLocator.builder(Stream.of(servers).map(FakeDiscoveryServer::uri).toList());
    }

    protected CoordinatorLocator locator(FakeDiscoveryServer... servers)
    {
        return closeLater(builder(servers).build());
    }

    protected static Optional<URI> uri(Optional<Coordinator> coordinator)
    {
        return coordinator.map(Coordinator::uri);
    }

    protected static List<URI> uris(List<Coordinator> coordinators)
    {
        return coordinators.stream().map(Coordinator::uri).toList();
    }
}
