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
package io.prestodynamic.tests.process.discovery;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.cluster.NodeWatch;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.harness.cluster.DiscoveryWay.INVENTORY;
import static io.prestodynamic.harness.cluster.DiscoveryWay.LIST;
import static io.prestodynamic.harness.cluster.DiscoveryWay.PROXY;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures of discovery servers under queries. Coordinators find them by a list, by the service inventory, and through nginx.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServers
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    // so that queries are always under way, and leave the machine time for announcements
    private static final Duration PAUSE = Duration.ofMillis(250);
    // announcements expire after this time
    private static final Duration MAX_AGE = Duration.ofSeconds(20);

    private ExternalDiscoveryCluster cluster;
    private ServerProcess inventoryCoordinator;

    @BeforeClass
    public void setUp()
    {
        cluster = new ExternalDiscoveryCluster(
                ImmutableMap.of("discovery.http-client.request-timeout", "5s"),
                ImmutableMap.of("discovery.max-age", MAX_AGE.toSeconds() + "s"));
        cluster.addCoordinator(LIST);
        inventoryCoordinator = cluster.addCoordinator(INVENTORY);
        cluster.addCoordinator(PROXY);
        cluster.addWorker(LIST);
        cluster.getNodes().forEach(node -> node.addStaticCatalog("facts", ImmutableMap.of("connector.name", "tpcds")));
        cluster.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testKilledAndRestarted()
    {
        assertNothingLost(() -> cluster.discoveryServers().forEach(server -> {
            server.kill();
            sleepUninterruptibly(MAX_AGE.toSeconds() + 2, SECONDS);
            server.start();
            // the next one may go as soon as this one is back
        }));
        awaitEverybodyListed();
    }

    @Test(dependsOnMethods = "testKilledAndRestarted", alwaysRun = true)
    public void testHangs()
    {
        // one that knows them by the service inventory may try the one that hangs so often that its announcement expires
        inventoryCoordinator.stop();
        cluster.getCoordinators().remove(inventoryCoordinator);
        cluster.getCoordinators().forEach(coordinator -> cluster.awaitActiveNodes(coordinator, 2));

        DiscoveryServerProcess server = cluster.discoveryServers().get(0);
        assertNothingLost(() -> {
            server.freeze();
            sleepUninterruptibly(MAX_AGE.toSeconds() + 2, SECONDS);
            server.thaw();
            // longer than nodes take to ask for the others
            sleepUninterruptibly(12, SECONDS);
        });
        awaitEverybodyListed();
    }

    /**
     * Discovery servers reject a byte that is no announcement.
     */
    @Test
    public void testRubbish()
            throws Exception
    {
        for (DiscoveryServerProcess server : cluster.discoveryServers()) {
            HttpRequest request = HttpRequest.newBuilder(server.getUri().resolve("/v1/store/dynamic/k")).PUT(BodyPublishers.ofString("x")).build();
            assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
        }
        awaitEverybodyListed();
    }

    private void assertNothingLost(Runnable fault)
    {
        List<LoopingClient> clients = cluster.getCoordinators().stream()
                .map(coordinator -> new LoopingClient("jdbc:presto://" + coordinator.getUri().getAuthority(), "SELECT count(*) FROM facts.tiny.ship_mode", PAUSE))
                .toList();
        int others = cluster.getNodes().size() - 1;
        List<NodeWatch> watches = cluster.getCoordinators().stream()
                .map(coordinator -> new NodeWatch(coordinator, others))
                .toList();
        try {
            fault.run();
        }
        finally {
            clients.forEach(LoopingClient::close);
            watches.forEach(NodeWatch::close);
        }
        assertThat(clients).allSatisfy(client -> assertThat(client.answers()).isPositive());
        assertThat(clients.stream().map(LoopingClient::failures).flatMap(Collection::stream)).isEmpty();
        assertThat(watches).allSatisfy(watch -> assertThat(watch.looks()).isPositive());
        assertThat(watches.stream().map(NodeWatch::losses).flatMap(Collection::stream)).isEmpty();
    }

    private void awaitEverybodyListed()
    {
        List<String> nodes = cluster.getNodes().stream().map(LaunchedProcess::getNodeId).toList();
        for (DiscoveryServerProcess server : cluster.discoveryServers()) {
            Conditions.await(server.getNodeId() + " lists all nodes", TIMEOUT, () -> nodes.stream().allMatch(node -> server.services().contains('"' + node + '"')));
        }
    }
}
