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
package io.prestodynamic.tests.process.kubernetes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClusterStatus;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.kubernetes.Manifests;
import io.prestodynamic.harness.kubernetes.Pod;
import io.prestodynamic.harness.kubernetes.Pod.End;
import io.prestodynamic.harness.kubernetes.PodCluster;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pods of {@code etc/kubernetes} as processes: the commands, variables, probes and hooks of the manifests, and the configuration in their ConfigMaps. Only
 * addresses, ports, paths, memory and the grace period of workers differ.
 */
@Test(singleThreaded = true)
public class TestPods
{
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String SHARED_SECRET = "the-secret-that-all-nodes-of-the-test-share";
    private static final String QUERY = "SELECT count(*) FROM shop.tiny.item";

    private TestingMySqlServer mysql;
    private PodCluster cluster;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("presto");
        // the user that the configuration names
        assertThat(mysql.getUser()).isEqualTo("presto");
        Manifests manifests = Manifests.read(Path.of(requireNonNull(System.getProperty("kubernetes.manifests"), "System property kubernetes.manifests is not set")))
                .withSecret("presto", ImmutableMap.of("shared-secret", SHARED_SECRET, "store-password", mysql.getPassword()))
                .withSecret("presto-catalogs", ImmutableMap.of("splits", "8\n"));
        cluster = new PodCluster(
                manifests,
                ImmutableList.of("mysql.example.com"),
                ImmutableMap.of("3306", String.valueOf(mysql.getPort())),
                ImmutableMap.of("shutdown.grace-period=30s", "shutdown.grace-period=2s"),
                ImmutableMap.of("presto-discovery", "256m", "presto-coordinator", "1500m", "presto-worker", "1500m"),
                System.getProperty("presto.server.jvm.options", ""));
        cluster.start();
        cluster.getPods().forEach(pod -> await(pod.getName() + " has started", pod, () -> pod.probe("startupProbe")));
        for (String workload : List.of("presto-discovery", "presto-worker")) {
            cluster.getPods(workload).forEach(pod -> await(pod.getName() + " is ready", pod, () -> pod.probe("readinessProbe")));
        }
        awaitActiveWorkers(2);
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        for (AutoCloseable closeable : Arrays.asList(cluster, mysql)) {
            if (closeable != null) {
                closeable.close();
            }
        }
    }

    @Test
    public void testOneCoordinatorIsReady()
    {
        Pod active = active();
        Pod standby = standby();
        Conditions.await("the other stands by", TIMEOUT, () -> new CatalogApi(standby.getUri()).list().location().equals(Optional.of(active.getUri() + "/v1/catalog")));
        assertThat(standby.probe("readinessProbe")).isFalse();
        assertThat(active.probe("readinessProbe")).isTrue();
        cluster.getPods().forEach(pod -> assertThat(pod.probe("livenessProbe")).as(pod.getName()).isTrue());
    }

    @Test(dependsOnMethods = "testOneCoordinatorIsReady")
    public void testQuery()
            throws SQLException
    {
        CatalogApi api = new CatalogApi(active().getUri());
        // a reference to a file of the Secret, and one that is not allowed
        String splits = "${FILE:%s}".formatted(cluster.secretDirectory("presto-catalogs").resolve("splits"));
        // on the active coordinator and on the workers
        assertThat(api.add("shop", "tpcds", ImmutableMap.of("tpcds.splits-per-node", splits)).assertOk().json().path("nodes").findValuesAsText("state"))
                .containsExactly("LOADED", "LOADED", "LOADED");
        api.add("other", "tpcds", ImmutableMap.of("tpcds.splits-per-node", "${ENV:STORE_PASSWORD}")).assertRefused(400, "INVALID_CONFIGURATION");

        assertThat(query(QUERY)).isEqualTo(2_000);
        assertThat(query("SELECT count(*) FROM system.runtime.nodes WHERE node_id IN (%s)".formatted(
                cluster.getPods("presto-worker").stream().map(pod -> "'%s'".formatted(pod.getName())).collect(joining(", "))))).isEqualTo(2);
    }

    /**
     * The heap is a part of the memory of the container.
     */
    @Test(dependsOnMethods = "testOneCoordinatorIsReady")
    public void testHeap()
    {
        for (Pod pod : List.of(active(), standby(), cluster.getPods("presto-worker").get(0))) {
            CatalogApi api = new CatalogApi(pod.getUri());
            long heap = api.send(api.request("/v1/status").header(NodeToken.HEADER, new NodeToken(SHARED_SECRET).sign())).assertOk().json().path("heapAvailable").asLong();
            assertThat((double) heap / (1500 << 20)).as(pod.getName()).isBetween(0.68, 0.72);
        }
    }

    @Test(dependsOnMethods = "testQuery")
    public void testWorkerIsShutDown()
            throws Exception
    {
        Pod leaving = cluster.getPods("presto-worker").get(1);
        try (LoopingClient client = new LoopingClient(jdbcUrl(), QUERY, Duration.ofMillis(10))) {
            CompletableFuture<Long> running = CompletableFuture.supplyAsync(() -> queryUnchecked("SELECT count(*) FROM shop.sf1.inventory"));
            Conditions.await("the query runs on the worker", TIMEOUT, () ->
                    queryUnchecked("SELECT count(*) FROM system.runtime.tasks WHERE state = 'RUNNING' AND splits > 1 AND node_id = '%s'".formatted(leaving.getName())) > 0);
            assertThat(running).isNotDone();

            assertThat(leaving.terminate()).isEqualTo(new End(Optional.of(0), true, 0));

            assertThat(running.get(TIMEOUT.toMinutes(), MINUTES)).isEqualTo(11_745_000);
            awaitActiveWorkers(1);
            client.nextAnswer().get(TIMEOUT.toMinutes(), MINUTES);
            assertThat(client.failures()).isEmpty();
        }
    }

    @Test(dependsOnMethods = "testWorkerIsShutDown")
    public void testStandbyTakesOver()
            throws SQLException
    {
        Pod active = active();
        Pod standby = standby();
        End end = active.terminate();
        assertThat(end.hookStatus()).isEmpty();

        await("the standby is ready", standby, () -> standby.probe("readinessProbe"));
        assertThat(standby.probe("livenessProbe")).isTrue();
        assertThat(query(QUERY)).isEqualTo(2_000);
    }

    /**
     * Secrets are in no file that a server has written, and in no output.
     */
    @Test(dependsOnMethods = "testStandbyTakesOver")
    public void testNoSecretInOutput()
    {
        cluster.getPods().forEach(pod -> assertThat(pod.output()).doesNotContain(SHARED_SECRET, mysql.getPassword()));
    }

    private Pod active()
    {
        List<Pod> ready = new ArrayList<>();
        Conditions.await("one coordinator is ready", TIMEOUT, () -> {
            ready.clear();
            cluster.getPods("presto-coordinator").stream().filter(Pod::isRunning).filter(pod -> pod.probe("readinessProbe")).forEach(ready::add);
            return !ready.isEmpty();
        });
        assertThat(ready).hasSize(1);
        return ready.get(0);
    }

    private Pod standby()
    {
        Pod active = active();
        return cluster.getPods("presto-coordinator").stream().filter(pod -> !pod.equals(active)).findFirst().orElseThrow();
    }

    private void awaitActiveWorkers(int count)
    {
        // the other coordinator is another node
        new ClusterStatus(new CatalogApi(active().getUri()), Optional.of(new NodeToken(SHARED_SECRET))).awaitActiveNodes(count);
    }

    private static void await(String description, Pod pod, BooleanSupplier condition)
    {
        Conditions.await(description, TIMEOUT, () -> {
            if (!pod.isRunning()) {
                throw new IllegalStateException("%s has ended: %s".formatted(pod.getName(), pod.lastLines(20)));
            }
            return condition.getAsBoolean();
        });
    }

    // the driver asks the discovery servers for the coordinator
    private String jdbcUrl()
    {
        return "jdbc:presto-discovery://%s/?environment=production&coordinatorTimeout=2m"
                .formatted(cluster.getPods("presto-discovery").stream().map(Pod::hostAndPort).collect(joining(",")));
    }

    private long query(String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            assertThat(results.next()).isTrue();
            return results.getLong(1);
        }
    }

    private long queryUnchecked(String sql)
    {
        try {
            return query(sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
