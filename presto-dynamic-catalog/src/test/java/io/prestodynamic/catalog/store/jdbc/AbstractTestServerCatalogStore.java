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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.store.AbstractTestDatabaseStore;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.testing.TestingLog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.base.Throwables.getStackTraceAsString;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.ChangeAction.DISABLED;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Store in a database server, in a table that it has created: outages, rights and other users.
 */
public abstract class AbstractTestServerCatalogStore
        extends AbstractTestDatabaseStore
{
    /**
     * Creates a user whose password is its name, with rights in all present and future tables of the database.
     */
    protected abstract void createUser(String name, String rights);

    /**
     * Makes the server refuse or accept changes.
     */
    protected abstract void setReadOnly(boolean readOnly);

    /**
     * Makes the table {@code catalog} refuse active rows.
     */
    protected abstract void refuseActiveRows();

    /**
     * Returns the name of the table {@code products} in messages of the store.
     */
    protected abstract String quotedProducts();

    @Test
    public void testTable()
            throws SQLException
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        assertThat(query("SELECT CONCAT_WS(' ', catalogName, connectorName, properties, status, mtime) FROM catalog")).isEqualTo("sales mysql {\"a\":\"1\"} 1");
        assertThatThrownBy(() -> execute("INSERT INTO catalog (catalogName, connectorName) VALUES ('sales', 'mysql')"))
                .rootCause()
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));

        store.remove("sales", version.version(), deleted("sales", version.version()));
        assertThat(query("SELECT COUNT(*) FROM catalog WHERE catalogName = 'sales' AND status = 0 AND mtime IS NOT NULL")).isEqualTo("1");
        add(store, "sales", ImmutableMap.of("a", "2"));
        assertThat(query("SELECT COUNT(*) FROM catalog WHERE catalogName = 'sales'")).isEqualTo("2");
    }

    @Test
    public void testHistoryTableDropped()
            throws SQLException
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        CatalogVersion web = store.prepare(definition("web", ImmutableMap.of()));
        try (TestingLog log = new TestingLog("io.prestodynamic.catalog.store")) {
            execute("DROP TABLE catalog_history");
            store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
            store.add(web, DEFAULT, added(web), FileContents.NONE);
            assertThat(store.history().list(newest(10))).extracting(entry -> entry.change().after().orElseThrow()).containsExactly(web.version(), second.version());

            execute("DROP TABLE catalog_history");
            assertThat(store.history().list(newest(10))).isEmpty();
            store.remove("web", web.version(), deleted("web", web.version()));
            assertThat(store.history().list(newest(10))).extracting(entry -> entry.change().catalogName()).containsExactly("web");
            assertThat(log.getMessages()).hasSize(2).allSatisfy(message -> assertThat(message).matches("Table .*catalog_history. of the catalog store is gone, " +
                    "and with it the records of all changes until now\\. It is created again: to get the records back, insert them from a backup"));
        }
        assertThat(versions(otherStore)).containsExactly(second);
    }

    @Test
    public void testLongProperties()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("certificate", "x".repeat(1_000_000)));
        assertThat(versions(otherStore)).containsExactly(version);
    }

    @Test
    public void testServerRestart()
    {
        CatalogVersion sales = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion prepared = store.prepare(definition("web", ImmutableMap.of("a", "1")));
        database.server().stop();
        try {
            assertUnavailable(store::list);
            assertUnavailable(() -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
            assertUnavailable(() -> store.remove("sales", sales.version(), deleted("sales", sales.version())));
        }
        finally {
            database.server().start();
        }
        // a call may still get a connection that was opened before
        await("The store works again", Duration.ofSeconds(20), () -> isAvailable(store));
        assertThat(versions(store)).containsExactly(sales);
        store.add(prepared, DEFAULT, added(prepared), FileContents.NONE);
        assertThat(versions(otherStore)).containsExactly(sales, prepared);
    }

    @Test
    public void testOpenedWhileServerIsDown()
    {
        database.server().stop();
        CatalogStore early;
        try {
            early = open(config());
            assertUnavailable(early::list);
        }
        finally {
            database.server().start();
        }
        await("The store works", Duration.ofSeconds(20), () -> isAvailable(early));
        CatalogVersion version = add(early, "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(early)).containsExactly(version);
    }

    @Test
    public void testServerHangs()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        database.server().freeze();
        try {
            long start = System.nanoTime();
            assertUnavailable(store::list);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
        finally {
            database.server().thaw();
        }
        await("The store works again", Duration.ofSeconds(20), () -> isAvailable(store));
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testRowLockedBySomebody()
            throws SQLException
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE catalog SET connectorName = 'postgresql'");
            assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", version.version(), deleted("sales", version.version())));
            connection.rollback();
        }
        store.remove("sales", version.version(), deleted("sales", version.version()));
    }

    @Test
    public void testFoundWhileSomebodyLocksARow()
            throws SQLException
    {
        List<CatalogVersion> versions = Stream.of("a", "b", "c").map(name -> add(store, name, ImmutableMap.of())).toList();
        List<FoundChange> found = versions.stream()
                .map(version -> new FoundChange(added(version), store.history().list(version.name().value(), newest(1)).stream().mapToLong(HistoryEntry::sequence).findFirst()))
                .toList();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE catalog SET connectorName = 'postgresql' WHERE activeName = 'b'");
            assertThat(store.history().recordFound(found)).isFalse();
            connection.rollback();
        }
        assertThat(store.history().list(newest(10))).extracting(entry -> entry.change().catalogName()).containsExactlyInAnyOrder("a", "b", "c", "a", "c");
        assertThat(store.history().recordFound(found.subList(1, 2))).isTrue();
    }

    @Test
    public void testRefusedUser()
    {
        CatalogException exception = assertRefused(STORE_UNAVAILABLE, open(config().setJdbcPassword("wr0ng"))::list);
        assertThat(exception).hasMessage("The catalog store refuses the user or the password of dynamic-catalog.jdbc");
        assertThat(getStackTraceAsString(exception)).contains("Caused by").doesNotContain("wr0ng");
    }

    @Test
    public void testMissingRights()
    {
        createUser("reader", "SELECT");
        CatalogStore reader = open(config().setJdbcUsername("reader").setJdbcPassword("reader"));
        assertThat(assertRefused(STORE_UNAVAILABLE, reader::list)).hasMessageContaining("CREATE");
        store.list();
        assertThat(versions(reader)).isEmpty();
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> add(reader, "sales", ImmutableMap.of()))).hasMessageContaining("INSERT");
    }

    @Test
    public void testReadOnly()
    {
        createUser("writer", "SELECT, INSERT, UPDATE");
        store.list();
        store.history().list(newest(1));
        CatalogStore writer = open(config().setJdbcUsername("writer").setJdbcPassword("writer"));
        CatalogVersion first = add(writer, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion second = writer.prepare(definition("sales", ImmutableMap.of("a", "2")));

        setReadOnly(true);
        CatalogStore late = open(config().setJdbcUsername("writer").setJdbcPassword("writer"));
        try {
            assertThat(versions(late)).containsExactly(first);
            for (ThrowingCallable change : ImmutableList.<ThrowingCallable>of(
                    () -> add(late, "web", ImmutableMap.of()),
                    () -> late.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE),
                    () -> late.remove("sales", first.version(), deleted("sales", first.version())))) {
                assertThat(assertRefused(STORE_UNAVAILABLE, change)).hasMessage("The database of the catalog store is read-only at the moment");
            }
        }
        finally {
            setReadOnly(false);
        }
        writer.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
        assertThat(versions(writer)).containsExactly(second);
        writer.remove("sales", second.version(), deleted("sales", second.version()));
        assertThat(versions(writer)).isEmpty();
    }

    /**
     * A user who may not create tables, as before an upgrade.
     */
    @Test
    public void testWithoutSettings()
    {
        // some databases grant rights to later tables only
        createUser("upgrader", "SELECT, INSERT, UPDATE");
        CatalogVersion sales = add(store, "sales", ImmutableMap.of());
        store.list();
        execute("DROP TABLE catalog_settings");
        CatalogStore writer = open(config().setJdbcUsername("upgrader").setJdbcPassword("upgrader"));
        try (TestingLog log = new TestingLog("io.prestodynamic.catalog.store")) {
            assertThat(versions(writer)).containsExactly(sales);
            CatalogVersion web = add(writer, "web", ImmutableMap.of());
            writer.remove("web", web.version(), deleted("web", web.version()));
            assertThat(writer.list().settings()).isEmpty();
            assertThat(log.getMessages()).singleElement().asString().startsWith("Cannot create table ");
        }
        SettingsChange off = new SettingsChange(CatalogSettings.DEFAULT, CatalogSettings.unlimited(Optional.empty(), false));
        CatalogChange change = CatalogChange.configured(DISABLED, "sales", sales.version(), "mysql", ImmutableMap.of(), ORIGIN);
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> writer.configure("sales", sales.version(), off, change))).hasMessageContaining("needs the rights to");
        assertThat(assertRefused(STORE_UNAVAILABLE, store::list)).as("of those who had the table").hasMessage("The table of the catalog store is gone");
        assertThat(versions(store)).containsExactly(sales);
        store.configure("sales", sales.version(), off, change);
        assertThat(otherStore.list().settings()).containsKey("sales");
    }

    /**
     * The first release with settings had no limits.
     */
    @Test
    public void testSettingsWithoutLimits()
    {
        createUser("widener", "SELECT, INSERT, UPDATE");
        CatalogVersion sales = store.prepare(definition("sales", ImmutableMap.of()));
        CatalogSettings off = CatalogSettings.unlimited(Optional.of("Orders"), false);
        store.add(sales, off, added(sales), FileContents.NONE);
        execute("ALTER TABLE catalog_settings DROP COLUMN maxQueries");
        CatalogChange change = CatalogChange.configured(DISABLED, "sales", sales.version(), "mysql", ImmutableMap.of(), ORIGIN);

        CatalogStore writer = open(config().setJdbcUsername("widener").setJdbcPassword("widener"));
        CatalogSettings on = CatalogSettings.unlimited(Optional.empty(), true);
        CatalogSettings limited = new CatalogSettings(Optional.of("Orders"), false, Optional.of(20));
        try (TestingLog log = new TestingLog("io.prestodynamic.catalog.store")) {
            assertThat(writer.list().settings()).containsEntry("sales", off);
            assertThat(log.getMessages()).singleElement().asString().startsWith("Cannot add column maxQueries ");
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> writer.configure("sales", sales.version(), new SettingsChange(off, limited), change)))
                    .hasMessageContaining("has no column maxQueries for limits");
            writer.configure("sales", sales.version(), new SettingsChange(off, on), change);
            writer.configure("sales", sales.version(), new SettingsChange(on, off), change);
        }

        CatalogStore upgraded = open(config());
        assertThat(upgraded.list().settings()).containsEntry("sales", off);
        upgraded.configure("sales", sales.version(), new SettingsChange(off, limited), change);
        assertThat(upgraded.list().settings()).containsEntry("sales", limited);
    }

    @Test
    public void testErrorsHoldNoProperties()
    {
        CatalogVersion version = store.prepare(definition("sales", ImmutableMap.of("connection-password", "s3cret")));
        refuseActiveRows();
        CatalogException exception = assertRefused(STORE_UNAVAILABLE, () -> store.add(version, DEFAULT, added(version), FileContents.NONE));
        assertThat(exception).hasMessageStartingWith("The catalog store reports an error (SQL state ");
        assertThat(getStackTraceAsString(exception)).contains("Caused by").doesNotContain("s3cret");
    }

    @Test
    public void testMissingDatabase()
    {
        assertThat(assertRefused(STORE_UNAVAILABLE, open(config().setJdbcUrl(database.server().getJdbcUrl("nowhere")))::list)).hasMessageContaining("does not exist");
        assertThat(assertRefused(STORE_UNAVAILABLE, open(config().setTableName("nowhere.catalog"))::list)).hasMessageContaining("does not exist");
    }

    @Test
    public void testOtherTable()
    {
        execute("CREATE TABLE products (id INT PRIMARY KEY, catalogName VARCHAR(200), properties TEXT, status INT)",
                "GRANT SELECT ON products TO " + database.server().getUser());
        CatalogStore other = open(config().setTableName("products"));
        assertThat(assertRefused(STORE_UNAVAILABLE, other::list)).hasMessage("Table %s of the catalog store lacks the columns connectorName, ctime, mtime", quotedProducts());
        execute("ALTER TABLE products ADD connectorName VARCHAR(200), ADD ctime TIMESTAMP, ADD mtime TIMESTAMP");
        assertThat(versions(other)).isEmpty();
    }

    private void assertUnavailable(Runnable call)
    {
        CatalogException exception = assertRefused(STORE_UNAVAILABLE, call::run);
        assertThat(exception).hasMessage("The catalog store cannot be reached");
        assertThat(getStackTraceAsString(exception)).doesNotContain(database.server().getPassword());
    }

    private static boolean isAvailable(CatalogStore store)
    {
        try {
            store.list();
            return true;
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }
}
