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

import com.facebook.presto.testing.MaterializedRow;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * System tables of dynamic catalogs.
 */
@Test(singleThreaded = true)
public class TestCatalogTables
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(new TolerantPlugin());
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterMethod(alwaysRun = true)
    public void removeCatalogs()
    {
        for (JsonNode catalog : api.list().assertOk().json()) {
            if (catalog.path("source").asText().equals("dynamic")) {
                api.forceDelete(catalog.path("catalogName").asText()).assertOk();
            }
        }
        cluster.awaitDrained();
    }

    @Test
    public void testColumns()
    {
        assertThat(cluster.execute("DESCRIBE system.metadata.dynamic_catalogs").getMaterializedRows()).extracting(row -> row.getField(0) + " " + row.getField(1))
                .containsExactly(
                        "catalog_name varchar",
                        "connector_name varchar",
                        "version varchar",
                        "state varchar",
                        "created_at timestamp",
                        "created_by varchar",
                        "queries bigint",
                        "draining_versions bigint",
                        "error varchar",
                        "description varchar",
                        "enabled boolean");
        assertThat(cluster.execute("DESCRIBE system.runtime.catalog_nodes").getMaterializedRows()).extracting(row -> row.getField(0) + " " + row.getField(1))
                .containsExactly(
                        "catalog_name varchar",
                        "version varchar",
                        "node_id varchar",
                        "coordinator boolean",
                        "state varchar",
                        "error varchar",
                        "since timestamp");
    }

    @Test
    public void testShowCatalogs()
    {
        api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        api.add("sales_eu", TolerantPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SHOW CATALOGS").getOnlyColumn()).containsSubsequence("sales", "sales_eu", "system");
        assertThat(cluster.execute("SHOW CATALOGS").getTypes()).containsExactly(VARCHAR);
        assertThat(cluster.execute("SHOW CATALOGS LIKE 'sales%'").getOnlyColumn()).containsExactly("sales", "sales_eu");
        assertThat(cluster.execute("SHOW CATALOGS LIKE 'sales$_%' ESCAPE '$'").getOnlyColumn()).containsExactly("sales_eu");
        assertThat(cluster.execute("SHOW CATALOGS LIKE 'nothing'").getMaterializedRows()).isEmpty();
        // a row for each catalog would make the plans of thousands of them large
        for (String sql : List.of("SHOW CATALOGS", "SHOW SESSION")) {
            assertThat(cluster.execute("EXPLAIN " + sql).getOnlyValue().toString()).as(sql).contains("Unnest").containsOnlyOnce("- Values");
        }
    }

    @Test
    public void testHistoryColumns()
    {
        assertThat(cluster.execute("DESCRIBE system.metadata.catalog_history").getMaterializedRows()).extracting(row -> row.getField(0) + " " + row.getField(1))
                .containsExactly(
                        "sequence bigint",
                        "changed_at timestamp",
                        "catalog_name varchar",
                        "action varchar",
                        "version varchar",
                        "previous_version varchar",
                        "user varchar",
                        "principal varchar",
                        "source varchar",
                        "address varchar",
                        "request_id varchar",
                        "connector_name varchar",
                        "changed_properties varchar",
                        "comment varchar");
    }

    @Test
    public void testCatalogs()
    {
        assertThat(rows("SELECT * FROM system.metadata.dynamic_catalogs")).isEmpty();
        String version = api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk().text("version");
        assertThat(rows("SELECT catalog_name, connector_name, version, state, queries, draining_versions, error FROM system.metadata.dynamic_catalogs"))
                .extracting(MaterializedRow::getFields)
                .singleElement().asList()
                .containsExactly("sales", TolerantPlugin.CONNECTOR, version, "ACTIVE", 0L, 0L, null);
        assertThat(rows("SELECT 1 FROM system.metadata.dynamic_catalogs WHERE abs(date_diff('hour', created_at, current_timestamp)) < 1")).hasSize(1);
        assertThat(rows("SELECT * FROM system.metadata.dynamic_catalogs").toString()).doesNotContain("hunter2", "some-password");
        assertThat(rows("SELECT * FROM system.runtime.catalog_nodes").toString()).doesNotContain("hunter2", "some-password");
    }

    @Test
    public void testNodes()
    {
        String version = api.add("sales", "tpch", ImmutableMap.of()).assertOk().text("version");
        List<MaterializedRow> nodes = rows("SELECT catalog_name, version, coordinator, state, error FROM system.runtime.catalog_nodes ORDER BY coordinator DESC");
        assertThat(nodes).hasSize(3).allSatisfy(row -> assertThat(row.getFields()).contains("sales", version, "LOADED", null));
        assertThat(nodes).extracting(row -> row.getField(2)).containsExactly(true, false, false);
        assertThat(rows("SELECT c.node_id FROM system.runtime.catalog_nodes c JOIN system.runtime.nodes n ON c.node_id = n.node_id AND c.coordinator = n.coordinator")).hasSize(3);
        assertThat(rows("SELECT 1 FROM system.runtime.catalog_nodes WHERE abs(date_diff('hour', since, current_timestamp)) < 1")).hasSize(3);

        assertThat(api.get("sales").json().path("nodes")).hasSize(3).allSatisfy(node -> assertThat(node.path("since").asText()).endsWith("Z"));
    }

    @Test
    public void testSinceStaysWhileNothingChanges()
    {
        api.add("sales", "tpch", ImmutableMap.of()).assertOk();
        List<MaterializedRow> before = rows("SELECT node_id, since FROM system.runtime.catalog_nodes ORDER BY 1");
        // workers answer again with every change
        api.add("other", "tpch", ImmutableMap.of()).assertOk();
        assertThat(rows("SELECT node_id, since FROM system.runtime.catalog_nodes WHERE catalog_name = 'sales' ORDER BY 1")).isEqualTo(before);
    }

    @Test
    public void testVersionsThatDrain()
            throws SQLException
    {
        String first = api.add("sales", "tpch", ImmutableMap.of()).assertOk().text("version");
        try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM sales.tiny.nation").next();
            assertThat(rows("SELECT queries FROM system.metadata.dynamic_catalogs")).extracting(row -> row.getField(0)).containsExactly(1L);

            String second = api.put("sales", "tpch", ImmutableMap.of("tpch.splits-per-node", "2")).assertOk().text("version");
            assertThat(rows("SELECT version, state, queries, draining_versions FROM system.metadata.dynamic_catalogs"))
                    .extracting(MaterializedRow::getFields)
                    .containsExactly(List.of(second, "ACTIVE", 0L, 1L));
            assertThat(rows("SELECT version, count(*) FROM system.runtime.catalog_nodes GROUP BY version"))
                    .extracting(MaterializedRow::getFields)
                    .containsExactlyInAnyOrder(List.of(first, 3L), List.of(second, 3L));

            api.delete("sales").assertOk();
            assertThat(rows("SELECT version, state, queries FROM system.metadata.dynamic_catalogs"))
                    .extracting(MaterializedRow::getFields)
                    .containsExactly(List.of(first, "DRAINING", 1L));
            connection.rollback();
        }
        Conditions.await("both are gone", TIMEOUT, () ->
                rows("SELECT 1 FROM system.metadata.dynamic_catalogs").isEmpty() && rows("SELECT 1 FROM system.runtime.catalog_nodes").isEmpty());
    }

    private List<MaterializedRow> rows(String sql)
    {
        return cluster.execute(sql).getMaterializedRows();
    }
}
