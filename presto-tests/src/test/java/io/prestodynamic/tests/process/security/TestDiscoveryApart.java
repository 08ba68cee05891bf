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
package io.prestodynamic.tests.process.security;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpServer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import static com.google.common.net.HttpHeaders.CONTENT_TYPE;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster with a shared secret, whose discovery servers run apart and have the secret as well.
 */
@Test(singleThreaded = true)
public class TestDiscoveryApart
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    // announcements expire after this time
    private static final Duration MAX_AGE = Duration.ofSeconds(15);
    private static final Map<String, String> SECRET = ImmutableMap.of(
            NodeToken.SECRET_PROPERTY, "the secret that all nodes of the test share",
            "internal-communication.jwt.enabled", "true");
    private static final NodeToken TOKEN = NodeToken.of(SECRET).orElseThrow();

    private ExternalDiscoveryCluster cluster;
    private List<DiscoveryServerProcess> servers;
    private HttpServer fake;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    @BeforeClass
    public void setUp()
            throws IOException
    {
        fake = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        fake.createContext("/", exchange -> {
            heard.add(exchange.getRequestURI().getPath());
            tokens.addAll(exchange.getRequestHeaders().getOrDefault(NodeToken.HEADER, List.of()));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        fake.start();

        cluster = new ExternalDiscoveryCluster(SECRET, ImmutableMap.<String, String>builder().putAll(SECRET).put("discovery.max-age", MAX_AGE.toSeconds() + "s").build());
        cluster.addCoordinator();
        cluster.addWorker();
        cluster.start();
        servers = cluster.discoveryServers();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (fake != null) {
            fake.stop(0);
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testNodesStay()
    {
        Stopwatch stopwatch = Stopwatch.createStarted();
        awaitWithoutLoss("longer than announcements live", () -> stopwatch.elapsed().compareTo(MAX_AGE.plusSeconds(5)) > 0);

        servers.get(0).kill();
        servers.get(0).launch();
        // the first answer has what the other server knows
        awaitWithoutLoss("the server answers again", () -> !servers.get(0).services().isEmpty());
        servers.get(1).kill();
        servers.get(1).launch();
        awaitWithoutLoss("the other server answers again", () -> !servers.get(1).services().isEmpty());
    }

    @Test
    public void testFakeNode()
    {
        for (DiscoveryServerProcess server : servers) {
            for (Optional<String> token : List.of(Optional.<String>empty(), Optional.of("forged"), Optional.of(new NodeToken("the secret of another cluster").sign()))) {
                assertThat(announce(server, token).status()).isEqualTo(401);
            }
        }
        addCatalog("first");
        assertThat(servers).allSatisfy(server -> assertThat(server.services()).doesNotContain("\"fake\""));
        assertThat(heard).isEmpty();

        // what the fake node would get
        assertThat(announce(servers.get(0), Optional.of(TOKEN.sign())).status()).isEqualTo(202);
        await("nodes send their tokens to every announced node", TIMEOUT, () -> !tokens.isEmpty());
        Answer withdrawn = send(servers.get(0), HttpRequest.Builder::DELETE, Optional.of(TOKEN.sign()));
        assertThat(withdrawn.status()).isEqualTo(204);
        await("it is not listed any more", TIMEOUT, () -> servers.stream().noneMatch(server -> server.services().contains("\"fake\"")));
    }

    private void addCatalog(String name)
    {
        Answer answer = api().add(name, "tpch", ImmutableMap.of()).assertOk();
        assertThat(answer.json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED");
    }

    private void awaitWithoutLoss(String description, BooleanSupplier condition)
    {
        await(description, TIMEOUT, () -> {
            assertThat(servers).allSatisfy(server -> assertThat(server.services()).matches(services -> services.isEmpty() || (services.contains("coordinator1") && services.contains("worker1"))));
            return condition.getAsBoolean();
        });
    }

    private Answer announce(DiscoveryServerProcess server, Optional<String> token)
    {
        String version = api().send(api().request("/v1/info")).json().at("/nodeVersion/version").asText();
        String announcement = """
                {"environment": "test", "nodeId": "fake", "pool": "general", "location": "/fake", "services": [
                {"id": "%s", "type": "presto", "properties": {"node_version": "%s", "coordinator": "false", "http": "http://127.0.0.1:%s"}}]}"""
                .formatted(UUID.randomUUID(), version, fake.getAddress().getPort());
        return send(server, request -> request.PUT(BodyPublishers.ofString(announcement)), token);
    }

    private static Answer send(DiscoveryServerProcess server, UnaryOperator<HttpRequest.Builder> method, Optional<String> token)
    {
        CatalogApi api = new CatalogApi(server.getUri());
        HttpRequest.Builder request = method.apply(api.request("/v1/announcement/fake").header(CONTENT_TYPE, "application/json"));
        token.ifPresent(value -> request.header(NodeToken.HEADER, value));
        return api.send(request);
    }

    private CatalogApi api()
    {
        return new CatalogApi(cluster.getCoordinators().get(0).getUri());
    }
}
