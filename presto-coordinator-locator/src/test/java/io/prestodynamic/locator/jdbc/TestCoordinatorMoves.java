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

import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCoordinatorMoves
        extends AbstractTestDiscoveryDriver
{
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

    /**
     * A coordinator that cannot renew its lease, and is still announced.
     */
    @Test
    public void testCoordinatorIsFenced()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            discovery.announce("2", second.uri());
            first.fence();
            assertThat(coordinatorOf(connection)).isEqualTo("second");
            assertThat(second.statements()).hasSize(1);
        }
    }

    @Test
    public void testFencedWithoutSuccessor()
            throws SQLException
    {
        try (Connection connection = connect("?coordinatorTimeout=600ms")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            first.fence();
            assertThatThrownBy(() -> coordinatorOf(connection)).hasMessageContaining("No usable coordinator");
        }
    }

    @Test
    public void testAllConnectionsFollow()
            throws Exception
    {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch running = new CountDownLatch(8);
            List<Future<Integer>> clients = Stream.generate(() -> executor.submit(() -> followToSecond(running)))
                    .limit(8)
                    .toList();
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            move();
            for (Future<Integer> client : clients) {
                // the query that ran when its coordinator was killed
                assertThat(client.get(30, TimeUnit.SECONDS)).isLessThanOrEqualTo(1);
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

    /**
     * Returns how many queries failed before the second coordinator answered one.
     */
    private int followToSecond(CountDownLatch running)
            throws SQLException
    {
        int failures = 0;
        try (Connection connection = connect("")) {
            for (String coordinator = ""; !coordinator.equals("second");) {
                try {
                    coordinator = queryCoordinator(connection);
                }
                catch (SQLException e) {
                    failures++;
                }
                running.countDown();
            }
        }
        return failures;
    }

    @Test
    public void testQueryWaitsForACoordinator()
            throws Exception
    {
        try (Connection connection = connect("?coordinatorTimeout=1m")) {
            move();
            discovery.withdraw("2");
            int requests = discovery.requests().size();
            CompletableFuture<String> query = CompletableFuture.supplyAsync(() -> coordinatorOf(connection));
            await("discovery is asked again and again", () -> discovery.requests().size() > requests + 2);
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
            // leaves a connection that OkHttp considers broken and retries
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
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageContaining("Query failed (#first-0): The coordinator " + first.uri().getAuthority() + ", which ran the query, is lost");
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
            // searches again
            try (Connection other = connect("")) {
                assertThat(coordinatorOf(other)).isEqualTo("first");
            }
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
            // searches again, and shares the result
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
}
