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
package io.prestodynamic.db2;

import com.facebook.presto.Session;
import com.facebook.presto.plugin.jdbc.BaseJdbcConfig;
import com.facebook.presto.plugin.jdbc.JdbcClient;
import com.facebook.presto.plugin.jdbc.JdbcPlugin;
import com.facebook.presto.testing.QueryRunner;
import com.facebook.presto.tests.AbstractTestIntegrationSmokeTest;
import com.facebook.presto.tests.DistributedQueryRunner;
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Scopes;
import io.airlift.tpch.TpchTable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.presto.common.type.TimeZoneKey.UTC_KEY;
import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static com.facebook.presto.tests.QueryAssertions.copyTpchTables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The client of Db2 in queries, with H2 in the place of Db2: what both have in common.
 */
@Test(singleThreaded = true)
public class TestDb2Client
        extends AbstractTestIntegrationSmokeTest
{
    private static final String URL = "jdbc:h2:mem:db2;MODE=DB2;DB_CLOSE_DELAY=-1";

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        execute("CREATE SCHEMA SHOP", "CREATE SCHEMA SYSTOOLS", "CREATE TABLE SYSTOOLS.POLICY (ID INT)");
        Session session = testSessionBuilder().setCatalog("db2").setSchema("shop").setTimeZoneKey(UTC_KEY).build();
        DistributedQueryRunner runner = new DistributedQueryRunner(session, 2);
        try {
            runner.installPlugin(new TpchPlugin());
            runner.createCatalog("tpch", "tpch");
            runner.installPlugin(new JdbcPlugin("db2", binder -> {
                binder.bind(JdbcClient.class).to(H2Client.class).in(Scopes.SINGLETON);
                configBinder(binder).bindConfig(BaseJdbcConfig.class);
            }));
            runner.createCatalog("db2", "db2", ImmutableMap.of("connection-url", URL, "allow-drop-table", "true"));
            copyTpchTables(runner, "tpch", "tiny", session, TpchTable.getTables());
            return runner;
        }
        catch (Exception e) {
            runner.close();
            throw e;
        }
    }

    @AfterClass(alwaysRun = true)
    public void shutDown()
            throws SQLException
    {
        execute("SHUTDOWN");
    }

    @Test
    public void testSystemSchemasAreHidden()
    {
        assertThat(computeActual("SHOW SCHEMAS").getOnlyColumnAsSet()).contains("shop").doesNotContain("systools");
        assertThat(computeActual("SELECT table_schema FROM information_schema.tables").getOnlyColumnAsSet()).contains("shop").doesNotContain("systools");
    }

    @Test
    public void testWrite()
    {
        assertUpdate("CREATE TABLE people (id bigint, name varchar(5), born date, paid decimal(10,2), seen timestamp, active boolean)");
        assertUpdate("INSERT INTO people VALUES (1, 'é', DATE '1970-01-02', 1.50, TIMESTAMP '2020-01-01 00:00:00.001', true), (2, NULL, NULL, NULL, NULL, NULL)", 2);
        assertQuery("SELECT id FROM people WHERE name = 'é' AND born < DATE '1970-01-03' AND paid = 1.5 AND seen > TIMESTAMP '2020-01-01 00:00:00' AND active", "VALUES 1");
        assertQuery("SELECT id FROM people WHERE name IS NULL", "VALUES 2");
        assertUpdate("ALTER TABLE people RENAME COLUMN name TO surname");
        assertUpdate("ALTER TABLE people ADD COLUMN age integer");
        assertUpdate("ALTER TABLE people DROP COLUMN seen");
        assertUpdate("ALTER TABLE people RENAME TO persons");
        assertThat(computeActual("SHOW COLUMNS FROM persons").getMaterializedRows()).extracting(row -> row.getField(0)).containsExactly("id", "surname", "born", "paid", "active", "age");
        assertThatThrownBy(() -> getQueryRunner().execute("ALTER TABLE persons RENAME TO other.persons")).hasMessage("Db2 cannot move a table to another schema");
        assertUpdate("TRUNCATE TABLE persons");
        assertQuery("SELECT count(*) FROM persons", "VALUES 0");
        assertUpdate("DROP TABLE persons");
    }

    @Test
    public void testTypes()
            throws SQLException
    {
        execute("CREATE TABLE SHOP.KINDS (I INT, C CLOB, B BLOB, V VARBINARY(5), T TIMESTAMP(9), S VARCHAR(5))",
                "INSERT INTO SHOP.KINDS VALUES (1, 'long', X'01', X'02', TIMESTAMP '2020-01-01 00:00:00.000500', 'a')");
        assertThat(computeActual("SHOW COLUMNS FROM kinds").getMaterializedRows()).extracting(row -> row.getField(1))
                .containsExactly("integer", "varchar", "varbinary", "varbinary", "timestamp", "varchar(5)");
        assertQuery("SELECT i FROM kinds WHERE c IN ('long', 'short') AND s >= 'a' AND t = TIMESTAMP '2020-01-01 00:00:00'", "VALUES 1");
        assertQuery("SELECT i FROM kinds WHERE i IN (1, 3) AND (c IN ('long', 'y') OR c IN (s, s))", "VALUES 1");
        assertQuery("SELECT i FROM kinds WHERE b = X'01' AND v = X'02'", "VALUES 1");
        assertUpdate("DROP TABLE kinds");
    }

    private static void execute(String... statements)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(URL); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
