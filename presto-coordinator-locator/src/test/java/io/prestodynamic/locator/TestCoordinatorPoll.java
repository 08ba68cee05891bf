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

import io.prestodynamic.locator.testing.CapturedLog;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Background poll of a locator.
 */
@Test(singleThreaded = true)
public class TestCoordinatorPoll
        extends AbstractTestLocator
{
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    public void testBackgroundPoll()
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer();
        CoordinatorLocator locator = closeLater(builder(discovery).build());
        locator.start();
        locator.start();
        await("nobody is found", () -> !discovery.requests().isEmpty());

        // the interval of ten seconds applies while there is a coordinator
        long start = System.nanoTime();
        discovery.announce("c1", coordinator.uri());
        await("the coordinator is found", () -> locator.status().current().isPresent());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    public void testBackgroundPollChecksCurrent()
    {
        FakeCoordinator coordinator = coordinator();
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator.uri())).pollInterval(SHORT).build());
        locator.start();
        await("it is found", () -> locator.status().current().isPresent());

        coordinator.stop();
        await("it is lost", () -> locator.status().current().isEmpty());
    }

    @Test
    public void testListeners()
            throws InterruptedException
    {
        CapturedLog log = closeLater(new CapturedLog(CoordinatorPoll.class));
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(LONG).build());
        BlockingQueue<List<Optional<URI>>> changes = new LinkedBlockingQueue<>();
        RuntimeException broken = new IllegalStateException("a listener that is broken");
        locator.addListener((previous, current) -> {
            throw broken;
        });
        locator.addListener((previous, current) -> {
            // listeners may search
            locator.refresh();
            changes.add(List.of(uri(previous), uri(current)));
        });

        locator.start();
        assertThat(changes.poll(20, SECONDS)).containsExactly(Optional.empty(), Optional.of(first.uri()));

        first.stop();
        locator.reportFailure(first.uri());
        assertThat(changes.poll(20, SECONDS)).containsExactly(Optional.of(first.uri()), Optional.empty());

        discovery.announce("c2", second.uri());
        locator.refresh();
        assertThat(changes.poll(20, SECONDS)).containsExactly(Optional.empty(), Optional.of(second.uri()));
        locator.refresh();
        assertThat(changes).isEmpty();
        assertThat(log.thrown()).containsExactly(broken, broken, broken);
    }
}
