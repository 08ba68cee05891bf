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

import io.prestodynamic.locator.testing.Behavior;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Threads of a locator, which must end.
 */
@Test(singleThreaded = true)
public class TestLocatorThreads
        extends AbstractTestLocator
{
    @Test
    public void testNoThreadBeforeTheFirstQuestion()
    {
        Set<Thread> before = threads();
        locator(discoveryServer());
        assertThat(threads()).isSubsetOf(before);
    }

    @Test
    public void testCloseEndsThreads()
    {
        Set<Thread> before = threads();
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer hanging = discoveryServer();
        hanging.behave(Behavior.HANGING);
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());
        CoordinatorLocator locator = closeLater(impatientBuilder(hanging, discovery).pollInterval(Duration.ofMillis(10)).requestTimeout(LONG).build());
        locator.start();
        await("it is found", () -> locator.status().current().isPresent());
        assertThat(before.containsAll(threads())).isFalse();

        locator.close();
        locator.close();

        await("threads end", () -> {
            // the thread of an HTTP client ends when the client is collected
            System.gc();
            return before.containsAll(threads());
        });
    }

    @Test
    public void testCloseFreesWhoWaits()
            throws Exception
    {
        FakeDiscoveryServer hanging = discoveryServer();
        hanging.behave(Behavior.HANGING);
        CoordinatorLocator locator = closeLater(builder(hanging).requestTimeout(LONG).build());
        CompletableFuture<?> refresh = CompletableFuture.runAsync(locator::refresh);
        CompletableFuture<?> await = CompletableFuture.runAsync(() -> assertThatThrownBy(() -> locator.await(LONG)).isInstanceOf(CoordinatorNotFoundException.class));
        await("it was asked", () -> !hanging.requests().isEmpty());

        locator.close();

        refresh.get(20, SECONDS);
        await.get(20, SECONDS);
    }

    @Test
    public void testClosedLocatorAnswersWhatItKnew()
    {
        FakeCoordinator coordinator = coordinator();
        CoordinatorLocator locator = locator(discoveryServer().announce("c1", coordinator.uri()));
        locator.locate();
        locator.close();

        assertThat(uri(locator.locate())).contains(coordinator.uri());
        assertThat(uri(locator.refresh())).contains(coordinator.uri());
        assertThatThrownBy(locator::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void testInterruptedCallerKeepsItsInterruption()
    {
        FakeDiscoveryServer hanging = discoveryServer();
        hanging.behave(Behavior.HANGING);
        CoordinatorLocator locator = closeLater(builder(hanging).requestTimeout(LONG).build());

        Thread.currentThread().interrupt();
        assertThat(locator.locate()).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Set<Thread> threads()
    {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("coordinator-locator") || thread.getName().startsWith("HttpClient-"))
                .collect(toSet());
    }
}
