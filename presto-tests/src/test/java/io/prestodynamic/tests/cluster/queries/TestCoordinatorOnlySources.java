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

import com.facebook.presto.connector.jmx.JmxPlugin;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes from sources that are read on the coordinator, which runs no other splits.
 */
@Test(singleThreaded = true)
public class TestCoordinatorOnlySources
{
    private InProcessCluster cluster;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(new JmxPlugin());
        cluster.getApi().add("mem", "memory", ImmutableMap.of()).assertOk();
        cluster.getApi().add("hole", "blackhole", ImmutableMap.of()).assertOk();
        cluster.getApi().add("x", "tpch", ImmutableMap.of()).assertOk();
        cluster.getApi().add("jmx", "jmx", ImmutableMap.of()).assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterMethod(alwaysRun = true)
    public void dropTable()
    {
        cluster.execute("DROP TABLE IF EXISTS mem.default.n");
    }

    @Test
    public void testCreateTableAsFromRuntimeNodes()
    {
        assertThat(cluster.execute("CREATE TABLE mem.default.n AS SELECT * FROM system.runtime.nodes").getUpdateCount()).hasValue(3);
        assertThat(value("SELECT count(*) FROM mem.default.n")).isEqualTo(3L);
    }

    @Test
    public void testInsertFromInformationSchema()
    {
        cluster.execute("CREATE TABLE mem.default.n (name varchar)");
        long tables = (long) value("SELECT count(*) FROM x.information_schema.tables");
        assertThat(tables).isPositive();
        assertThat(cluster.execute("INSERT INTO mem.default.n SELECT table_name FROM x.information_schema.tables").getUpdateCount()).hasValue(tables);
        assertThat(value("SELECT count(*) FROM mem.default.n")).isEqualTo(tables);
    }

    @Test
    public void testInsertFromJmx()
    {
        cluster.execute("CREATE TABLE mem.default.n (node varchar)");
        assertThat(cluster.execute("INSERT INTO mem.default.n SELECT node FROM jmx.current.\"java.lang:type=runtime\"").getUpdateCount()).hasValue(3);
        assertThat(value("SELECT count(DISTINCT node) FROM mem.default.n")).isEqualTo(3L);
    }

    @Test
    public void testInsertIntoBuckets()
    {
        cluster.execute("CREATE TABLE hole.default.buckets (node_id varchar) WITH (distributed_on = ARRAY['node_id'])");
        assertThat(cluster.execute("INSERT INTO hole.default.buckets SELECT node_id FROM system.runtime.nodes").getUpdateCount()).hasValue(3);
        cluster.execute("DROP TABLE hole.default.buckets");
    }

    @Test
    public void testReadInATransactionAfterAWrite()
            throws SQLException
    {
        cluster.execute("CREATE TABLE mem.default.n (name varchar)");
        try (Connection connection = cluster.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO mem.default.n VALUES 'a'");
                assertThat(count(statement, "SELECT count(*) FROM system.runtime.nodes")).isEqualTo(3);
                assertThat(count(statement, "SELECT count(*) FROM x.information_schema.schemata")).isPositive();
                assertThat(count(statement, "SELECT count(node) FROM jmx.current.\"java.lang:type=runtime\"")).isEqualTo(3);
            }
            connection.commit();
        }
        assertThat(value("SELECT count(*) FROM mem.default.n")).isEqualTo(1L);
    }

    private Object value(String sql)
    {
        return cluster.execute(sql).getOnlyValue();
    }

    private static long count(Statement statement, String sql)
            throws SQLException
    {
        try (ResultSet results = statement.executeQuery(sql)) {
            assertThat(results.next()).isTrue();
            long count = results.getLong(1);
            // closed before its end, a query is canceled, which ends the transaction
            assertThat(results.next()).isFalse();
            return count;
        }
    }
}
