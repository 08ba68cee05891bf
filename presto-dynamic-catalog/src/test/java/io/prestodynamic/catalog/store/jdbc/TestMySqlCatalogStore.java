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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static org.assertj.core.api.Assertions.assertThat;

public class TestMySqlCatalogStore
        extends AbstractTestServerCatalogStore
{
    @Override
    protected TestingDatabaseServer createServer()
    {
        return new TestingMySqlServer();
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return super.config().setJdbcDriver("com.mysql.jdbc.Driver");
    }

    @Override
    protected void createUser(String name, String rights)
    {
        execute("CREATE USER '%1$s'@'%%' IDENTIFIED BY '%1$s'".formatted(name), "GRANT %s ON %s.* TO '%s'@'%%'".formatted(rights, database.name(), name));
    }

    @Override
    protected void setReadOnly(boolean readOnly)
    {
        execute("SET GLOBAL read_only = " + (readOnly ? "ON" : "OFF"));
    }

    @Override
    protected void refuseActiveRows()
    {
        // MySQL ignores CHECK before 8.0.16
        execute("CREATE TRIGGER refusal BEFORE INSERT ON catalog FOR EACH ROW SIGNAL SQLSTATE '45000'");
    }

    @Override
    protected String quotedProducts()
    {
        return "`products`";
    }

    @Test
    public void testTableInOtherDatabase()
            throws SQLException
    {
        // database.table, with a keyword as the table and no database in the URL
        CatalogStoreConfig config = config().setJdbcUrl(database.server().getJdbcUrl("")).setTableName(database.name() + ".table");
        CatalogVersion version = add(open(config), "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(open(config))).containsExactly(version);
        assertThat(query("SELECT COUNT(*) FROM `table`")).isEqualTo("1");
    }

    @Test
    public void testChangesAreCommittedTogether()
            throws SQLException
    {
        List<CatalogVersion> versions = IntStream.range(0, 200).mapToObj(i -> store.prepare(definition("c" + i, ImmutableMap.of()))).toList();
        int before = commits();
        runAtOnce(versions.stream().<Runnable>map(version -> () -> store.add(version, DEFAULT, added(version), FileContents.NONE)).toList());
        assertThat(commits() - before).isBetween(1, 150);
        assertThat(versions(otherStore)).containsExactlyInAnyOrderElementsOf(versions);
    }

    private int commits()
            throws SQLException
    {
        return Integer.parseInt(query(selectCommits()));
    }

    /**
     * Returns a query for the number of commits of the server.
     */
    protected String selectCommits()
    {
        return "SELECT COUNT_STAR FROM performance_schema.events_statements_summary_global_by_event_name WHERE EVENT_NAME = 'statement/sql/commit'";
    }
}
