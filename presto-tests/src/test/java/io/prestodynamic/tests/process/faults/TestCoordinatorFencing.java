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
package io.prestodynamic.tests.process.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.plugin.HangingPlugin;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.harness.plugin.VariantPlugin;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import io.prestodynamic.testing.TestingTcpProxy;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An active coordinator without its route to the database, beside a standby that has one and beside one that has none. All are separate processes.
 */
@Test(singleThreaded = true)
public class TestCoordinatorFencing
{
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int ORDERS = 1_500_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory;
    private TestingMySqlServer mysql;
    private TestingTcpProxy firstRoute;
    private TestingTcpProxy secondRoute;
    private ExternalDiscoveryCluster cluster;
    private ServerProcess first;
    private ServerProcess second;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("fencing");
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        firstRoute = new TestingTcpProxy(mysql.getPort());
        secondRoute = new TestingTcpProxy(mysql.getPort());
        cluster = new ExternalDiscoveryCluster(
                ImmutableMap.<String, String>builder()
                        .put("discovery.http-client.request-timeout", "5s")
                        .put("dynamic-catalog.jdbc.username", mysql.getUser())
                        .put("dynamic-catalog.jdbc.password", mysql.getPassword())
                        .put("dynamic-catalog.active-coordinator.enabled", "true")
                        .put("dynamic-catalog.active-coordinator.warm-up-queries", "4")
                        .put("dynamic-catalog.active-coordinator.lease", LEASE.toSeconds() + "s")
                        .put("plugin.dir", new PluginDirectory(directory, HangingPlugin.class, VariantPlugin.class).withPlugin("tpch").getPath().toString())
                        .build(),
                ImmutableMap.of());
        first = addCoordinator(firstRoute);
        cluster.addWorker();
        cluster.start();
        api(first).add("shop", "tpch", ImmutableMap.of()).assertOk();
        api(first).add("stuck", HangingPlugin.CONNECTOR, ImmutableMap.of(HangingPlugin.DIRECTORY, directory.toString())).assertOk();
        second = addCoordinator(secondRoute);
        second.launch();
        awaitStandby(second, first);
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        for (AutoCloseable closeable : Arrays.asList(cluster, firstRoute, secondRoute, mysql)) {
            if (closeable != null) {
                closeable.close();
            }
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testRouteOfTheActiveOneIsCut()
            throws Exception
    {
        assertThat(post(second).statusCode()).as("a standby").isEqualTo(503);
        try (Connection connection = DriverManager.getConnection("jdbc:presto://" + first.getUri().getAuthority(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet running = statement.executeQuery("SELECT orderkey FROM shop.sf1.orders")) {
            assertThat(running.next()).isTrue();
            firstRoute.silence();
            awaitFenced(first);
            Conditions.await("the other one is active", TIMEOUT, () -> {
                boolean active = second.isStarted();
                // asked afterwards, so that it is known what it was at most before
                assertThat(active && first.isStarted()).as("two are active").isFalse();
                return active;
            });
            HttpResponse<String> refused = awaitLocation();
            assertThat(refused.headers().firstValue("location")).contains(second.getUri() + "/v1/statement");
            assertThat(refused.body()).contains("\"code\":\"NOT_COORDINATOR\"").contains(second.getUri() + " is active");
            assertThat(post(second).statusCode()).isEqualTo(200);
            Conditions.await("it is not announced any more", TIMEOUT, () -> cluster.discoveryServers().stream().noneMatch(server -> lists(server, first)));
            Conditions.await("the other one is announced", TIMEOUT, () -> cluster.discoveryServers().stream().allMatch(server -> lists(server, second)));
            api(first).list().assertRefused(503, "NOT_COORDINATOR");

            int rows = 1;
            while (running.next()) {
                rows++;
            }
            assertThat(rows).as("rows of the query that ran").isEqualTo(ORDERS);
        }
        assertThat(first.isRunning()).isTrue();

        firstRoute.recover();
        Conditions.await("the former one ends, though a connector hangs", TIMEOUT, () -> !first.isRunning());
        assertThat(directory.resolve(first.getNodeId())).as("sign of the connector").exists();
        assertThat(first.log()).contains("no longer active").contains(second.getNodeId());
        assertThat(post(second).statusCode()).isEqualTo(200);
    }

    @Test(dependsOnMethods = "testRouteOfTheActiveOneIsCut")
    public void testBrokenStandbyEndsAtItsStart()
    {
        first.addConfiguration("access-control.properties", ImmutableMap.of("access-control.name", "nope"));
        first.launch();
        Conditions.await("the broken one ends", TIMEOUT, () -> !first.isRunning());
        assertThat(first.log()).contains("Access control nope is not registered");
        assertThat(post(second).statusCode()).isEqualTo(200);
        first.addConfiguration("access-control.properties", ImmutableMap.of("access-control.name", "allow-all"));
    }

    @Test(dependsOnMethods = "testBrokenStandbyEndsAtItsStart")
    public void testStoreIsDownForAll()
    {
        first.launch();
        awaitStandby(first, second);
        long start = System.nanoTime();
        firstRoute.refuse();
        secondRoute.refuse();
        try {
            Conditions.await("three leases have passed", TIMEOUT, () -> {
                assertThat(post(second).statusCode()).isEqualTo(200);
                assertThat(first.isStarted()).isFalse();
                return seconds(start) > 3 * LEASE.toSeconds();
            });
            assertThat(cluster.discoveryServers()).allMatch(server -> lists(server, second));
        }
        finally {
            firstRoute.recover();
            secondRoute.recover();
        }
        long recovered = System.nanoTime();
        Conditions.await("two leases have passed", TIMEOUT, () -> {
            assertThat(post(second).statusCode()).isEqualTo(200);
            assertThat(first.isStarted()).isFalse();
            return seconds(recovered) > 2 * LEASE.toSeconds();
        });
    }

    private ServerProcess addCoordinator(TestingTcpProxy route)
    {
        ServerProcess coordinator = cluster.addCoordinator();
        coordinator.setConfig("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(route.getPort()));
        return coordinator;
    }

    private static void awaitStandby(ServerProcess standby, ServerProcess active)
    {
        Conditions.await("the other stands by", TIMEOUT, () -> standby.log().lines().anyMatch(line -> line.contains("on standby: " + active.getUri())));
    }

    private void awaitFenced(ServerProcess coordinator)
    {
        Conditions.await("it takes no statements", TIMEOUT, () -> post(coordinator).statusCode() == 503);
        assertThat(coordinator.isStarted()).as("says that it is ready").isFalse();
    }

    private HttpResponse<String> awaitLocation()
    {
        Conditions.await("it knows the other one", TIMEOUT, () -> post(first).headers().firstValue("location").isPresent());
        return post(first);
    }

    /**
     * Returns whether a discovery server lists a node as a coordinator.
     */
    private static boolean lists(DiscoveryServerProcess server, ServerProcess node)
    {
        try {
            return Streams.stream(new ObjectMapper().readTree(server.services()).path("services"))
                    .filter(service -> ImmutableSet.of("presto", "presto-coordinator").contains(service.path("type").asText()))
                    .anyMatch(service -> service.path("nodeId").asText().equals(node.getNodeId()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a statement as clients do, and cancels the query.
     */
    private HttpResponse<String> post(ServerProcess coordinator)
    {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(coordinator.getUri().resolve("/v1/statement"))
                            .timeout(Duration.ofSeconds(20))
                            .header("X-Presto-User", "test")
                            .POST(BodyPublishers.ofString("SELECT 1"))
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                URI next = URI.create(new ObjectMapper().readTree(response.body()).path("nextUri").asText());
                client.send(HttpRequest.newBuilder(next).DELETE().build(), BodyHandlers.discarding());
            }
            return response;
        }
        catch (IOException e) {
            throw new IllegalStateException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double seconds(long start)
    {
        return NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
    }

    private static CatalogApi api(ServerProcess coordinator)
    {
        return new CatalogApi(coordinator.getUri());
    }
}
