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

import com.facebook.presto.spi.eventlistener.QueryCompletedEvent;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.RecordingEventListener;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * SQL on dynamic catalogs. Every statement works as on static catalogs, and shows only the name of the catalog.
 */
@Test(singleThreaded = true)
public class TestDynamicCatalogSql
{
    private final RecordingEventListener events = new RecordingEventListener();
    private InProcessCluster cluster;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(events);
        cluster.getApi().add("source", "tpch", ImmutableMap.of()).assertOk();
        cluster.getApi().add("mem", "memory", ImmutableMap.of()).assertOk();
        cluster.getApi().add("hole", "blackhole", ImmutableMap.of()).assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testSelect()
    {
        assertThat(value("SELECT count(*) FROM source.tiny.orders o JOIN source.sf1.nation n ON o.custkey % 25 = n.nationkey")).isEqualTo(15000L);
    }

    @Test
    public void testCreateInsertDrop()
    {
        cluster.execute("CREATE TABLE mem.default.plain (key bigint, name varchar)");
        assertThat(cluster.execute("INSERT INTO mem.default.plain SELECT nationkey, name FROM source.tiny.nation").getUpdateCount()).hasValue(25);
        assertThat(value("SELECT count(*) FROM mem.default.plain WHERE name = 'FRANCE'")).isEqualTo(1L);
        cluster.execute("DROP TABLE mem.default.plain");
        assertThatThrownBy(() -> cluster.execute("SELECT * FROM mem.default.plain")).hasMessageContaining("Table mem.default.plain does not exist");
    }

    @Test
    public void testCreateTableAs()
    {
        assertThat(cluster.execute("CREATE TABLE mem.default.copied AS SELECT * FROM source.tiny.orders").getUpdateCount()).hasValue(15000);
        assertThat(value("SELECT count(*) FROM mem.default.copied")).isEqualTo(15000L);
        cluster.execute("CREATE TABLE hole.default.swallowed AS SELECT * FROM mem.default.copied");
        assertThat(value("SELECT count(*) FROM hole.default.swallowed")).isEqualTo(0L);
        cluster.execute("DROP TABLE mem.default.copied");
    }

    @Test
    public void testViews()
    {
        cluster.execute("CREATE VIEW mem.default.big AS SELECT nationkey FROM source.tiny.nation WHERE nationkey > 20");
        assertThat(value("SELECT count(*) FROM mem.default.big")).isEqualTo(4L);
        assertThat(value("SHOW CREATE VIEW mem.default.big").toString()).contains("mem.default.big").doesNotContain("@");
        cluster.execute("DROP VIEW mem.default.big");
    }

    @Test
    public void testShowAndDescribe()
    {
        assertThat(cluster.execute("SHOW CATALOGS").getOnlyColumnAsSet()).contains("source", "mem", "hole").allSatisfy(name -> assertThat(name.toString()).doesNotContain("@"));
        assertThat(cluster.execute("SHOW SCHEMAS FROM source").getOnlyColumnAsSet()).contains("tiny", "information_schema");
        assertThat(cluster.execute("SHOW TABLES FROM source.tiny").getOnlyColumnAsSet()).contains("orders");
        assertThat(cluster.execute("DESCRIBE source.tiny.nation").getRowCount()).isEqualTo(4);
        assertThat(cluster.execute("SHOW STATS FOR source.tiny.nation").getRowCount()).isEqualTo(5);
        assertThat(value("SHOW CREATE TABLE source.tiny.nation").toString()).contains("CREATE TABLE source.tiny.nation");
    }

    @Test
    public void testMetadataTables()
    {
        assertThat(cluster.execute("SELECT DISTINCT table_catalog FROM source.information_schema.columns").getOnlyColumnAsSet()).containsExactly("source");
        assertThat(cluster.execute("SELECT table_cat FROM system.jdbc.catalogs").getOnlyColumnAsSet()).contains("source", "mem");
        assertThat(cluster.execute("SELECT DISTINCT table_cat FROM system.jdbc.tables WHERE table_cat = 'source'").getOnlyColumnAsSet()).containsExactly("source");
        assertThat(cluster.execute("SELECT DISTINCT table_cat FROM system.jdbc.columns WHERE table_cat = 'source' AND table_schem = 'tiny'").getOnlyColumnAsSet()).containsExactly("source");
        assertThat(cluster.execute("SELECT catalog_name FROM system.metadata.catalogs").getOnlyColumnAsSet()).contains("source");
        // ids are shown as names
        assertThat(cluster.execute("SELECT catalog_name, connector_id FROM system.metadata.catalogs WHERE catalog_name = 'source'").toString()).doesNotContain("@");
        assertThat(cluster.execute("SELECT * FROM system.runtime.transactions").toString()).doesNotContain("source@");
    }

