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
package io.prestodynamic.tests.cluster.database;

import com.facebook.presto.dispatcher.DispatchManager;
import com.facebook.presto.server.testing.TestingPrestoServer;
import com.facebook.presto.tests.DistributedQueryRunner;
import com.facebook.presto.tpch.TpchPlugin;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Key;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TrackingMBeanServerBuilder;
import io.prestodynamic.catalog.engine.warmup.InternalQueries;
import io.prestodynamic.catalog.engine.warmup.WarmUp;
import io.prestodynamic.catalog.lease.ActiveCoordinator;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Two coordinators in this process, one of them active. All nodes have the same settings.
 */
@Test(singleThreaded = true)
public class TestActiveCoordinatorServers
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private TestingPostgreSqlServer database;
    private DistributedQueryRunner queryRunner;
    private TestingPrestoServer first;
    private TestingPrestoServer second;

    @BeforeClass
    public void startCluster()
            throws Exception
    {
        TrackingMBeanServerBuilder.install();
        database = new TestingPostgreSqlServer();
        database.createDatabase("presto");
        queryRunner = DistributedQueryRunner.builder(testSessionBuilder().build())
                .setExtraProperties(ImmutableMap.<String, String>builder()
                        .put("internal-communication.jwt.enabled", "true")
                        .put("dynamic-catalog.jdbc.url", database.getJdbcUrl("presto"))
                        .put("dynamic-catalog.jdbc.username", database.getUser())
                        .put("dynamic-catalog.jdbc.password", database.getPassword())
                        .put("dynamic-catalog.active-coordinator.enabled", "true")
                        .put("dynamic-catalog.active-coordinator.warm-up-queries", "4")
                        .put("dynamic-catalog.active-coordinator.lease", "1m")
                        .put("dynamic-catalog.audit.enabled", "false")
                        .build())
                // otherwise the query runner allows only one coordinator
                .setResourceManagerEnabled(true)
                .setCoordinatorCount(2)
                .setNodeCount(4)
                .build();
        queryRunner.installPlugin(new TpchPlugin());
        first = queryRunner.getCoordinators().get(0);
        second = queryRunner.getCoordinators().get(1);
        queryRunner.getServers().stream().filter(server -> server != second).forEach(TestActiveCoordinatorServers::load);
    }

    @AfterClass(alwaysRun = true)
    public void stopCluster()
    {
        if (queryRunner != null) {
            queryRunner.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    public void testStandbyTakesOver()
            throws Exception
    {
        CatalogApi firstApi = new CatalogApi(first.getBaseUrl());
        CatalogApi secondApi = new CatalogApi(second.getBaseUrl());
        firstApi.add("sales", "tpch", ImmutableMap.of()).assertOk();

        CompletableFuture<Void> start = runAsync(() -> load(second));
        await("the standby is warm", TIMEOUT, () -> second.getInstance(Key.get(LocalCatalogs.class)).getConnectorIds().size() == 1);
        await("the standby knows who is active", TIMEOUT, () -> second.getInstance(Key.get(ActiveCoordinator.class)).getOther().isPresent());
        assertThat(start).isNotDone();
        assertThat(second.getInstance(Key.get(DynamicCatalogStartup.class)).isStarting()).isTrue();
        secondApi.get("sales").assertRefused(503, "NOT_COORDINATOR");
        secondApi.add("web", "tpch", ImmutableMap.of()).assertRefused(503, "NOT_COORDINATOR");
        assertThat(secondApi.send(secondApi.request("/ui/catalogs/")).assertStatus(503).body()).contains("href=\"%s/ui/catalogs/\"".formatted(first.getBaseUrl()));
        assertThatThrownBy(() -> count(second, "sales")).as("a statement").hasStackTraceContaining("statusCode=503");
        firstApi.get("sales").assertOk();
        assertThat(count(first, "sales")).isEqualTo(25);
        assertThatStandbyRunsQueriesForItself();

        first.getInstance(Key.get(ActiveCoordinator.class)).stop();
        start.get(30, SECONDS);
        assertThatThrownBy(() -> count(first, "sales")).as("a statement to one that gave the lease back").hasStackTraceContaining("statusCode=503");
        secondApi.get("sales").assertOk();
        secondApi.add("web", "tpch", ImmutableMap.of()).assertOk();
        assertThat(count(second, "sales")).isEqualTo(25);
        assertThat(count(second, "web")).isEqualTo(25);
    }

    private void assertThatStandbyRunsQueriesForItself()
            throws InterruptedException
    {
        InternalQueries queries = second.getInstance(Key.get(InternalQueries.class));
        for (String sql : WarmUp.STATEMENTS) {
            assertThat(queries.run(sql)).as(sql).isPositive();
        }
        assertThatThrownBy(() -> queries.run("SELECT 1 / (SELECT count(*) FROM system.runtime.nodes WHERE node_id = 'nobody')"))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("by zero");
        assertThatThrownBy(() -> queries.run("SELECT * FROM system.runtime.nothing")).as("fails in its analysis").hasMessageContaining("does not exist");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queries.run(WarmUp.STATEMENTS.get(0))).isInstanceOfAny(InterruptedException.class, RuntimeException.class);
        Thread.interrupted();
        assertThat(second.getInstance(Key.get(DispatchManager.class)).getQueries()).as("queries that others see").isEmpty();
        await("no transaction is left", TIMEOUT, () -> second.getInstance(Key.get(TransactionManager.class)).getAllTransactionInfos().isEmpty());
    }

    private static void load(TestingPrestoServer server)
    {
        DynamicCatalogStartup startup = server.getInstance(Key.get(DynamicCatalogStartup.class));
        startup.loadCatalogs();
        startup.awaitTurn();
    }

    private static long count(TestingPrestoServer coordinator, String catalog)
            throws Exception
    {
        try (Connection connection = DriverManager.getConnection("jdbc:presto:" + coordinator.getBaseUrl().getSchemeSpecificPart(), "test", null);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM %s.tiny.nation".formatted(catalog))) {
            result.next();
            return result.getLong(1);
        }
    }
}
