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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.AbstractTestCatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Table that is emptied, or dropped and created again, while stores use it. The statements are the same for all databases.
 */
public class TestVanishedCatalogTable
{
    private static final String GONE = "The rows of the catalog store are gone: restore them, or restart the coordinator to continue with the present ones";

    private TestingDatabaseServer server;
    private Connection connection;
    private JdbcCatalogStore store;
    private CatalogVersion sales;
    private CatalogVersion web;

    @BeforeClass
    public void startServer()
    {
        server = new TestingPostgreSqlServer();
        server.createDatabase("presto");
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
            throws Exception
    {
        server.close();
    }

    @BeforeMethod
    public void setUp()
            throws SQLException
    {
        connection = DriverManager.getConnection(server.getJdbcUrl("presto"), server.getUser(), server.getPassword());
        store = open();
        sales = AbstractTestCatalogStore.add(store, "sales", ImmutableMap.of());
        web = AbstractTestCatalogStore.add(store, "web", ImmutableMap.of());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws SQLException
    {
        store.close();
        execute("DROP TABLE catalog");
        connection.close();
    }

    private JdbcCatalogStore open()
    {
        return new JdbcCatalogStore(new CatalogStoreConfig()
                .setJdbcUrl(server.getJdbcUrl("presto"))
                .setJdbcUsername(server.getUser())
                .setJdbcPassword(server.getPassword()));
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    public void testEmptied()
            throws SQLException
    {
        // includes a catalog that this store has added and not read
        execute("DELETE FROM catalog");
        assertRefused(store::list);

        try (JdbcCatalogStore restarted = open()) {
            CatalogVersion version = AbstractTestCatalogStore.add(restarted, "sales", ImmutableMap.of());
            assertThat(restarted.list().versions()).containsExactly(version);
            assertRefused(store::list);
        }
    }

    @Test
    public void testMadeAnew()
            throws SQLException
    {
        assertThat(store.list().versions()).containsExactly(sales, web);
        CatalogVersion prepared = store.prepare(AbstractTestCatalogStore.definition("other", ImmutableMap.of()));
        CatalogVersion next = store.prepare(AbstractTestCatalogStore.definition("sales", ImmutableMap.of("a", "b")));
        execute("DROP TABLE catalog");
        try (JdbcCatalogStore started = open()) {
            assertThat(started.list().versions()).isEmpty();
            assertRefused(store::list);
            assertRefused(() -> store.prepare(prepared.definition()));
            assertRefused(() -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
            assertRefused(() -> store.replace(sales.version(), next, SettingsChange.NONE, replaced(sales.version(), next), FileContents.NONE));
            assertRefused(() -> store.remove("sales", sales.version(), deleted("sales", sales.version())));
            assertThat(started.list().versions()).isEmpty();
        }
    }

    @Test
    public void testRowsDeletedByHand()
            throws SQLException
    {
        store.list();
        execute("DELETE FROM catalog WHERE catalogName = 'sales'");
        assertThat(store.list().versions()).containsExactly(web);
    }

    /**
     * Any coordinator may delete the last catalog, and inactive rows may be deleted afterwards.
     */
    @Test
    public void testAllRemoved()
            throws SQLException
    {
        store.list();
        try (JdbcCatalogStore other = open()) {
            other.remove("sales", sales.version(), deleted("sales", sales.version()));
            other.remove("web", web.version(), deleted("web", web.version()));
        }
        assertThat(store.list().versions()).isEmpty();
        execute("DELETE FROM catalog WHERE status = 0");
        assertThat(store.list().versions()).isEmpty();
        AbstractTestCatalogStore.add(store, "sales", ImmutableMap.of());
        assertThat(store.list().versions()).hasSize(1);
    }

    private static void assertRefused(Runnable call)
    {
        CatalogException exception = catchThrowableOfType(call::run, CatalogException.class);
        assertThat(exception).hasMessage(GONE);
        assertThat(exception.getCode()).isEqualTo(STORE_UNAVAILABLE);
    }
}
