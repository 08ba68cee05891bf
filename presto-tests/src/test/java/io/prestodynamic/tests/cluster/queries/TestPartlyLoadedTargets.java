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
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.QueryStages;
import io.prestodynamic.harness.cluster.SilentLogger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Set;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes to a catalog that one of two workers cannot load, because it does not have the plugin.
 */
@Test(singleThreaded = true)
public class TestPartlyLoadedTargets
{
    private static final Session DISTRIBUTED = testSessionBuilder()
            // on every node that can write, at once
            .setSystemProperty("scale_writers", "false")
            .build();

    private SilentLogger loadFailures;
    private InProcessCluster cluster;
    private Set<String> complete;
    private Set<String> both;

    @BeforeClass
    public void setUp()
    {
        loadFailures = new SilentLogger("io.prestodynamic.catalog.engine.CatalogLoad");
        cluster = InProcessCluster.withPluginsMissingOnOneWorker(2, ImmutableSet.of(BlackHolePlugin.class), ImmutableMap.of());
        List<String> workers = cluster.getWorkers().stream().map(QueryStages::nodeId).toList();
        complete = ImmutableSet.of(workers.get(0));
        both = ImmutableSet.copyOf(workers);

        CatalogApi api = cluster.getApi();
        assertThat(api.add("hole", "blackhole", ImmutableMap.of()).assertOk().json().path("nodes").findValuesAsText("state")).containsOnlyOnce("FAILED");
        api.add("a", "tpch", ImmutableMap.of()).assertOk();
        api.add("mem", "memory", ImmutableMap.of()).assertOk();
        assertThat(run(DISTRIBUTED, "CREATE TABLE mem.default.k AS SELECT orderkey AS k FROM a.tiny.orders").nodes("write")).isEqualTo(both);
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
        loadFailures.close();
    }

    @AfterMethod(alwaysRun = true)
    public void dropTable()
    {
        cluster.execute("DROP TABLE IF EXISTS hole.default.target");
    }

    @Test
    public void testCreateTableAs()
    {
        QueryStages query = run(DISTRIBUTED, "CREATE TABLE hole.default.target AS SELECT k FROM mem.default.k");
        assertThat(query.nodes("scan mem")).isEqualTo(both);
        assertThat(query.nodes("write")).isEqualTo(complete);
    }

    @Test
    public void testInsert()
    {
        cluster.execute("CREATE TABLE hole.default.target (k bigint)");
        QueryStages query = run(DISTRIBUTED, "INSERT INTO hole.default.target SELECT k FROM mem.default.k");
        assertThat(query.nodes("scan mem")).isEqualTo(both);
        assertThat(query.nodes("write")).isEqualTo(complete);
    }

    @Test
    public void testScaledWriters()
    {
        Session scaled = testSessionBuilder().setSystemProperty("scale_writers", "true").setSystemProperty("writer_min_size", "1kB").build();
        QueryStages query = run(scaled, "CREATE TABLE hole.default.target AS SELECT k FROM mem.default.k");
        assertThat(query.nodes("scan mem")).isEqualTo(both);
        assertThat(query.nodes("write")).isEqualTo(complete);
    }

    @Test
    public void testBuckets()
    {
        QueryStages query = run(DISTRIBUTED, "CREATE TABLE hole.default.target WITH (distributed_on = ARRAY['k']) AS SELECT k FROM mem.default.k");
        assertThat(query.nodes("scan mem")).isEqualTo(both);
        assertThat(query.nodes("write")).isEqualTo(complete);
    }

    /**
     * One stage reads a bucketed table and writes.
     */
    @Test
    public void testWriteWhereItIsRead()
    {
        Session inPlace = Session.builder(DISTRIBUTED).setSystemProperty("redistribute_writes", "false").build();
        QueryStages query = run(inPlace, "CREATE TABLE hole.default.target AS SELECT orderkey FROM a.tiny.orders");
        assertThat(query.nodes("scan a, write")).isEqualTo(complete);
    }

    @Test
    public void testWriteValues()
    {
        Session inPlace = Session.builder(DISTRIBUTED).setSystemProperty("redistribute_writes", "false").build();
        cluster.execute("CREATE TABLE hole.default.target (k bigint)");
        // one node of all would be drawn
        for (int round = 0; round < 10; round++) {
            assertThat(QueryStages.run(cluster, inPlace, "INSERT INTO hole.default.target VALUES 1").nodes("write")).isEqualTo(complete);
        }
    }

    @Test
    public void testOtherStagesUseAllWorkers()
    {
        QueryStages query = run(DISTRIBUTED, "CREATE TABLE hole.default.target AS SELECT k FROM mem.default.k GROUP BY k");
        assertThat(query.nodes("scan mem")).isEqualTo(both);
        // the root runs on the coordinator
        assertThat(query.nodes("")).containsAll(both);
        assertThat(query.nodes("write")).isEqualTo(complete);
    }

    private QueryStages run(Session session, String sql)
    {
        QueryStages query = QueryStages.run(cluster, session, sql);
        assertThat(query.result().getUpdateCount()).hasValue(15000);
        return query;
    }
}
