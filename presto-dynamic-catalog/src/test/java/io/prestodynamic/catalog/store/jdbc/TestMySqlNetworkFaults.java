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

import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.testing.TestingTcpProxy.Cut;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_ANSWER;
import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_REQUEST;
import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that break or hang at any moment.
 */
@Test(singleThreaded = true)
public class TestMySqlNetworkFaults
        extends AbstractTestMySqlFaults
{
    private static final int NO_SUCH_THREAD = 1094;
    private static final String UNREACHABLE = "The catalog store cannot be reached";

    @DataProvider
    public Object[][] cuts()
    {
        return new Object[][] {{BEFORE_REQUEST}, {BEFORE_ANSWER}};
    }

    @Test(dataProvider = "cuts")
    public void testCutInCommit(Cut cut)
    {
        CatalogVersion replaced = add("replaced");
        CatalogVersion removed = add("removed");
        CatalogVersion next = prepare("replaced");
        CatalogVersion added = prepare("added");

        assertOutcomeUnknown(cut, () -> store.add(added, DEFAULT, added(added), FileContents.NONE));
        assertOutcomeUnknown(cut, () -> store.replace(replaced.version(), next, SettingsChange.NONE, replaced(replaced.version(), next), FileContents.NONE));
        assertOutcomeUnknown(cut, () -> store.remove("removed", removed.version(), deleted("removed", removed.version())));

        if (cut == BEFORE_REQUEST) {
            assertThat(truth.list().versions()).containsExactly(replaced, removed);
        }
        else {
            assertThat(truth.list().versions()).containsExactlyInAnyOrder(added, next);
        }
        assertThat(store.list()).isEqualTo(truth.list());
    }

    @Test
    public void testCutBeforeCommit()
    {
        CatalogVersion added = prepare("added");
        // the id is generated in a transaction that is rolled back
        proxy.cutOnce("rollback", BEFORE_ANSWER);
        assertUnavailable(UNREACHABLE, () -> prepare("other"));
        assertThat(proxy.hasCut()).isTrue();
        store.add(added, DEFAULT, added(added), FileContents.NONE);
        assertThat(truth.list().versions()).containsExactly(added);
    }

    @Test
    public void testKilledInTransaction()
            throws SQLException
    {
        CatalogVersion version = add("sales");
        try (Connection other = mysql.connect(database); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE catalog SET connectorName = 'postgresql'");
            CompletableFuture<Void> removal = runAsync(() -> assertUnavailable(UNREACHABLE, () -> store.remove("sales", version.version(), deleted("sales", version.version()))));
            await("the removal waits for the row", TIMEOUT, this::isBlocked);
            killConnections();
            assertThat(removal).succeedsWithin(TIMEOUT);
            other.rollback();
        }
        assertThat(truth.list().versions()).containsExactly(version);
        store.remove("sales", version.version(), deleted("sales", version.version()));
    }

    @Test
    public void testKilledWhileIdle()
    {
        CatalogVersion version = add("sales");
        killConnections();
        await("the store works again", TIMEOUT, this::isAvailable);
        assertThat(store.list().versions()).containsExactly(version);
    }

    @Test
    public void testNetworkDown()
    {
        CatalogVersion version = add("sales");
        CatalogVersion prepared = prepare("other");
        for (boolean hanging : new boolean[] {false, true}) {
            if (hanging) {
                proxy.hold();
            }
            else {
                proxy.refuse();
            }
            for (ThrowingCallable call : List.<ThrowingCallable>of(store::list, () -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE), () -> store.remove("sales", version.version(), deleted("sales", version.version())))) {
                long start = System.nanoTime();
                assertUnavailable(UNREACHABLE, call);
                // the pool waits for 5 seconds and the driver for 10
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            }
            proxy.recover();
            await("the store works again", TIMEOUT, this::isAvailable);
            assertThat(store.list().versions()).containsExactly(version);
            await("the pool has its two connections, and no other is open", TIMEOUT, () -> proxy.getConnections() == 2);
        }
        assertThat(truth.list().versions()).containsExactly(version);
    }

    private void assertOutcomeUnknown(Cut cut, ThrowingCallable change)
    {
        proxy.cutOnce("commit", cut);
        assertUnavailable("The catalog store failed during a commit: check whether the change is there before you repeat it", change);
        assertThat(proxy.hasCut()).isTrue();
    }

    private void killConnections()
    {
        try (Connection connection = mysql.connect("mysql");
                Statement select = connection.createStatement();
                Statement kill = connection.createStatement();
                ResultSet ids = select.executeQuery("SELECT id FROM information_schema.processlist WHERE user = '%s'".formatted(mysql.getUser()))) {
            while (ids.next()) {
                kill(kill, ids.getLong(1));
            }
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(Statement statement, long id)
            throws SQLException
    {
        try {
            statement.execute("KILL " + id);
        }
        catch (SQLException e) {
            // a pool that has lost one connection closes the others by itself
            if (e.getErrorCode() != NO_SUCH_THREAD) {
                throw e;
            }
        }
    }

    private boolean isBlocked()
    {
        try (Connection connection = mysql.connect("mysql");
                Statement statement = connection.createStatement();
                // information_schema.innodb_trx shows old rows if it is read more often than every 100 ms
                ResultSet result = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
            return result.next() && result.getString("Status").contains("LOCK WAIT");
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
