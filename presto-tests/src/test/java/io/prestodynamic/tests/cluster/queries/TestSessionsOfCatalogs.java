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

import com.facebook.presto.transaction.TransactionInfo;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.client.ClientSession.Result;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.presto.spi.session.PropertyMetadata.integerProperty;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions with a property or role of a catalog that is deleted, added again or replaced.
 */
@Test(singleThreaded = true)
public class TestSessionsOfCatalogs
        extends AbstractTestInterceptedConnector
{
    private static final String MISSING = "Catalog sales does not exist: its session properties and role are left out";

    public TestSessionsOfCatalogs()
    {
        super("sales", ImmutableMap.of());
    }

    @BeforeMethod
    public void addCatalog()
    {
        plugin.intercept("sales", "getSessionProperties", (coordinator, call) -> List.of(integerProperty("x", "A number", 7, false)));
        api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
    }

    @DataProvider
    public static Object[][] rejectedProperties()
    {
        return new Object[][] {
                {"sales.nope", "1", "Unknown session property sales.nope"},
                {"sales.x", "many", "sales.x is invalid: many"},
                {"nope", "1", "Unknown session property nope"},
        };
    }

    @Test(dataProvider = "rejectedProperties")
    public void testRejectedProperty(String name, String value, String message)
    {
        newSession().withProperty(name, value).execute("SELECT 1").assertFailed(message);

        assertThat(cluster.getQueryRunner().getCoordinator().getTransactionManager().getAllTransactionInfos())
                .filteredOn(TransactionInfo::isAutoCommitContext)
                .isEmpty();
        api.delete("sales").assertOk();
        awaitClosed();
    }

    @Test
    public void testPropertyOfDeletedCatalog()
    {
        ClientSession session = newSession();
        session.execute("SET SESSION sales.x = 5").assertSucceeded();
        session.execute("PREPARE one FROM SELECT 1").assertSucceeded();
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
        api.delete("sales").assertOk();

        for (String sql : List.of("SELECT 1", "EXECUTE one", "SELECT count(*) FROM system.runtime.nodes WHERE coordinator")) {
            assertThat(session.execute(sql).assertRows("1").warnings()).describedAs(sql).containsExactly(MISSING);
        }
        for (String sql : List.of("SHOW SESSION", "SHOW CATALOGS", "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1")) {
            assertThat(session.execute(sql).assertSucceeded().warnings()).describedAs(sql).containsExactly(MISSING);
        }
        for (String sql : List.of("SET SESSION query_priority = 2", "RESET SESSION query_priority")) {
            assertThat(session.execute(sql).assertSucceeded().warnings()).describedAs(sql).containsExactly(MISSING);
        }
        session.execute("SELECT * FROM sales.default.t").assertFailed("Catalog sales does not exist");
        session.execute("SET SESSION sales.x = 6").assertFailed("Catalog sales does not exist");
        assertThat(session.getProperties()).containsEntry("sales.x", "5");

        session.execute("RESET SESSION sales.x").assertSucceeded();
        assertThat(session.getProperties()).isEmpty();
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
        // one that has set nothing may have mistyped the name
        assertThat(session.execute("RESET SESSION sales.x").assertSucceeded().warnings()).containsExactly(MISSING);
    }

    @Test
    public void testPropertyOfCatalogThatIsAddedAgain()
    {
        ClientSession session = newSession();
        session.execute("SET SESSION sales.x = 5").assertSucceeded();
        api.delete("sales").assertOk();
        session.execute("SELECT 1").assertRows("1");
        api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();

        session.execute("SHOW SESSION LIKE 'sales.x'").assertRows("sales.x, 5, 7, integer, A number").assertNoWarnings();
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
        session.execute("RESET SESSION sales.x").assertSucceeded();
        session.execute("SHOW SESSION LIKE 'sales.x'").assertRows("sales.x, 7, 7, integer, A number");
        session.withProperty("sales.nope", "1").execute("SELECT 1").assertFailed("Unknown session property sales.nope");
    }

    @Test
    public void testPropertyOfReplacedCatalog()
    {
        ClientSession session = newSession();
        session.execute("SET SESSION sales.x = 5").assertSucceeded();
        api.put("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of("changed", "true")).assertOk();

        session.execute("SHOW SESSION LIKE 'sales.x'").assertRows("sales.x, 5, 7, integer, A number").assertNoWarnings();
    }

    @Test
    public void testRoleOfDeletedCatalog()
    {
        ClientSession session = newSession();
        session.execute("USE sales.default").assertSucceeded();
        session.execute("SET ROLE buyer").assertSucceeded();
        assertThat(session.getRoles()).containsEntry("sales", "ROLE{buyer}");
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
        api.delete("sales").assertOk();

        assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
        session.execute("SET ROLE seller").assertFailed("Catalog sales does not exist");
        session.execute("SET ROLE ALL").assertFailed("Catalog sales does not exist");
        assertThat(session.getRoles()).containsEntry("sales", "ROLE{buyer}");
        // what a session has for one catalog is told once
        assertThat(session.withProperty("sales.x", "5").execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
        session.execute("SET ROLE NONE").assertSucceeded();
        assertThat(session.getRoles()).containsEntry("sales", "NONE");

        api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        session.execute("SET ROLE buyer").assertSucceeded();
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
    }

    @Test
    public void testConnectionsOfPool()
            throws SQLException
    {
        try (Connection connection = connectWithProperty()) {
            assertThat(warningsOf(connection)).isEmpty();
            api.delete("sales").assertOk();
            assertThat(warningsOf(connection)).containsExactly(MISSING);
            try (Connection another = connectWithProperty()) {
                assertThat(warningsOf(another)).containsExactly(MISSING);
            }
            api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
            assertThat(warningsOf(connection)).isEmpty();
        }
    }

    @Test
    public void testTransactionThatIsStartedAfterwards()
    {
        ClientSession session = newSession().withProperty("sales.x", "5").withRole("sales", "buyer");
        api.delete("sales").assertOk();

        session.execute("START TRANSACTION").assertSucceeded();
        assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
        assertThat(session.execute("SELECT 2").assertRows("2").warnings()).containsExactly(MISSING);
        session.execute("COMMIT").assertSucceeded();
    }

    @Test
    public void testTransactionInWhichItDisappears()
    {
        ClientSession session = newSession().withProperty("sales.x", "5");
        session.execute("START TRANSACTION").assertSucceeded();
        session.execute("SHOW SESSION LIKE 'sales.x'").assertRows("sales.x, 5, 7, integer, A number");
        assertThat(api.delete("sales").assertOk().text("state")).isEqualTo("DRAINING");
        // the transaction keeps what it has resolved
        session.execute("SELECT 1").assertRows("1").assertNoWarnings();
        session.execute("COMMIT").assertSucceeded();
        awaitClosed();
        assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
    }

    @Test
    public void testTransactionThatIsAborted()
    {
        ClientSession session = newSession().withProperty("sales.x", "5").withRole("sales", "buyer");
        session.execute("START TRANSACTION").assertSucceeded();
        session.execute("SELECT 1").assertRows("1");
        api.forceDelete("sales").assertOk();

        session.execute("SELECT 1").assertFailed("Current transaction is aborted");
        session.execute("ROLLBACK").assertSucceeded();
        assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
    }

    @Test
    public void testWorkerWithoutTheVersion()
    {
        api.delete("sales").assertOk();
        awaitClosed();
        AtomicInteger created = new AtomicInteger();
        plugin.intercept("sales", "create", (coordinator, call) -> {
            if (!coordinator && created.getAndIncrement() % 2 == 0) {
                throw new IllegalStateException("not on this node");
            }
            return call.proceed();
        });
        api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        api.add("other", "tpch", ImmutableMap.of()).assertOk();
        ClientSession session = newSession().withProperty("sales.x", "5").withRole("sales", "buyer");

        session.execute("SELECT count(*) FROM other.tiny.lineitem").assertRows("60175").assertNoWarnings();
        api.delete("other").assertOk();
    }

    @Test
    public void testWhileItComesAndGoes()
    {
        AtomicBoolean stopped = new AtomicBoolean();
        List<CompletableFuture<Integer>> clients = List.of(
                supplyAsync(() -> repeat(newSession().withProperty("sales.x", "5"), stopped), executor),
                supplyAsync(() -> repeat(newSession().withRole("sales", "buyer"), stopped), executor));
        for (int round = 0; round < 15; round++) {
            api.delete("sales").assertOk();
            api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
            api.put("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of("round", String.valueOf(round))).assertOk();
        }
        stopped.set(true);
        assertThat(clients).allSatisfy(client -> assertThat(client).succeedsWithin(TIMEOUT).satisfies(count -> assertThat(count).isPositive()));
    }

    private static int repeat(ClientSession session, AtomicBoolean stopped)
    {
        int count = 0;
        while (!stopped.get()) {
            Result result = session.execute("SELECT 1").assertRows("1");
            assertThat(result.warnings()).isSubsetOf(MISSING);
            count++;
        }
        return count;
    }

    private ClientSession newSession()
    {
        return new ClientSession(cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl(), "test");
    }

    private Connection connectWithProperty()
            throws SQLException
    {
        String address = cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl().getSchemeSpecificPart();
        return DriverManager.getConnection("jdbc:presto:" + address + "?user=test&sessionProperties=sales.x:5");
    }

    private static Set<String> warningsOf(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT 1")) {
            // each page that is read clears those of the one before
            Set<String> messages = new LinkedHashSet<>();
            addWarnings(statement, messages);
            assertThat(results.next()).isTrue();
            addWarnings(statement, messages);
            assertThat(results.next()).isFalse();
            addWarnings(statement, messages);
            return messages;
        }
    }

    private static void addWarnings(Statement statement, Set<String> messages)
            throws SQLException
    {
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            messages.add(warning.getMessage());
        }
    }

    private void awaitClosed()
    {
        Conditions.await("the version is closed", TIMEOUT, () -> api.get("sales").status() == 404 && plugin.getOpen().isEmpty());
    }
}
