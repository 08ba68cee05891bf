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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.client.PythonClient;
import io.prestodynamic.harness.client.PythonQuery;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.LocateCommand;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * A coordinator that another one replaces, while workers and clients go on. Two discovery servers, MySQL, the coordinators and two workers are separate
 * processes.
 */
@Test(singleThreaded = true)
public class TestCoordinatorMove
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String QUERY = "SELECT count(*) FROM shop.tiny.item";

    private static final String HAS_ENDED = "The process of the former active coordinator has ended";

    private TestingMySqlServer mysql;
    private ExternalDiscoveryCluster cluster;
    private LocateCommand redirector;
    private LocateCommand proxy;
    private LocateCommand watch;
    private LoopingClient client;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        cluster = new ExternalDiscoveryCluster(
                ImmutableMap.<String, String>builder()
                        .put("discovery.http-client.request-timeout", "5s")
                        .put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()))
                        .put("dynamic-catalog.jdbc.username", mysql.getUser())
                        .put("dynamic-catalog.jdbc.password", mysql.getPassword())
                        .put("dynamic-catalog.active-coordinator.enabled", "true")
                        .put("dynamic-catalog.active-coordinator.warm-up-queries", "4")
                        .put("dynamic-catalog.active-coordinator.lease", "4s")
                        .build(),
                ImmutableMap.of());
        cluster.addCoordinator();
        cluster.addWorker();
        cluster.addWorker();
        cluster.start();
        assertThat(api(coordinator()).add("shop", "tpcds", ImmutableMap.of()).assertOk().json().path("nodes").findValuesAsText("state")).hasSize(3).containsOnly("LOADED");
        api(coordinator()).add("store", "memory", ImmutableMap.of()).assertOk();

        String addresses = cluster.discoveryAddresses();
        List<Integer> ports = FreePorts.find(2);
        redirector = new LocateCommand("--discovery", addresses, "--environment", "test", "--redirect", "127.0.0.1:" + ports.get(0));
        proxy = new LocateCommand("--discovery", addresses, "--environment", "test", "--proxy", "127.0.0.1:" + ports.get(1));
        watch = new LocateCommand("--discovery", addresses, "--environment", "test", "--watch");
        client = new LoopingClient("jdbc:presto-discovery://%s/shop/tiny?environment=test&coordinatorTimeout=2m".formatted(addresses), QUERY, Duration.ofMillis(100));
        client.nextAnswer().join();
        awaitWatched(coordinator().getUri().toString());
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        // with nobody to answer it the client would wait, so it ends before the cluster
        for (AutoCloseable closeable : Arrays.asList(client, watch, redirector, proxy, cluster, mysql)) {
            if (closeable != null) {
                closeable.close();
            }
        }
    }

    @DataProvider
    public Object[][] modes()
    {
        return new Object[][] {{redirector, "--redirect"}, {proxy, "--proxy"}};
    }

    @Test(dataProvider = "modes")
    public void testPythonClient(LocateCommand command, String option)
    {
        URI server = URI.create("http://" + command.argument(option));
        PythonClient python = new PythonClient(server, "test", "shop", "tiny");

        PythonQuery started = python.start("SELECT * FROM time_dim");
        URI answering = option.equals("--proxy") ? server : coordinator().getUri();
        assertThat(started.getNextUri().orElseThrow().getPort()).isEqualTo(answering.getPort());
        PythonQuery times = started.fetchAll();
        assertThat(times.getRows()).hasSize(86_400).allMatch(row -> row.size() == 10);
        assertThat(times.getPages()).isGreaterThan(1);
        assertThat(python.execute("SELECT '\u00e4 \ud83d\ude00'").getRows()).containsExactly(List.of("\u00e4 \ud83d\ude00"));

        assertFails(() -> python.execute("SELECT nothing"), "SYNTAX_ERROR");
        PythonQuery endless = python.start("SELECT count(*) FROM sf1000.store_sales");
        // before that, the coordinator does not know the query by its id
        while (!endless.getState().equals("RUNNING")) {
            endless.fetch();
        }
        assertThat(endless.cancel()).isEqualTo(204);
        assertFails(endless::fetchAll, "USER_CANCELED");

        python.execute("SET SESSION query_max_run_time = '7m'");
        assertThat(python.getProperties()).containsEntry("query_max_run_time", "7m");
        assertThat(python.execute("SHOW SESSION").getRows()).anySatisfy(row -> assertThat(row).startsWith("query_max_run_time", "7m"));
        python.execute("RESET SESSION query_max_run_time");
        assertThat(python.getProperties()).isEmpty();
        python.execute("PREPARE one FROM SELECT ib_upper_bound FROM income_band WHERE ib_income_band_sk = ?");
        assertThat(python.execute("EXECUTE one USING 2").getRows()).containsExactly(List.of("20000"));
        python.begin();
        assertThat(python.execute("SELECT count(*) FROM ship_mode").getRows()).containsExactly(List.of("20"));
        python.commit();

        String name = "python_by_" + option.substring(2);
        python.execute("CREATE CATALOG %s USING tpcds".formatted(name));
        assertThat(python.execute("SELECT count(*) FROM %s.tiny.ship_mode".formatted(name)).getRows()).containsExactly(List.of("20"));
        python.execute("DROP CATALOG " + name);
    }

    private static void assertFails(Runnable statement, String errorName)
    {
        assertThatThrownBy(statement::run).asInstanceOf(type(PythonClient.QueryFailedException.class)).returns(errorName, PythonClient.QueryFailedException::getErrorName);
    }

    @Test
    public void testStartedElsewhere()
    {
        List<Optional<ProcessHandle>> workers = cluster.getWorkers().stream().map(LaunchedProcess::pid).toList();
        ServerProcess old = coordinator();

        old.kill();
        // with a port of its own, and nothing in its data directory
        ServerProcess coordinator = cluster.addCoordinator();
        coordinator.start();

        assertTookOver(old, coordinator);
        assertThat(cluster.getWorkers().stream().map(LaunchedProcess::pid).toList()).isEqualTo(workers).allMatch(Optional::isPresent);
    }

    @Test(dependsOnMethods = "testStartedElsewhere")
    public void testStandby()
    {
        ServerProcess active = coordinator();
        ServerProcess standby = addStandby(active);

        active.kill();

        assertTookOver(active, standby);
        assertThat(standby.log()).contains(HAS_ENDED);
    }

    @Test(dependsOnMethods = "testStandby")
    public void testActiveStandsStill()
    {
        ServerProcess active = coordinator();
        ServerProcess standby = addStandby(active);

        active.freeze();
        assertTookOver(active, standby);

        active.thaw();
        Conditions.await("the one that stood still ends", TIMEOUT, () -> !active.isRunning());
        assertThat(active.log()).contains(standby.getNodeId());
        assertThat(standby.log()).doesNotContain(HAS_ENDED);
        assertThat(api(standby).list().status()).isEqualTo(200);
    }

    @Test(dependsOnMethods = "testActiveStandsStill")
    public void testCleanStop()
    {
        ServerProcess active = coordinator();
        ServerProcess standby = addStandby(active);

        active.stop();

        assertTookOver(active, standby);
    }

    private ServerProcess addStandby(ServerProcess active)
    {
        ServerProcess standby = cluster.addCoordinator();
        standby.launch();
        Conditions.await("the other stands by", TIMEOUT, () -> {
            Optional<CatalogApi.Answer> answer = askCatalogs(standby);
            return answer.isPresent() && answer.get().status() == 503 && answer.get().text("code").equals("NOT_COORDINATOR") && answer.get().location().isPresent();
        });
        assertThat(askCatalogs(standby).flatMap(CatalogApi.Answer::location)).contains(active.getUri() + "/v1/catalog");
        assertThat(standby.isStarted()).as("says that it is ready").isFalse();
        assertThat(cluster.discoveryServers()).allSatisfy(server -> assertThat(server.services()).doesNotContain('"' + standby.getNodeId() + '"'));
        return standby;
    }

    private static Optional<CatalogApi.Answer> askCatalogs(ServerProcess node)
    {
        try {
            return Optional.of(api(node).list());
        }
        catch (UncheckedIOException e) {
            // it does not listen yet
            return Optional.empty();
        }
    }

    private void assertTookOver(ServerProcess old, ServerProcess coordinator)
    {
        coordinator.awaitStarted();
        CompletableFuture<Instant> answer = client.nextAnswer();
        Conditions.await("the client that finds the coordinator by itself has answers again", TIMEOUT, answer::isDone);
        awaitWatched(coordinator.getUri().toString());
        Conditions.await("presto-locate finds the coordinator, which answers slowly at first", TIMEOUT, () -> locate().equals(coordinator.getUri() + "\n"));

        Conditions.await("all catalogs are back on all nodes", TIMEOUT, () -> Arrays.asList("shop", "store").stream().allMatch(name ->
                api(coordinator).get(name).json().path("nodes").findValuesAsText("state").equals(List.of("LOADED", "LOADED", "LOADED"))));
        assertThat(queryThrough(redirector.argument("--redirect"))).isEqualTo(2_000);
        assertThat(queryThrough(proxy.argument("--proxy"))).isEqualTo(2_000);
        assertThat(api(coordinator).add("added-by-" + coordinator.getNodeId(), "tpcds", ImmutableMap.of()).assertOk().text("state")).isEqualTo("ACTIVE");
        assertThat(watch.lines()).contains(old.getUri().toString());
    }

    private String locate()
    {
        try (LocateCommand locate = new LocateCommand("--discovery", cluster.discoveryAddresses())) {
            return locate.output();
        }
    }

    private static long queryThrough(String address)
    {
        try (Connection connection = DriverManager.getConnection("jdbc:presto://" + address, "test", null);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(QUERY)) {
            results.next();
            return results.getLong(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void awaitWatched(String line)
    {
        Conditions.await("--watch has printed " + line, TIMEOUT, () -> {
            List<String> lines = watch.lines();
            return !lines.isEmpty() && lines.get(lines.size() - 1).equals(line);
        });
    }

    private ServerProcess coordinator()
    {
        return cluster.getCoordinators().get(cluster.getCoordinators().size() - 1);
    }

    private static CatalogApi api(ServerProcess coordinator)
    {
        return new CatalogApi(coordinator.getUri());
    }
}
