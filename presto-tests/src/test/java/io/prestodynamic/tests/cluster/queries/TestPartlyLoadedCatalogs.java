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
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.QueryStages;
import io.prestodynamic.harness.cluster.SilentLogger;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Set;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries on catalogs that one of two workers has not loaded. Stages that need such a catalog run on the other worker, and all others on both.
 */
@Test(singleThreaded = true)
public class TestPartlyLoadedCatalogs
{
    private static final Session PARTITIONED = testSessionBuilder()
            .setSystemProperty("join_distribution_type", "PARTITIONED")
            // on every node that can write, at once
            .setSystemProperty("scale_writers", "false")
            .build();
    private static final String JOIN = "SELECT count(*) FROM mem.default.k k JOIN a.tiny.orders o ON k.k = o.orderkey";

    private SilentLogger loadFailures;
    private InProcessCluster cluster;
    private Set<String> complete;
    private Set<String> both;

    @BeforeClass
    public void setUp()
    {
        loadFailures = new SilentLogger("io.prestodynamic.catalog.engine.CatalogLoad");
        cluster = InProcessCluster.withPluginsMissingOnOneWorker(2, ImmutableSet.of(TpchPlugin.class), ImmutableMap.of());
        CatalogApi api = cluster.getApi();
        List<String> workers = cluster.getWorkers().stream().map(QueryStages::nodeId).toList();
        complete = ImmutableSet.of(workers.get(0));
        both = ImmutableSet.copyOf(workers);

        assertThat(api.add("a", "tpch", ImmutableMap.of()).assertOk().json().path("nodes").findValuesAsText("state")).containsOnlyOnce("FAILED");
        api.add("mem", "memory", ImmutableMap.of()).assertOk();
        QueryStages created = run("CREATE TABLE mem.default.k AS SELECT orderkey AS k FROM a.tiny.orders");
        assertThat(created.result().getUpdateCount()).hasValue(15000);
        assertThat(created.nodes("scan a")).isEqualTo(complete);
        assertThat(created.nodes("write")).isEqualTo(both);
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
        loadFailures.close();
    }

    @Test
    public void testJoinWithBuckets()
    {
        for (int round = 0; round < 20; round++) {
            QueryStages query = run(JOIN);
            assertThat(query.result().getOnlyValue()).isEqualTo(15000L);
            assertThat(query.nodes("scan a")).isEqualTo(complete);
            assertThat(query.nodes("scan mem")).isEqualTo(both);
        }
    }

    @Test
    public void testOtherPlansWithBuckets()
    {
        assertCount("SELECT count(*) FROM a.tiny.orders o JOIN mem.default.k k ON k.k = o.orderkey", 15000);
        assertCount("SELECT count(*) FROM a.tiny.orders o JOIN a.tiny.lineitem l ON l.orderkey = o.orderkey", 60175);
        assertCount("SELECT count(*) FROM mem.default.k WHERE k IN (SELECT orderkey FROM a.tiny.orders)", 15000);
        assertCount("SELECT count(*) FROM a.tiny.orders WHERE orderkey NOT IN (SELECT k FROM mem.default.k)", 0);
        assertCount("SELECT count(*) FROM (SELECT orderkey, count(*) FROM a.tiny.lineitem GROUP BY orderkey)", 15000);
        assertCount("SELECT count(*) FROM (SELECT k FROM mem.default.k UNION SELECT orderkey FROM a.tiny.orders)", 15000);
        assertCount("SELECT count(*) FROM (SELECT k FROM mem.default.k UNION ALL SELECT orderkey FROM a.tiny.orders)", 30000);
    }

    @Test
    public void testOtherStagesUseAllWorkers()
    {
        QueryStages query = run("SELECT custkey, count(*) FROM a.tiny.orders GROUP BY custkey");
        assertThat(query.nodes("scan a")).isEqualTo(complete);
        // the root's node is one of them
        assertThat(query.nodes("")).isEqualTo(both);
    }

    private QueryStages run(String sql)
    {
        return QueryStages.run(cluster, PARTITIONED, sql);
    }

    private void assertCount(String sql, long expected)
    {
        assertThat(run(sql).result().getOnlyValue()).describedAs(sql).isEqualTo(expected);
    }
}
