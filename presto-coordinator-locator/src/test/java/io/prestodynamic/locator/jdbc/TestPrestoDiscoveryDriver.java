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
package io.prestodynamic.locator.jdbc;

import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestPrestoDiscoveryDriver
{
    private FakeDiscoveryServer discovery;
    private FakePresto first;
    private FakePresto second;

    @BeforeMethod
    public void setUp()
    {
        discovery = new FakeDiscoveryServer();
        first = new FakePresto("first");
        second = new FakePresto("second");
        // the locator takes the first by node id
        discovery.announce("1", first.uri());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        first.close();
        second.close();
        discovery.close();
    }

    @Test
    public void testQuery()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            assertThat(first.lastStatement().body()).isEqualTo("SELECT name");
            assertThat(first.lastStatement().header("Host")).isEqualTo(first.uri().getAuthority());
        }
    }

    @Test
    public void testQueryOfCheckedNextUri()
            throws SQLException
    {
        try (Connection connection = connect("?validateNextUriSource=true")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
        }
    }

    @Test
    public void testSessionMovesWithTheConnection()
            throws SQLException
    {
        try (Connection connection = connect("/memory/default?sessionProperties=query_priority:3&clientTags=red")) {
            connection.setCatalog("tpch");
            connection.setSchema("tiny");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION join_reordering_strategy=NONE");
            }
            try (PreparedStatement prepared = connection.prepareStatement("SELECT prepared")) {
                move();
                try (ResultSet results = prepared.executeQuery()) {
                    assertThat(results.next()).isTrue();
                    assertThat(results.getString(1)).isEqualTo("second");
                }
            }
        }
        FakePresto.Request moved = second.statements().get(0);
        assertThat(moved.body()).startsWith("EXECUTE statement1");
        assertThat(moved.header("X-Presto-Prepared-Statement")).isEqualTo("statement1=SELECT+prepared");
        assertThat(moved.header("X-Presto-Catalog")).isEqualTo("tpch");
        assertThat(moved.header("X-Presto-Schema")).isEqualTo("tiny");
        assertThat(moved.header("X-Presto-Client-Tags")).isEqualTo("red");
        assertThat(moved.headers().get("X-Presto-Session")).containsExactlyInAnyOrder("query_priority=3", "join_reordering_strategy=NONE");
    }

    @Test
    public void testCoordinatorDiesBetweenQueries()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            discovery.announce("2", second.uri());
            // still announced
            first.stop();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
            assertThat(second.statements()).hasSize(1);
        }
    }

    @Test
    public void testQueryWaitsForACoordinator()
            throws Exception
    {
        try (Connection connection = connect("?coordinatorTimeout=1m")) {
            move();
            discovery.withdraw("2");
            int questions = discovery.requests().size();
            CompletableFuture<String> query = CompletableFuture.supplyAsync(() -> coordinatorOf(connection));
            await("discovery is asked again and again", () -> discovery.requests().size() > questions + 2);
            assertThat(query).isNotDone();
            discovery.announce("2", second.uri());
            assertThat(query.get(30, TimeUnit.SECONDS)).isEqualTo("second");
        }
    }

    @Test
    public void testNoCoordinatorForAQuery()
            throws SQLException
    {
        try (Connection connection = connect("?coordinatorTimeout=600ms")) {
            first.stop();
            assertThatThrownBy(() -> execute(connection, "SELECT name"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("No usable coordinator")
                    .hasMessageContaining(first.uri().toString());
        }
    }

    @Test
    public void testStatementThatMayBeAcceptedIsNotSentAgain()
            throws SQLException
    {
        discovery.announce("2", second.uri());
        try (Connection connection = connect("")) {
            // leaves a connection that OkHttp takes for broken, and worth another attempt, when it ends
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            first.dropStatements();
            assertThatThrownBy(() -> execute(connection, "INSERT once"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("may have accepted the statement")
                    .hasMessageContaining(first.uri().toString());
            assertThat(first.statements()).filteredOn(request -> request.body().equals("INSERT once")).hasSize(1);
            assertThat(second.statements()).isEmpty();

            first.stop();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
        }
    }

    @Test
    public void testRunningQueryEndsWithItsCoordinator()
            throws Exception
    {
        try (Connection connection = connect("")) {
            first.holdResults();
            CompletableFuture<Void> query = CompletableFuture.runAsync(() -> coordinatorOf(connection));
            await("the results are asked for", () -> first.requests().stream().anyMatch(request -> request.path().startsWith("/v1/statement/")));
            move();
            // Presto's driver alone gives up after two minutes
            assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS))
                    .hasStackTraceContaining("which ran the query, is lost");
            assertThat(second.statements()).isEmpty();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
        }
    }

    @Test
    public void testConnectionLivesWithoutDiscovery()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            discovery.stop();
            assertThat(coordinatorOf(connection)).isEqualTo("first");
        }
    }

    @Test
    public void testTransactionStaysWithItsCoordinator()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            connection.setAutoCommit(false);
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            discovery.withdraw("1");
            discovery.announce("2", second.uri());
            // looks anew, and shares what it finds
            connect("").close();
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            connection.commit();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
            connection.rollback();
        }
    }

    @Test
    public void testTransactionEndsWithItsCoordinator()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            connection.setAutoCommit(false);
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            assertThat(first.lastStatement().header("X-Presto-Transaction-Id")).isEqualTo("transaction-of-first");
            move();
            assertThatThrownBy(() -> execute(connection, "SELECT name"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Unknown transaction");
            connection.rollback();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
            connection.rollback();
        }
    }

    @Test
    public void testNoCoordinatorToConnectTo()
    {
        discovery.withdraw("1");
        long start = System.nanoTime();
        assertThatThrownBy(() -> connect("?coordinatorTimeout=700ms"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("no coordinator is announced");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(700L, 20_000L);
    }

    @Test
    public void testDeadCoordinatorToConnectTo()
    {
        first.stop();
        assertThatThrownBy(() -> connect("?coordinatorTimeout=0ms"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining(first.uri().toString());
    }

    @Test
    public void testCoordinatorOfAnotherEnvironment()
            throws SQLException
    {
        assertThatThrownBy(() -> connect("?coordinatorTimeout=0ms&environment=production"))
                .hasMessageContaining("is of environment test, not production");
        connect("?environment=test").close();
    }

    @Test
    public void testPropertiesPassThrough()
            throws SQLException
    {
        try (Connection connection = connect("/memory/default?applicationNamePrefix=tool&extraCredentials=key:secret")) {
            execute(connection, "SELECT name");
        }
        FakePresto.Request statement = first.lastStatement();
        assertThat(statement.header("X-Presto-User")).isEqualTo("alice");
        assertThat(statement.header("X-Presto-Source")).isEqualTo("tool");
        assertThat(statement.header("X-Presto-Extra-Credential")).isEqualTo("key=secret");
        assertThat(statement.header("X-Presto-Catalog")).isEqualTo("memory");
        assertThat(statement.header("X-Presto-Schema")).isEqualTo("default");
        assertThat(statement.header("User-Agent")).startsWith("Presto JDBC Driver/");
    }

    @Test
    public void testRefusalsOfPrestosDriver()
    {
        assertThatThrownBy(() -> connect("?password=secret"))
                .hasMessage("Authentication using username/password requires SSL to be enabled");
        assertThatThrownBy(() -> connect("?colour=red"))
                .hasMessage("Unrecognized connection property 'colour'");
        assertThatThrownBy(() -> connect("/a/b/c?accessToken=secret"))
                .hasMessageContaining("Invalid path segments in URL: " + url("/a/b/c").substring("jdbc:".length()))
                .hasMessageNotContaining("secret");
    }

    @Test
    public void testMetaData()
            throws SQLException
    {
        try (Connection connection = connect("/memory?environment=test")) {
            assertThat(connection.getMetaData().getURL()).isEqualTo(url("/memory"));
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("0.287-fake");
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
        }
    }

    @Test
    public void testBothDriversAreRegistered()
            throws SQLException
    {
        assertThat(DriverManager.getDriver(url(""))).isInstanceOf(PrestoDiscoveryDriver.class);
        URI coordinator = second.uri();
        try (Connection connection = DriverManager.getConnection("jdbc:presto://" + coordinator.getAuthority(), "alice", null)) {
            assertThat(coordinatorOf(connection)).isEqualTo("second");
        }
    }

    /**
     * Kills the first coordinator, which discovery does not know yet, and announces the second.
     */
    private void move()
    {
        discovery.announce("2", second.uri());
        first.stop();
    }

    private Connection connect(String rest)
            throws SQLException
    {
        return DriverManager.getConnection(url(rest), "alice", null);
    }

    private String url(String rest)
    {
        return "jdbc:presto-discovery://" + discovery.uri().getAuthority() + rest;
    }

    private static void execute(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String coordinatorOf(Connection connection)
    {
        try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery("SELECT name")) {
            assertThat(results.next()).isTrue();
            return results.getString(1);
        }
        catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
