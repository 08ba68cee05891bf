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
package io.prestodynamic.tests.cluster.catalogs;

import com.facebook.presto.server.BasicQueryInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Descriptions, catalogs that are disabled, filters of the list, and imports that delete or only plan.
 */
@Test(singleThreaded = true)
public class TestSettingsApi
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("test-client-%s"));
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws Exception
    {
        cluster = new InProcessCluster();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testLife()
    {
        Answer added = api.post("/v1/catalog/add", """
                {"catalogName": "sales", "connectorName": "tpch", "description": "Orders of the shop", "enabled": false}""").assertOk();
        assertThat(added.text("state")).isEqualTo("DISABLED");
        assertThat(added.text("description")).isEqualTo("Orders of the shop");
        assertThat(added.json().path("enabled").asBoolean(true)).isFalse();
        assertThatThrownBy(() -> cluster.execute("SELECT 1 FROM sales.tiny.nation")).hasMessageContaining("Catalog sales does not exist");
        assertThat(cluster.execute("SHOW CATALOGS").getOnlyColumnAsSet()).doesNotContain("sales");

        Answer enabled = api.patch("sales", "{\"enabled\": true}").assertOk();
        assertThat(enabled.text("state")).isEqualTo("ACTIVE");
        assertThat(enabled.text("version")).isEqualTo(added.text("version"));
        assertThat(enabled.text("description")).isEqualTo("Orders of the shop");
        assertQueried("sales");

        Answer described = api.patch("sales", "{\"description\": null}").assertOk();
        assertThat(described.json().has("description")).isFalse();
        assertThat(described.text("version")).isEqualTo(added.text("version"));

        Answer disabled = api.patch("sales", "{\"enabled\": false}").assertOk();
        assertThat(disabled.text("state")).isEqualTo("DISABLED");
        Conditions.await("no node has it", TIMEOUT, () -> api.get("sales").json().path("nodes").isEmpty());
        assertThat(cluster.execute("SELECT description, enabled, state FROM system.metadata.dynamic_catalogs WHERE catalog_name = 'sales'").getMaterializedRows().get(0).getFields())
                .containsExactly(null, false, "DISABLED");

        // what GET answers may be sent back
        assertThat(api.put("sales", api.get("sales").body()).assertOk().text("version")).isEqualTo(added.text("version"));
        assertThat(api.put("sales", "tpch", ImmutableMap.of()).assertOk().text("state")).isEqualTo("ACTIVE");
        assertQueried("sales");
        assertThat(Streams.stream(api.send(api.request("/v1/catalog/sales/history")).json()).map(entry -> entry.path("action").asText()))
                .containsExactly("ENABLED", "DISABLED", "DESCRIBED", "ENABLED", "ADDED");
        api.delete("sales").assertOk();
    }

    @Test
    public void testRefused()
    {
        for (String field : List.of("\"enabled\": \"no\"", "\"description\": 1", "\"description\": \"%s\"".formatted("x".repeat(1001)))) {
            api.post("/v1/catalog/add", "{\"catalogName\": \"refused\", \"connectorName\": \"tpch\", %s}".formatted(field)).assertRefused(400, "INVALID_REQUEST");
        }
        api.get("refused").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    @Test
    public void testLimits()
            throws SQLException
    {
        Answer added = api.post("/v1/catalog/add", """
                {"catalogName": "limited", "connectorName": "blackhole", "limits": {"maxQueries": 3}}""").assertOk();
        assertThat(added.json().path("limits").toString()).isEqualTo("{\"maxQueries\":3}");
        assertThat(api.exportAll("").assertOk().body()).contains("\"limits\":{\"maxQueries\":3}");
        api.post("/v1/catalog/add", """
                {"catalogName": "small", "connectorName": "tpch", "limits": {"maxQueries": 1}}""").assertOk();
        cluster.execute("CREATE TABLE limited.default.short (x bigint)");
        cluster.execute("CREATE TABLE limited.default.endless (x bigint) WITH (split_count = 1, pages_per_split = 1000000, rows_per_page = 1, page_processing_delay = '100ms')");

        List<CompletableFuture<Void>> clients = Stream.generate(this::startEndless).limit(20).toList();
        Conditions.await("all but three are refused", TIMEOUT, () -> refused(clients).size() == 17 && running().size() == 3);
        assertThat(refused(clients)).allSatisfy(client -> assertThat(client).isCompletedExceptionally()).allSatisfy(client ->
                assertThatThrownBy(client::join).hasMessageContaining("Catalog limited is in use by as many queries as its limit maxQueries allows (3 of 3): run this query again when another one has ended"));

        // lists and definitions use no tables
        for (String sql : List.of(
                "SHOW TABLES FROM limited.default",
                "DESCRIBE limited.default.short",
                "SHOW CREATE TABLE limited.default.short",
                "EXPLAIN SELECT * FROM limited.default.short",
                "SELECT * FROM system.jdbc.tables",
                "SELECT * FROM limited.information_schema.columns",
                "CREATE TABLE limited.default.other (x bigint)")) {
            assertThat(cluster.execute(sql)).isNotNull();
        }
        for (String sql : List.of(
                "SELECT * FROM limited.default.short",
                "INSERT INTO limited.default.short SELECT nationkey FROM small.tiny.nation",
                "CREATE TABLE limited.default.copy AS SELECT nationkey FROM small.tiny.nation",
                "SELECT count(*) FROM small.tiny.nation, limited.default.short")) {
            assertThatThrownBy(() -> cluster.execute(sql)).hasMessageContaining("Catalog limited is in use by as many queries as its limit maxQueries allows (3 of 3)");
            assertThat(cluster.execute("SELECT count(*) FROM small.tiny.nation").getOnlyValue()).as("what is refused takes no place elsewhere").isEqualTo(25L);
        }

        assertThat(api.patch("limited", "{\"limits\": {\"maxQueries\": 4}}").assertOk().text("version")).isEqualTo(added.text("version"));
        startEndless();
        Conditions.await("a fourth one is running", TIMEOUT, () -> running().size() == 4);
        assertThatThrownBy(() -> cluster.execute("SELECT * FROM limited.default.short")).hasMessageContaining("Catalog limited is in use by as many queries as its limit maxQueries allows (4 of 4)");
        assertThat(api.patch("limited", "{\"limits\": null}").assertOk().json().has("limits")).isFalse();
        assertThat(cluster.execute("SELECT * FROM limited.default.short").getRowCount()).isZero();
        api.patch("limited", "{\"limits\": {\"maxQueries\": 1}}").assertOk();
        assertThatThrownBy(() -> cluster.execute("SELECT * FROM limited.default.short")).hasMessageContaining("Catalog limited is in use by as many queries as its limit maxQueries allows (4 of 1)");
        assertThat(api.send(api.request("/metrics")).assertOk().body()).contains("presto_catalog_queries_refused_total{catalog=\"limited\"} 23.0", "refused_total{catalog=\"small\"} 0.0");

        running().forEach(query -> cluster.execute("CALL system.runtime.kill_query('%s', 'enough')".formatted(query.getQueryId())));
        try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
            // a place is free as soon as the client is told of the end
            for (int i = 0; i < 10; i++) {
                assertThat(read(statement, "SELECT count(*) FROM small.tiny.nation, limited.default.short")).isEqualTo(1);
                assertThatThrownBy(() -> read(statement, "SELECT 1 / (nationkey - nationkey) FROM small.tiny.nation")).hasMessageContaining("by zero");
            }
            connection.setAutoCommit(false);
            assertThat(read(statement, "SELECT count(*) FROM limited.default.short")).isEqualTo(1);
            assertThat(read(statement, "SELECT count(*) FROM limited.default.short")).isEqualTo(1);
            connection.commit();
        }
        JsonNode history = api.send(api.request("/v1/catalog/limited/history")).assertOk().json();
        assertThat(history.get(0).path("action").asText()).isEqualTo("DESCRIBED");
        assertThat(history.get(0).path("changed").toString()).isEqualTo("[\"limits\"]");
        assertThat(api.patch("limited", "{\"limits\": {\"maxQueries\": 0}}").status()).isEqualTo(400);
        api.forceDelete("limited").assertOk();
        api.forceDelete("small").assertOk();
    }

    private CompletableFuture<Void> startEndless()
    {
        return CompletableFuture.runAsync(() -> cluster.execute("SELECT count(*) FROM limited.default.endless"), executor);
    }

    private List<BasicQueryInfo> running()
    {
        return cluster.getQueryRunner().getQueries().stream()
                .filter(query -> query.getQuery().contains("FROM limited.default.endless") && query.getState() == RUNNING)
                .toList();
    }

    private static int read(Statement statement, String sql)
            throws SQLException
    {
        int rows = 0;
        try (ResultSet results = statement.executeQuery(sql)) {
            while (results.next()) {
                rows++;
            }
        }
        return rows;
    }

    private static List<CompletableFuture<Void>> refused(List<CompletableFuture<Void>> clients)
    {
        return clients.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    }

    @Test
    public void testFilters()
    {
        api.add("shop_a", "tpch", ImmutableMap.of()).assertOk();
        api.add("shop_b", "blackhole", ImmutableMap.of()).assertOk();
        api.patch("shop_b", "{\"enabled\": false}").assertOk();
        assertThat(list("prefix=shop_")).containsExactly("shop_a", "shop_b");
        assertThat(list("prefix=shop_&state=ACTIVE")).containsExactly("shop_a");
        assertThat(list("state=DISABLED&connector=blackhole")).containsExactly("shop_b");
        assertThat(list("state=FAILED")).isEmpty();
        api.send(api.request("/v1/catalog?state=failed")).assertRefused(400, "INVALID_REQUEST");
        api.delete("shop_a").assertOk();
        api.delete("shop_b").assertOk();
    }

    @Test
    public void testImport()
    {
        api.add("first", "tpch", ImmutableMap.of()).assertOk();
        api.add("second", "tpch", ImmutableMap.of()).assertOk();
        api.patch("first", "{\"description\": \"One\", \"enabled\": false}").assertOk();
        String exported = api.exportAll("").assertOk().body();
        assertThat(exported).contains("\"description\":\"One\"", "\"enabled\":false");
        api.add("third", "tpch", ImmutableMap.of()).assertOk();
        api.patch("first", "{\"properties\": {\"tpch.splits-per-node\": \"1\"}, \"enabled\": true}").assertOk();

        JsonNode planned = api.importAll("?mode=replace&prune=true&dryRun=true", exported).assertOk().json();
        assertThat(planned.toString()).isEqualTo("{\"added\":0,\"replaced\":1,\"unchanged\":1,\"deleted\":1,\"refused\":0,\"catalogs\":[" +
                "{\"catalogName\":\"first\",\"outcome\":\"replaced\",\"changed\":[\"enabled\",\"tpch.splits-per-node\"]}," +
                "{\"catalogName\":\"second\",\"outcome\":\"unchanged\"}," +
                "{\"catalogName\":\"third\",\"outcome\":\"deleted\"}]}");
        assertQueried("third");

        JsonNode imported = api.importAll("?mode=replace&prune=true", exported).assertOk().json();
        assertThat(imported.path("deleted").asInt()).isEqualTo(1);
        assertThat(api.exportAll("").body()).isEqualTo(exported);
        api.get("third").assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(api.importAll("?prune=true", "{\"catalogs\": []}").assertOk().json().path("deleted").asInt()).isEqualTo(2);
        api.importAll("?prune=yes", "{\"catalogs\": []}").assertRefused(400, "INVALID_REQUEST");
    }

    private List<String> list(String parameters)
    {
        return Streams.stream(api.send(api.request("/v1/catalog?" + parameters)).assertOk().json()).map(catalog -> catalog.path("catalogName").asText()).toList();
    }

    private void assertQueried(String catalog)
    {
        assertThat(cluster.execute("SELECT count(*) FROM %s.tiny.nation".formatted(catalog)).getOnlyValue()).isEqualTo(25L);
    }
}
