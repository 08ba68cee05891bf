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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Table that an administrator has created like existing ones in MySQL: without unique names, with short properties, and with times without time zones.
 */
public class TestPostgreSqlPlainTable
        extends AbstractTestPlainTable
{
    @Override
    protected TestingDatabaseServer createServer()
    {
        return new TestingPostgreSqlServer();
    }

    @Override
    protected void createStorage()
    {
        super.createStorage();
        execute("""
                CREATE TABLE catalog (
                  id SERIAL PRIMARY KEY,
                  catalogName VARCHAR(200) NOT NULL,
                  connectorName VARCHAR(200) NOT NULL,
                  properties VARCHAR(2000),
                  status SMALLINT NOT NULL DEFAULT 1,
                  ctime TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
                  mtime TIMESTAMP
                )""",
                "GRANT SELECT, INSERT, UPDATE ON catalog TO " + database.server().getUser(),
                "GRANT USAGE ON SEQUENCE catalog_id_seq TO " + database.server().getUser());
    }

    @Override
    protected List<String> edits()
    {
        return ImmutableList.of(
                "properties = '{\"a\":\"2\"}'",
                "connectorName = 'postgresql'",
                "properties = NULL",
                "mtime = '2022-01-01 00:00:00'",
                "mtime = CURRENT_TIMESTAMP");
    }

    @Test
    public void testRowsOfOthers()
            throws SQLException
    {
        execute("INSERT INTO catalog (catalogName, connectorName, properties, ctime) VALUES ('db2', 'mysql', '{\"port\": 9083}', '2022-03-04 05:06:07.9')",
                "INSERT INTO catalog (catalogName, connectorName) VALUES ('tpch', 'tpch')",
                "INSERT INTO catalog (catalogName, connectorName, status) VALUES ('gone', 'tpch', 0)",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('text', 'mysql', 's3cret')");
        assertThat(versions(store)).extracting(version -> version.definition().properties()).containsExactly(ImmutableMap.of("port", "9083"), ImmutableMap.of());
        assertThat(getOnlyElement(store.list().broken()).name()).isEqualTo("text");
        CatalogVersion db2 = versions(store).get(0);
        assertThat(db2.createdAt()).isEqualTo(Instant.parse("2022-03-04T05:06:07Z"));

        assertRefused(CATALOG_EXISTS, () -> add(store, "db2", ImmutableMap.of()));
        CatalogVersion next = store.prepare(definition("db2", ImmutableMap.of("a", "2")));
        store.replace(db2.version(), next, SettingsChange.NONE, replaced(db2.version(), next), FileContents.NONE);
        assertThat(versions(otherStore)).contains(next).doesNotContain(db2);
        assertThat(query("SELECT STRING_AGG(CAST(status AS VARCHAR), '' ORDER BY id) FROM catalog")).isEqualTo("01011");
        assertThat(query("SELECT COUNT(*) FROM catalog WHERE mtime BETWEEN CURRENT_TIMESTAMP - INTERVAL '1' HOUR AND CURRENT_TIMESTAMP")).isEqualTo("1");
    }

    /**
     * Rows were copied with their ids, and the sequence was not changed.
     */
    @Test
    public void testSequenceBehindIds()
    {
        execute("INSERT INTO catalog (id, catalogName, connectorName, status) VALUES (20, 'gone', 'tpch', 0)");
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        assertThat(VersionString.number(version.version())).isEqualTo(21);

        execute("INSERT INTO catalog (id, catalogName, connectorName, status) VALUES (20000, 'gone', 'tpch', 0)");
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> add(store, "web", ImmutableMap.of())))
                .hasMessage("Table \"catalog\" of the catalog store generates ids that are below those of its rows: set its sequence to the highest id");
        execute("SELECT setval('catalog_id_seq', 20000)");
        add(store, "web", ImmutableMap.of());
    }

    /**
     * A standby server without the latest changes has taken over.
     */
    @Test
    public void testSequenceThatWasLost()
    {
        CatalogVersion first = store.prepare(definition("sales", ImmutableMap.of()));
        add(store, "web", ImmutableMap.of());
        CatalogVersion third = add(otherStore, "sales", ImmutableMap.of());
        versions(store);
        execute("DELETE FROM catalog WHERE catalogName = 'sales'", "ALTER SEQUENCE catalog_id_seq RESTART");
        assertThat(VersionString.number(third.version())).isEqualTo(3);
        assertThat(VersionString.number(store.prepare(definition("sales", ImmutableMap.of())).version())).isEqualTo(4);
        assertThat(first.version()).isNotEqualTo(third.version());
    }

    @Test
    public void testVersionDoesNotDependOnTimeZone()
    {
        add(store, "sales", ImmutableMap.of("a", "1"));
        execute("UPDATE catalog SET mtime = CURRENT_TIMESTAMP", "ALTER TABLE catalog ALTER mtime TYPE TIMESTAMP WITH TIME ZONE");
        CatalogVersion version = getOnlyElement(versions(store));
        CatalogStore elsewhere = open(config().setJdbcUrl(config().getJdbcUrl() + "?options=-c%20timezone=Asia/Tokyo%20-c%20datestyle=German"));
        assertThat(getOnlyElement(versions(elsewhere)).version()).isEqualTo(version.version());
    }

    @Test
    public void testTableLockedBySomebody()
            throws SQLException
    {
        CatalogVersion version = store.prepare(definition("sales", ImmutableMap.of()));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO catalog (catalogName, connectorName) VALUES ('sales', 'tpch')");
            assertRefused(CONCURRENT_CHANGE, () -> store.add(version, DEFAULT, added(version), FileContents.NONE));
            assertThat(versions(store)).isEmpty();
            connection.commit();
        }
        assertRefused(CATALOG_EXISTS, () -> store.add(version, DEFAULT, added(version), FileContents.NONE));
    }
}
