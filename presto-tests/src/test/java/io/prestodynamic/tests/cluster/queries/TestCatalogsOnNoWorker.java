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
package io.prestodynamic.tests.cluster.queries;

import com.facebook.presto.Session;
import com.facebook.presto.plugin.blackhole.BlackHolePlugin;
import com.facebook.presto.plugin.memory.MemoryPlugin;
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.QueryStages;
import io.prestodynamic.harness.cluster.SilentLogger;
import io.prestodynamic.harness.plugin.WaitingPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import static com.facebook.presto.spi.StandardErrorCode.NO_NODES_AVAILABLE;
import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Queries on catalogs that no worker has loaded. Their errors say why.
 */
@Test(singleThreaded = true)
public class TestCatalogsOnNoWorker
{
    private SilentLogger loadFailures;
    private InProcessCluster cluster;
    private CatalogApi api;
    private String worker;

    @BeforeClass
    public void setUp()
    {
        loadFailures = new SilentLogger("io.prestodynamic.catalog.engine.CatalogLoad");
        cluster = InProcessCluster.withPluginsMissingOnOneWorker(
                1,
                ImmutableSet.of(TpchPlugin.class, MemoryPlugin.class, BlackHolePlugin.class),
                ImmutableMap.of("dynamic-catalog.push-timeout", "1s"),
                new WaitingPlugin());
        worker = QueryStages.nodeId(cluster.getWorkers().get(0));
        api = cluster.getApi();
        api.add("a", "tpch", ImmutableMap.of()).assertStatus(202);
        api.add("mem", "memory", ImmutableMap.of()).assertStatus(202);
        api.add("hole", "blackhole", ImmutableMap.of()).assertStatus(202);
        // a slow worker answers after the push timeout
        for (String catalog : List.of("a", "mem", "hole")) {
            Conditions.await("the worker has refused " + catalog, Duration.ofMinutes(1), () -> api.get(catalog).json().path("nodes").findValuesAsText("state").contains("FAILED"));
        }
        cluster.execute("CREATE TABLE hole.default.plain (k bigint) WITH (split_count = 1, pages_per_split = 1, rows_per_page = 1)");
        cluster.execute("CREATE TABLE hole.default.buckets (k bigint) WITH (distributed_on = ARRAY['k'])");
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
        loadFailures.close();
    }

    @DataProvider
    public Object[][] statements()
    {
        return new Object[][] {
                {"SELECT count(*) FROM a.tiny.nation", "a", "tpch"},
                {"SELECT orderkey, count(*) FROM a.tiny.lineitem GROUP BY orderkey", "a", "tpch"},
                {"SELECT count(*) FROM a.tiny.lineitem l JOIN a.tiny.orders o ON l.orderkey = o.orderkey", "a", "tpch"},
                {"SELECT count(*) FROM system.runtime.nodes n JOIN a.tiny.nation m ON n.node_id = m.name", "a", "tpch"},
                {"SELECT count(*) FROM hole.default.plain", "hole", "blackhole"},
                {"INSERT INTO hole.default.plain VALUES 1", "hole", "blackhole"},
                {"INSERT INTO hole.default.buckets VALUES 1", "hole", "blackhole"},
                {"INSERT INTO hole.default.plain SELECT orderkey FROM a.tiny.orders", "hole", "blackhole"},
                {"CREATE TABLE hole.default.copied AS SELECT * FROM system.runtime.nodes", "hole", "blackhole"},
                {"CREATE TABLE mem.default.copied AS SELECT * FROM system.runtime.nodes", "mem", "memory"},
                {"CREATE TABLE mem.default.made (k bigint)", "mem", "memory"},
        };
    }

    @Test(dataProvider = "statements")
    public void testReason(String sql, String catalog, String connector)
    {
        assertFails(sql, "Catalog %s cannot be used, because no worker has loaded it: worker %s: Connector %s refused catalog %s: No factory for connector %s"
                .formatted(catalog, worker, connector, catalog, connector));
    }

    @Test
    public void testGroupedExecution()
    {
        Session grouped = testSessionBuilder().setSystemProperty("grouped_execution", "true").setSystemProperty("colocated_join", "true").build();
        // the plan is made with the table's buckets
        assertThatThrownBy(() -> cluster.execute(grouped, "SELECT count(*) FROM a.tiny.lineitem l JOIN a.tiny.orders o ON l.orderkey = o.orderkey"))
                .hasMessageStartingWith("Catalog a cannot be used, because no worker has loaded it: ");
    }

    @Test
    public void testWorkerThatIsLoading()
            throws IOException
    {
        Path directory = Files.createTempDirectory("gates");
        Path gate = directory.resolve("gate");
        try {
            api.add("waiting", WaitingPlugin.CONNECTOR, ImmutableMap.of("wait-on-node", worker, "wait-for-file", gate.toString())).assertStatus(202);
            assertFails("SELECT count(*) FROM waiting.tiny.ship_mode", "Catalog waiting cannot be used, because no worker has loaded it: worker %s is loading it".formatted(worker));
        }
        finally {
            Files.createFile(gate);
            api.delete("waiting");
            cluster.awaitDrained();
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    @Test
    public void testWhatTheCoordinatorAnswers()
    {
        assertThat(cluster.execute("SHOW SCHEMAS FROM a").getOnlyColumnAsSet()).contains("tiny");
        assertThat(cluster.execute("SHOW COLUMNS FROM a.tiny.nation").getRowCount()).isEqualTo(4);
        assertThat((long) cluster.execute("SELECT count(*) FROM a.information_schema.tables").getOnlyValue()).isPositive();
        assertThat((long) cluster.execute("SELECT count(*) FROM system.jdbc.tables WHERE table_cat = 'a'").getOnlyValue()).isPositive();
    }

    private void assertFails(String sql, String message)
    {
        assertThatThrownBy(() -> {
            try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
                if (statement.execute(sql)) {
                    statement.getResultSet().next();
                }
            }
        }).isInstanceOfSatisfying(SQLException.class, failure -> {
            assertThat(failure.getErrorCode()).isEqualTo(NO_NODES_AVAILABLE.toErrorCode().getCode());
            assertThat(failure.getMessage()).endsWith(message);
        });
    }
}
