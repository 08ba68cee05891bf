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

import io.prestodynamic.locator.LocatorStatus.CandidateStatus;
import io.prestodynamic.locator.LocatorStatus.ServerStatus;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Single searches for usable coordinators.
 */
@Test(singleThreaded = true)
public class TestCoordinatorLocator
        extends AbstractTestLocator
{
    @Test
    public void testCoordinator()
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());

        CoordinatorLocator locator = locator(discovery);

        assertThat(locator.locate()).contains(new Coordinator("c1", "test", coordinator.uri()));
        assertThat(locator.locateAll()).hasSize(1);
        assertThat(locator.status()).isEqualTo(new LocatorStatus(
                Optional.of(new Coordinator("c1", "test", coordinator.uri())),
                List.of(new ServerStatus(discovery.uri(), Optional.empty())),
                List.of(new CandidateStatus("c1", Optional.of(coordinator.uri()), Optional.empty()))));
    }

    @Test
    public void testAnswerIsCached()
    {
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator().uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(LONG).build());

        locator.locate();
        locator.locate();
        locator.locateAll();
        assertThat(discovery.requests()).hasSize(1);

        locator.refresh();
        assertThat(discovery.requests()).hasSize(2);
    }

    @Test
    public void testOldAnswerIsNotUsed()
    {
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator().uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(Duration.ofNanos(1)).build());

        locator.locate();
        locator.locate();

        assertThat(discovery.requests()).hasSize(2);
    }

    @Test
    public void testNobodyIsAnnounced()
    {
        CoordinatorLocator locator = locator(discoveryServer(), discoveryServer());

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.locateAll()).isEmpty();
        assertThat(locator.status().isDiscoveryAnswering()).isTrue();
        assertThat(locator.status().describe()).contains("no coordinator is announced");
    }

    @Test
    public void testStaleEntry()
    {
        FakeCoordinator killed = coordinator();
        FakeCoordinator alive = coordinator();
        killed.stop();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", killed.uri()).announce("c2", alive.uri());

        CoordinatorLocator locator = locator(discovery);

        assertThat(uris(locator.locateAll())).containsExactly(alive.uri());
        assertThat(locator.status().problems()).containsExactly("coordinator c1 at %s does not accept connections".formatted(killed.uri()));
    }

    @Test
    public void testOnlyStaleEntry()
    {
        FakeCoordinator killed = coordinator();
        killed.stop();

        assertThat(locator(discoveryServer().announce("c1", killed.uri())).locate()).isEmpty();
    }

    @Test
    public void testRefusedCoordinators()
    {
        FakeCoordinator starting = coordinator().starting();
        FakeCoordinator worker = coordinator().asWorker();
        FakeCoordinator other = coordinator().ofEnvironment("other");
        FakeDiscoveryServer discovery = discoveryServer()
                .announce("c1", starting.uri())
                .announce("c2", worker.uri())
                .announce("c3", other.uri());

        CoordinatorLocator locator = locator(discovery);

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.status().problems()).containsExactlyInAnyOrder(
                "coordinator c1 at %s is starting".formatted(starting.uri()),
                "coordinator c2 at %s is not a coordinator".formatted(worker.uri()),
                "coordinator c3 at %s is of environment other, not test".formatted(other.uri()));
    }

    @Test
    public void testEnvironmentThatIsAskedFor()
    {
        FakeCoordinator coordinator = coordinator();
        FakeCoordinator other = coordinator().ofEnvironment("other");
        FakeDiscoveryServer discovery = discoveryServer().announce("c2", coordinator.uri());
        FakeDiscoveryServer otherDiscovery = discoveryServer().announce("c1", other.uri());
        otherDiscovery.setEnvironment("other");

        CoordinatorLocator locator = closeLater(builder(otherDiscovery, discovery).environment("test").build());

        assertThat(uris(locator.locateAll())).containsExactly(coordinator.uri());
        assertThat(locator.status().problems()).containsExactly("coordinator c1 at %s is of environment other, not test".formatted(other.uri()));
        assertThat(other.checks()).isZero();
    }

    @Test
    public void testEveryEnvironment()
    {
        FakeCoordinator coordinator = coordinator();
        FakeCoordinator other = coordinator().ofEnvironment("other");
        FakeDiscoveryServer discovery = discoveryServer().announce("c2", coordinator.uri());
        FakeDiscoveryServer otherDiscovery = discoveryServer().announce("c1", other.uri());
        otherDiscovery.setEnvironment("other");

        assertThat(uris(locator(otherDiscovery, discovery).locateAll())).containsExactly(other.uri(), coordinator.uri());
    }

    @Test
    public void testCoordinatorWithAuthentication()
    {
        FakeCoordinator coordinator = coordinator().withAuthentication();

        assertThat(uri(locator(discoveryServer().announce("c1", coordinator.uri())).locate())).contains(coordinator.uri());
    }

    @Test
    public void testUnionOfAnswers()
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeCoordinator third = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c3", third.uri()).announce("c2", second.uri());
        FakeDiscoveryServer otherDiscovery = discoveryServer().announce("c1", first.uri()).announce("c2", second.uri());

        CoordinatorLocator locator = locator(discovery, otherDiscovery);

        assertThat(uri(locator.locate())).contains(first.uri());
        assertThat(uris(locator.locateAll())).containsExactly(first.uri(), second.uri(), third.uri());
        assertThat(second.checks()).isEqualTo(1);
    }

    @Test
    public void testTransport()
    {
        FakeDiscoveryServer discovery = discoveryServer()
                .announce("c1", Map.of("https", "https://127.0.0.1:8443"))
                .announce("c2", Map.of("http", "http://127.0.0.1:8080", "https", "https://127.0.0.1:8444"));
        CoordinatorCheck everybody = coordinator -> CheckResult.usable();

        assertThat(uris(closeLater(builder(discovery).check(everybody).build()).locateAll()))
                .containsExactly(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080"));
        assertThat(uris(closeLater(builder(discovery).check(everybody).transport(CoordinatorTransport.HTTPS).build()).locateAll()))
                .containsExactly(URI.create("https://127.0.0.1:8443"), URI.create("https://127.0.0.1:8444"));

        CoordinatorLocator http = closeLater(builder(discovery).check(everybody).transport(CoordinatorTransport.HTTP).build());
        assertThat(uris(http.locateAll())).containsExactly(URI.create("http://127.0.0.1:8080"));
        assertThat(http.status().problems()).containsExactly("coordinator c1 announces no http address");
    }

    @Test
    public void testAddressesThatAreNone()
    {
        FakeDiscoveryServer discovery = discoveryServer()
                .announce("c1", Map.of())
                .announce("c2", Map.of("http", "ftp://127.0.0.1:21"))
                .announce("c3", Map.of("http", "http://user:secret@127.0.0.1:8080"))
                .announce("c4", Map.of("http", "http://127.0.0.1:8080/path"))
                .announce("c5", Map.of("http", "not an address"))
                .announce("c6", Map.of("http", "http://127.0.0.1:99999"));

        CoordinatorLocator locator = locator(discovery);

        assertThat(locator.locateAll()).isEmpty();
        assertThat(locator.status().problems()).hasSize(6).allMatch(problem -> problem.endsWith("announces no address"));
    }

    @Test
    public void testHostNamesThatAreNone()
    {
        FakeDiscoveryServer discovery = discoveryServer()
                .announce("c1", Map.of("http", "http://c_1:8080"))
                .announce("c2", Map.of("https", "https://c_2:8443"));

        CoordinatorLocator http = closeLater(builder(discovery).transport(CoordinatorTransport.HTTP).build());
        assertThat(http.locateAll()).isEmpty();
        assertThat(http.status().problems()).containsExactlyInAnyOrder(
                "coordinator c1 announces no http address that can be used. The host name 'c_1' has an underscore, which a host in a URL cannot have: " +
                        "give the host another name, or use its IP address",
                "coordinator c2 announces no http address");

        CoordinatorLocator locator = locator(discovery);
        assertThat(locator.locateAll()).isEmpty();
        assertThat(locator.status().problems()).hasSize(2).allMatch(problem -> problem.contains("announces no address that can be used. The host name 'c_"));
    }

    @Test
    public void testCheckThatFails()
    {
        CoordinatorCheck check = coordinator -> {
            throw new IllegalStateException("broken");
        };
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator().uri())).check(check).build());

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.status().describe()).contains("could not be asked: java.lang.IllegalStateException: broken");
    }

    @Test
    public void testAwaitGivesUp()
    {
        FakeCoordinator coordinator = coordinator().starting();
        CoordinatorLocator locator = locator(discoveryServer().announce("c1", coordinator.uri()));

        assertThatThrownBy(() -> locator.await(Duration.ofSeconds(1)))
                .isInstanceOf(CoordinatorNotFoundException.class)
                .hasMessageContaining("coordinator c1 at %s is starting", coordinator.uri());
    }

    @Test
    public void testWrongArguments()
    {
        assertThatThrownBy(() -> CoordinatorLocator.builder(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder(discoveryServer()).pollInterval(Duration.ZERO)).hasMessage("pollInterval is not positive");
        assertThatThrownBy(() -> builder(discoveryServer()).requestTimeout(Duration.ofSeconds(-1))).hasMessage("requestTimeout is not positive");
    }
}