    @Test
    public void testExplain()
    {
        String query = "SELECT name FROM source.tiny.nation WHERE nationkey = 3";
        for (String type : List.of("(TYPE LOGICAL)", "(TYPE DISTRIBUTED)", "(TYPE IO)", "(FORMAT GRAPHVIZ)", "(TYPE DISTRIBUTED, FORMAT JSON)")) {
            assertThat(value("EXPLAIN " + type + " " + query).toString()).describedAs(type).doesNotContain("source@");
        }
        assertThat(value("EXPLAIN (TYPE DISTRIBUTED) " + query).toString()).contains("connectorId='source'");
        assertThat(value("EXPLAIN (TYPE IO) " + query).toString()).contains("\"catalog\" : \"source\"");
        assertThat(value("EXPLAIN (TYPE IO) CREATE TABLE mem.default.x AS " + query).toString()).contains("\"catalog\" : \"mem\"").doesNotContain("mem@");
        assertThat(value("EXPLAIN CREATE TABLE mem.default.x AS " + query).toString()).contains("mem.default.x").doesNotContain("mem@");
        assertThat(value("EXPLAIN ANALYZE " + query).toString()).contains("connectorId='source'").doesNotContain("source@");
    }

    @Test
    public void testEventsAndQueryInfo()
    {
        String sql = "CREATE TABLE mem.default.observed AS SELECT nationkey FROM source.tiny.nation";
        String queryId = cluster.getQueryRunner().executeWithQueryId(cluster.getQueryRunner().getDefaultSession(), sql).getQueryId().toString();

        Conditions.await("the event of the query", Duration.ofSeconds(30), () -> findEvent(queryId).isPresent());
        QueryCompletedEvent event = findEvent(queryId).orElseThrow();
        assertThat(event.getIoMetadata().getInputs()).singleElement().satisfies(input -> assertThat(input.getCatalogName()).isEqualTo("source"));
        assertThat(event.getIoMetadata().getOutput()).hasValueSatisfying(output -> assertThat(output.getCatalogName()).isEqualTo("mem"));
        assertThat(event.getMetadata().getPlan().orElseThrow()).doesNotContain("source@", "mem@");

        for (String path : List.of("/v1/query/" + queryId, "/v1/query")) {
            String json = cluster.getApi().send(cluster.getApi().request(path).header("X-Presto-User", "test")).assertOk().body();
            assertThat(json).contains(queryId).doesNotContain("source@", "mem@");
        }
        cluster.execute("DROP TABLE mem.default.observed");
    }

    @Test
    public void testErrorsShowThePlainName()
    {
        assertThatThrownBy(() -> cluster.execute("SELECT * FROM source.tiny.missing")).hasMessageContaining("Table source.tiny.missing does not exist");
        assertThatThrownBy(() -> cluster.execute("CREATE TABLE source.tiny.mine (x bigint)")).satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("@"));
        assertThatThrownBy(() -> cluster.execute("SET SESSION source.missing = 1")).hasMessage("Unknown connector source");
    }

    @Test
    public void testConnectorIdIsNoCatalogName()
    {
        String version = cluster.getApi().get("hole").text("version");
        assertThatThrownBy(() -> cluster.execute("SHOW SCHEMAS FROM \"hole@" + version + "\"")).hasMessageContaining("does not exist");
    }

    private Optional<QueryCompletedEvent> findEvent(String queryId)
    {
        return events.getCompleted().stream()
                .filter(event -> event.getMetadata().getQueryId().equals(queryId))
                .findFirst();
    }

    private Object value(String sql)
    {
        return cluster.execute(sql).getOnlyValue();
    }
}
