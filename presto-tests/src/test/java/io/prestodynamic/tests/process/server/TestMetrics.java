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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Metrics of the nodes of a cluster, as Prometheus reads them.
 */
@Test(singleThreaded = true)
public class TestMetrics
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String SECRET = "hunter2";

    private ProcessCluster cluster;
    private CatalogApi coordinator;
    private CatalogApi worker;

    @BeforeClass
    public void setUp()
    {
        // what a busy machine takes for the first connector
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.push-timeout", "2m"));
        cluster.start();
        coordinator = cluster.getApi();
        worker = new CatalogApi(cluster.getWorkers().get(0).getUri());
        coordinator.add("sales", "tpcds", ImmutableMap.of()).assertOk();
        // nothing listens there
        coordinator.add("down", "mysql", ImmutableMap.of(
                "connection-url", "jdbc:mysql://127.0.0.1:1?password=" + SECRET, "connection-user", "u", "connection-password", SECRET)).assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testCoordinator()
    {
        double completed = scrape(coordinator).value("presto_queries_completed_total");
        cluster.query("SELECT count(*) FROM sales.tiny.ship_mode");
        await("the query is counted", TIMEOUT, () -> scrape(coordinator).value("presto_queries_completed_total") > completed);

        MetricsText metrics = scrape(coordinator);
        assertThat(metrics.series())
                .containsEntry("presto_catalogs{state=\"active\"}", 2.0)
                .containsEntry("presto_catalog_up{catalog=\"sales\"}", 1.0)
                .containsEntry("presto_catalog_nodes_loaded{catalog=\"sales\"}", 2.0)
                .containsEntry("presto_catalog_nodes_missing{catalog=\"sales\"}", 0.0)
                .containsEntry("presto_nodes{state=\"active\"}", 2.0)
                .containsKeys(
                        "presto_catalog_changes_total{outcome=\"added\"}",
                        "presto_catalog_change_seconds_count{action=\"add\"}",
                        "presto_failure_detector_nodes{state=\"failed\"}",
                        "presto_cluster_memory_bytes",
                        "presto_memory_pool_free_bytes{pool=\"general\"}",
                        "presto_query_execution_seconds_count",
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "process_cpu_seconds_total");
        assertThat(metrics.value("presto_catalog_load_seconds{catalog=\"sales\"}")).isPositive();
        assertThat(metrics.value("presto_catalog_loaded_timestamp_seconds{catalog=\"sales\"}"))
                .isGreaterThan(metrics.value("process_start_time_seconds"))
                .isLessThanOrEqualTo(System.currentTimeMillis() / 1e3);
    }

    @Test
    public void testWorker()
    {
        double rows = scrape(worker).value("presto_tasks_input_rows_total");
        cluster.query("SELECT count(*) FROM sales.tiny.ship_mode");
        await("the worker counts what it has read", TIMEOUT, () -> scrape(worker).value("presto_tasks_input_rows_total") >= rows + 20);
        assertThat(scrape(worker).series())
                .containsEntry("presto_catalog_coordinators_followed", 1.0)
                .containsKeys("presto_tasks_running", "presto_catalog_versions{state=\"loaded\"}", "jvm_threads_current")
                .doesNotContainKeys("presto_queries_running", "presto_catalogs{state=\"active\"}")
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("catalog="));
    }

    @Test
    public void testQueriesOfACatalog()
    {
        String finished = "presto_catalog_queries_finished_total{catalog=\"sales\"}";
        String refused = "presto_catalog_queries_failed_total{catalog=\"sales\",error=\"user\"}";
        MetricsText before = scrape(coordinator);
        cluster.query("SELECT count(*) FROM sales.tiny.ship_mode");
        cluster.query("SELECT count(*) FROM sales.tiny.reason");
        assertThatThrownBy(() -> cluster.query("SELECT * FROM sales.tiny.nothing")).hasMessageContaining("does not exist");
        await("the queries are counted", TIMEOUT, () -> {
            MetricsText now = scrape(coordinator);
            return now.value(finished) == before.value(finished) + 2 && now.value(refused) == before.value(refused) + 1;
        });
        assertThat(scrape(coordinator).value("presto_catalog_queries_failed_total{catalog=\"sales\",error=\"external\"}")).isZero();
    }

    @Test
    public void testQueriesOfACatalogThatIsDown()
    {
        // fails before it is planned
        assertThatThrownBy(() -> cluster.query("SELECT * FROM down.shop.orders")).hasMessageContaining("down");
        await("the query is counted", TIMEOUT, () -> scrape(coordinator).value("presto_catalog_queries_failed_total{catalog=\"down\",error=\"external\"}") == 1);
        assertThat(scrape(coordinator).value("presto_catalog_queries_finished_total{catalog=\"down\"}")).isZero();
    }

    @Test
    public void testRunningQuery()
            throws Exception
    {
        String running = "presto_catalog_queries_running{catalog=\"sales\"}";
        try (var connection = cluster.connect();
                var statement = connection.createStatement();
                var results = statement.executeQuery("SELECT * FROM sales.sf10.inventory")) {
            assertThat(results.next()).isTrue();
            assertThat(scrape(coordinator).value(running)).isEqualTo(1);
        }
        await("the query is canceled", TIMEOUT, () -> scrape(coordinator).value(running) == 0);
    }

    @Test
    public void testSeriesOfARemovedCatalog()
    {
        Set<String> before = scrape(coordinator).series().keySet();
        for (int i = 0; i < 10; i++) {
            String name = "brief" + i;
            coordinator.add(name, "tpcds", ImmutableMap.of()).assertOk();
            cluster.query("SELECT count(*) FROM %s.tiny.ship_mode".formatted(name));
            assertThat(scrape(coordinator).series()).containsKey("presto_catalog_up{catalog=\"%s\"}".formatted(name));
            coordinator.delete(name).assertOk();
        }
        await("the catalogs leave no series", TIMEOUT, () -> scrape(coordinator).series().keySet().stream().noneMatch(name -> name.contains("brief")));
        // whatever is not about a catalog may have appeared since, such as the quantiles of what has happened
        assertThat(scrape(coordinator).series().keySet()).filteredOn(name -> name.contains("catalog=")).isSubsetOf(before);
    }

    @Test
    public void testSeriesOfACatalog()
    {
        int before = scrape(coordinator).series().size();
        coordinator.add("another", "tpcds", ImmutableMap.of()).assertOk();
        assertThat(scrape(coordinator).series().keySet()).filteredOn(name -> name.contains("catalog=\"another\"")).hasSize(12);
        assertThat(before).isLessThan(300);
        coordinator.delete("another").assertOk();
    }

    @Test
    public void testSimultaneousScrapes()
    {
        List<CompletableFuture<MetricsText>> scrapes = Stream.generate(() -> CompletableFuture.supplyAsync(() -> scrape(coordinator))).limit(8).toList();
        assertThat(scrapes).allSatisfy(scrape -> assertThat(scrape.join().series()).containsKeys("presto_catalog_up{catalog=\"sales\"}", "presto_queries_running", "jvm_threads_current"));
    }

    @Test
    public void testNoSecret()
    {
        for (CatalogApi node : List.of(coordinator, worker)) {
            assertThat(read(node).body()).doesNotContain(SECRET, "jdbc:", "127.0.0.1");
        }
    }

    @Test
    public void testOtherRequests()
    {
        assertThat(coordinator.post("/metrics", "{}").status()).isEqualTo(405);
        assertThat(coordinator.send(coordinator.request("/metrics/other")).status()).isEqualTo(404);
    }

    private static MetricsText scrape(CatalogApi node)
    {
        return MetricsText.parse(read(node).body());
    }

    private static Answer read(CatalogApi node)
    {
        return node.send(node.request("/metrics")).assertOk();
    }
}
