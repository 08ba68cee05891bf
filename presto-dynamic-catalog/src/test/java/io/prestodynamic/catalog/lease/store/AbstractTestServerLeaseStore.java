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
package io.prestodynamic.catalog.lease.store;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.AbstractTestCatalogStore;
import io.prestodynamic.catalog.store.TestingDatabase;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.testing.TestingDatabaseServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.assertRefused;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lease in a database server that fails and has other users.
 */
abstract class AbstractTestServerLeaseStore
        extends AbstractTestLeaseStore
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(30);

    private TestingDatabase database;

    protected abstract TestingDatabaseServer createServer();

    @BeforeClass
    public void startServer()
    {
        database = new TestingDatabase(createServer());
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected void createStorage()
    {
        database.create();
    }

    @Override
    protected LeaseStore open(String environment, ActiveCoordinatorConfig config)
    {
        return closeLater(new JdbcLeaseStore(database.config(), config, environment));
    }

    @Override
    protected void deleteLease()
    {
        database.execute("DELETE FROM catalog_lease");
    }

    @Test
    public void testDroppedTable()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        database.execute("DROP TABLE catalog_lease");
        assertRefused(STORE_UNAVAILABLE, () -> store.renew("s1"));
        assertThat(store.renew("s1")).isFalse();
        assertThat(store.take(Optional.empty(), lease("c1", "s1", 2))).isTrue();
        assertThat(store.renew("s1")).isTrue();
    }

    @Test
    public void testRowThatCannotBeRead()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        database.execute("UPDATE catalog_lease SET uri = 'no uri'");
        assertThat(assertRefused(STORE_UNAVAILABLE, store::read)).hasMessageContaining("catalog_lease").hasMessageContaining("delete the row");
        assertThat(store.renew("s1")).isTrue();
    }

    @Test
    public void testServerRestart()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        database.server().stop();
        try {
            assertRefused(STORE_UNAVAILABLE, () -> store.renew("s1"));
        }
        finally {
            database.server().start();
        }
        await("the lease is renewed again", TIMEOUT, () -> isRenewed("s1"));
    }

    @Test
    public void testSessionEndsWithItsConnection()
    {
        JdbcLeaseStore holder = new JdbcLeaseStore(database.config(), new ActiveCoordinatorConfig(), ENVIRONMENT);
        assertThat(store.hasSessionEnded("s1")).as("was never connected").isFalse();
        holder.holdSession("s1");
        holder.holdSession("s1");
        assertThat(store.hasSessionEnded("s1")).isFalse();
        holder.close();
        await("the session has ended", TIMEOUT, () -> store.hasSessionEnded("s1"));
        assertThat(store.hasSessionEnded("s1")).as("again").isTrue();
        assertThat(store.hasSessionEnded("s2")).isFalse();
        assertThat(otherStore.hasSessionEnded("s1")).as("who has not seen it connected").isFalse();
    }

    @Test
    public void testRestartOfServerEndsNoSession()
    {
        JdbcLeaseStore holder = new JdbcLeaseStore(database.config(), new ActiveCoordinatorConfig(), ENVIRONMENT);
        holder.holdSession("s1");
        assertThat(store.hasSessionEnded("s1")).isFalse();
        database.server().stop();
        assertThat(store.hasSessionEnded("s1")).isFalse();
        database.server().start();
        await("the server answers both", TIMEOUT, () -> isReadable(store) && isReadable(holder));
        assertThat(store.hasSessionEnded("s1")).as("before the holder is connected again").isFalse();
        holder.holdSession("s1");
        assertThat(store.hasSessionEnded("s1")).isFalse();
        holder.close();
        await("the session has ended", TIMEOUT, () -> store.hasSessionEnded("s1"));
    }

    /**
     * A request to a silent server fails within a part of the lease.
     */
    @Test
    public void testServerHangs()
    {
        LeaseStore hasty = open(ENVIRONMENT, new ActiveCoordinatorConfig().setLease(new Duration(6, SECONDS)));
        hasty.take(Optional.empty(), lease("c1", "s1", 1));
        database.server().freeze();
        try {
            long start = System.nanoTime();
            assertRefused(STORE_UNAVAILABLE, () -> hasty.renew("s1"));
            // the timeout of a request is 1.5 s, and 2 s with the driver of PostgreSQL; the rest is for a busy machine
            assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(java.time.Duration.ofSeconds(5));
        }
        finally {
            database.server().thaw();
        }
        await("the lease is renewed again", TIMEOUT, () -> isRenewed("s1"));
    }

    /**
     * A request can be abandoned, whatever its timeout.
     */
    @Test
    public void testAbandoned()
    {
        LeaseStore patient = open(ENVIRONMENT, new ActiveCoordinatorConfig().setLease(new Duration(2, MINUTES)));
        patient.take(Optional.empty(), lease("c1", "s1", 1));
        database.server().freeze();
        try {
            assertAbandoned(patient, () -> patient.renew("s1"));
            // now without a connection
            assertAbandoned(patient, patient::read);
        }
        finally {
            database.server().thaw();
        }
        await("the lease is renewed again", TIMEOUT, () -> isRenewed("s1"));
    }

    /**
     * Changes of catalogs that wait for a lock do not block renewals.
     */
    @Test
    public void testSlowChanges()
            throws SQLException
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        try (JdbcCatalogStore catalogs = new JdbcCatalogStore(database.config().setJdbcMaxPoolSize(1));
                Connection somebody = database.connect();
                Statement statement = somebody.createStatement()) {
            CatalogVersion version = AbstractTestCatalogStore.add(catalogs, "sales", ImmutableMap.of());
            somebody.setAutoCommit(false);
            statement.execute("UPDATE catalog SET connectorName = 'postgresql'");
            CompletableFuture<CatalogException> removal = CompletableFuture.supplyAsync(() -> assertRefused(CONCURRENT_CHANGE, () -> catalogs.remove("sales", version.version(), deleted("sales", version.version()))));
            int renewals = 0;
            while (!removal.isDone()) {
                assertThat(store.renew("s1")).isTrue();
                renewals++;
            }
            assertThat(renewals).isGreaterThan(3);
            somebody.rollback();
            removal.join();
        }
    }

    private static boolean isReadable(LeaseStore store)
    {
        try {
            store.read();
            return true;
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }

    private boolean isRenewed(String session)
    {
        try {
            return store.renew(session);
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }
}
