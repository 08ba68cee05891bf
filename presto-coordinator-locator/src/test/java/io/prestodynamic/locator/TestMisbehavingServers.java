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
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.URI;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that hang, are dead or answer anything must not delay or affect a result.
 */
@Test(singleThreaded = true)
public class TestMisbehavingServers
        extends AbstractTestLocator
{
    @Test
    public void testHangingDiscoveryServer()
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer hanging = discoveryServer();
        hanging.behave(Behavior.HANGING);
        FakeDiscoveryServer good = discoveryServer().announce("c1", coordinator.uri());

        CoordinatorLocator locator = closeLater(impatientBuilder(hanging, good).requestTimeout(LONG).build());

        assertThat(uri(locator.locate())).contains(coordinator.uri());
        assertThat(locator.status().problems()).containsExactly("discovery server %s has not answered yet".formatted(hanging.uri()));
    }

    @Test
    public void testHangingCoordinator()
    {
        FakeCoordinator hanging = coordinator();
        hanging.behave(Behavior.HANGING);
        FakeCoordinator good = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", hanging.uri()).announce("c2", good.uri());

        CoordinatorLocator locator = closeLater(impatientBuilder(discovery).requestTimeout(LONG).build());

        assertThat(uris(locator.locateAll())).containsExactly(good.uri());
        assertThat(locator.status().problems()).containsExactly("coordinator c1 at %s has not answered yet".formatted(hanging.uri()));
    }

    @Test(dataProvider = "misbehaviors")
    public void testMisbehavingDiscoveryServer(Behavior behavior, String problem)
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer bad = discoveryServer();
        bad.behave(behavior);
        FakeDiscoveryServer good = discoveryServer().announce("c1", coordinator.uri());

        CoordinatorLocator locator = closeLater(builder(bad, good).requestTimeout(LONG).build());

        assertThat(uri(locator.locate())).contains(coordinator.uri());
        assertThat(locator.status().problems()).hasSize(1);
        assertThat(locator.status().problems().get(0)).startsWith("discovery server %s %s".formatted(bad.uri(), problem));
    }

    @Test(dataProvider = "misbehaviors")
    public void testMisbehavingCoordinator(Behavior behavior, String problem)
    {
        FakeCoordinator bad = coordinator();
        bad.behave(behavior);
        FakeCoordinator good = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", bad.uri()).announce("c2", good.uri());

        CoordinatorLocator locator = closeLater(builder(discovery).requestTimeout(LONG).build());

        assertThat(uris(locator.locateAll())).containsExactly(good.uri());
        assertThat(locator.status().problems()).hasSize(1);
        assertThat(locator.status().problems().get(0))
                .startsWith("coordinator c1 at %s %s".formatted(bad.uri(), problem.replace("with a list of services", "like a Presto server")));
    }

    @DataProvider
    public static Object[][] misbehaviors()
    {
        return new Object[][] {
                {Behavior.NOT_JSON, "did not answer with JSON"},
                {Behavior.WRONG_JSON, "did not answer with a list of services"},
                {Behavior.DEEP_JSON, "did not answer with JSON"},
                {Behavior.STATUS_500, "answered with status 500"},
                {Behavior.ENDLESS, "answered with more than a megabyte"},
                {Behavior.SILENT, "did not answer: "},
        };
    }

    @Test
    public void testAllDiscoveryServersFail()
    {
        FakeDiscoveryServer hanging = discoveryServer();
        hanging.behave(Behavior.HANGING);
        FakeDiscoveryServer dead = discoveryServer();
        dead.stop();

        CoordinatorLocator locator = closeLater(builder(hanging, dead).requestTimeout(Duration.ofSeconds(1)).build());

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.status().isDiscoveryAnswering()).isFalse();
        assertThat(locator.status().problems()).containsExactly(
                "discovery server %s did not answer within 1000 ms".formatted(hanging.uri()),
                "discovery server %s does not accept connections".formatted(dead.uri()));
    }

    @Test
    public void testNameThatCannotBeResolved()
    {
        CoordinatorLocator locator = closeLater(CoordinatorLocator.builder(DiscoveryAddresses.parse("nowhere.invalid")).build());

        assertThat(locator.locate()).isEmpty();
        assertThat(locator.status().problems()).containsExactly("discovery server http://nowhere.invalid:8411 has a host name that cannot be resolved");
    }

    @Test
    public void testMoreCoordinatorsThanAnybodyHas()
    {
        FakeDiscoveryServer discovery = discoveryServer();
        for (int i = 0; i < 1000; i++) {
            discovery.announce("c" + i, URI.create("http://127.0.0.1:" + (20_000 + i)));
        }
        CoordinatorLocator locator = closeLater(builder(discovery).check(coordinator -> CheckResult.usable()).build());

        assertThat(locator.locateAll()).hasSize(100);
        assertThat(locator.status().problems()).hasSize(900);
    }
}
