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
package io.prestodynamic.tests;

import com.facebook.presto.execution.QueryState;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.CatalogApi.Answer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.execution.QueryState.QUEUED;
import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A catalog is deleted while a query is at every point of its life, once so that the query goes on and once so that it fails.
 */
@Test(singleThreaded = true)
public class TestDeleteUnderQueries
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String REMOVED = "Catalog busy was removed while the query was running";

    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("delete-under-queries-%s"));
    private InterceptingPlugin plugin;
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        plugin = new InterceptingPlugin();
        // a third query is queued
        cluster = new InProcessCluster(2, ImmutableMap.of("query.max-concurrent-queries", "2"), plugin);
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeMethod
    public void addCatalog()
    {
        api.add("busy", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        // about three seconds
        cluster.execute("CREATE TABLE busy.default.slow (x bigint) WITH (split_count = 1, pages_per_split = 10, rows_per_page = 10, page_processing_delay = '300ms')");
        cluster.execute("CREATE TABLE busy.default.target (x bigint)");
    }

    @AfterMethod(alwaysRun = true)
    public void awaitNothingIsLeft()
    {
        plugin.clear();
        // unless a test that failed left it there, it is gone
        api.forceDelete("busy");
        cluster.awaitDrained();
        Conditions.await("all connectors are shut down", TIMEOUT, () -> plugin.getOpen().isEmpty());
    }

    @DataProvider
    public static Object[][] statements()
    {
        return new Object[][] {
                {"SELECT count(*) FROM busy.default.slow"},
                {"SELECT count(*) FROM busy.default.slow a, busy.default.slow b WHERE a.x = b.x - 1"},
                {"INSERT INTO busy.default.target SELECT * FROM busy.default.slow"},
                {"CREATE TABLE busy.default.copy AS SELECT * FROM busy.default.slow"},
        };
    }

    @Test(dataProvider = "statements")
    public void testRunning(String sql)
    {
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));
        assertThat(query).succeedsWithin(TIMEOUT);
    }

    @Test(dataProvider = "statements")
    public void testRunningWithForce(String sql)
    {
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        api.forceDelete("busy").assertOk();
        assertRemoved(query::join);
    }

    @Test
    public void testQueued()
    {
        // Presto resolves a query's names before it puts it into the queue
        CompletableFuture<Object> queued = startQueued("SELECT count(*) FROM busy.default.slow");
        assertDraining(api.delete("busy"));
        assertThat(queued).succeedsWithin(TIMEOUT).isEqualTo(100L);
        api.delete("other").assertOk();
    }

    @Test
    public void testQueuedWithForce()
    {
        CompletableFuture<Object> queued = startQueued("SELECT count(*) FROM busy.default.slow");
        api.forceDelete("busy").assertOk();
        assertRemoved(queued::join);
        api.delete("other").assertOk();
    }

    @Test
    public void testPlanned()
    {
        CountDownLatch planned = new CountDownLatch(1);
        CompletableFuture<Object> query = startHeld("SELECT count(*) FROM busy.default.slow", "beginTransaction", planned);
        assertDraining(api.delete("busy"));
        assertStaysOpen();
        planned.countDown();
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(100L);
    }

    @Test
    public void testPlannedWithForce()
    {
        CountDownLatch planned = new CountDownLatch(1);
        CompletableFuture<Object> query = startHeld("SELECT count(*) FROM busy.default.slow", "beginTransaction", planned);
        CompletableFuture<Answer> deletion = supplyAsync(() -> api.forceDelete("busy"), executor);
        assertRemoved(query::join);
        planned.countDown();
        assertThat(deletion).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk);
    }

    @Test
    public void testCommitted()
    {
        CountDownLatch committed = new CountDownLatch(1);
        CompletableFuture<Object> query = startHeld("INSERT INTO busy.default.target VALUES 1, 2, 3", "commit", committed);
        assertDraining(api.delete("busy"));
        assertStaysOpen();
        committed.countDown();
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(3L);
    }

    @Test
    public void testCommittedWithForce()
    {
        CountDownLatch committed = new CountDownLatch(1);
        CompletableFuture<Object> query = startHeld("INSERT INTO busy.default.target VALUES 1, 2, 3", "commit", committed);
        // what is being committed cannot be undone: the answer says that it still uses the catalog
        assertThat(api.forceDelete("busy").assertOk().text("state")).isEqualTo("DRAINING");
        committed.countDown();
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(3L);
    }

    @Test
    public void testTransaction()
            throws SQLException
    {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            assertDraining(api.delete("busy"));
            assertStaysOpen();
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            connection.commit();
            assertThatThrownBy(() -> count(connection, "busy.default.slow")).hasMessageContaining("Catalog busy does not exist");
        }
    }

    @Test
    public void testTransactionWithForce()
            throws SQLException
    {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            api.forceDelete("busy").assertOk();
            assertThatThrownBy(() -> count(connection, "busy.default.slow")).hasMessageContaining("Current transaction is aborted");
            connection.rollback();
        }
    }

    @Test
    public void testStatementOfTransactionWithForce()
            throws SQLException
    {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            CompletableFuture<Object> query = supplyAsync(() -> count(connection, "busy.default.slow"), executor);
            awaitRunning("busy.default.slow");
            api.forceDelete("busy").assertOk();
            assertRemoved(query::join);
            connection.rollback();
        }
    }

    @Test
    public void testSlowClient()
            throws SQLException
    {
        assertThat(readSlowly(() -> assertDraining(api.delete("busy")))).isEqualTo(20_000);
    }

    @Test
    public void testSlowClientWithForce()
    {
        assertRemoved(() -> readSlowly(() -> api.forceDelete("busy").assertOk()));
    }

    @Test
    public void testNameIsFreeAtOnce()
    {
        String sql = "SELECT count(*) FROM busy.default.slow";
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));

        api.add("busy", "tpch", ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SELECT count(*) FROM busy.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertThat(query).isNotDone();
        Answer current = api.get("busy").assertOk();
        assertThat(current.text("state")).isEqualTo("ACTIVE");
        assertThat(current.json().at("/draining/0/queries").asInt()).describedAs(current.body()).isEqualTo(1);

        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(100L);
        api.delete("busy").assertOk();
    }

    @Test
    public void testForceAfterwards()
    {
        String sql = "SELECT count(*) FROM busy.default.slow";
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));
        assertThat(api.get("busy").assertOk().text("state")).isEqualTo("DRAINING");
        api.forceDelete("busy").assertOk();
        assertRemoved(query::join);
        Conditions.await("nothing uses the catalog", TIMEOUT, () -> api.get("busy").status() == 404);
    }

    private CompletableFuture<Object> start(String sql)
    {
        return supplyAsync(() -> cluster.execute(sql).getOnlyValue(), executor);
    }

    /**
     * Starts a query and returns when it is held where it calls the coordinator's connector.
     */
    private CompletableFuture<Object> startHeld(String sql, String method, CountDownLatch latch)
    {
        AtomicInteger waiting = new AtomicInteger();
        plugin.intercept("busy", method, (coordinator, call) -> {
            if (coordinator) {
                waiting.incrementAndGet();
                latch.await();
            }
            return call.proceed();
        });
        CompletableFuture<Object> query = start(sql);
        Conditions.await("the query is held", TIMEOUT, () -> waiting.get() > 0);
        return query;
    }

    /**
     * Starts a query and returns when it waits for two others.
     */
    private CompletableFuture<Object> startQueued(String sql)
    {
        api.add("other", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        cluster.execute("CREATE TABLE other.default.slow (x bigint) WITH (split_count = 1, pages_per_split = 10, rows_per_page = 10, page_processing_delay = '300ms')");
        start("SELECT count(*) FROM other.default.slow");
        start("SELECT count(*) FROM other.default.slow");
        Conditions.await("two queries are running", TIMEOUT, () -> count("other.default.slow", RUNNING) == 2);
        CompletableFuture<Object> query = start(sql);
        Conditions.await("the third is analyzed and queued", TIMEOUT, () -> count(sql, QUEUED) == 1 &&
                cluster.getQueryRunner().getCoordinator().getTransactionManager().getAllTransactionInfos().stream()
                        .flatMap(transaction -> transaction.getConnectorIds().stream())
                        .anyMatch(connectorId -> connectorId.getCatalogName().equals("busy")));
        return query;
    }

    private long count(String sql, QueryState state)
    {
        return cluster.getQueryRunner().getCoordinator().getDispatchManager().getQueries().stream()
                .filter(query -> query.getQuery().contains(sql) && query.getState() == state)
                .count();
    }

    private void awaitRunning(String sql)
    {
        Conditions.await("the query is running", TIMEOUT, () -> cluster.getQueryRunner().getQueries().stream()
                .anyMatch(query -> query.getQuery().contains(sql) && query.getState() == RUNNING && query.getQueryStats().getTotalDrivers() > 0));
    }

    /**
     * Longer than it takes to close a version that nobody uses.
     */
    private void assertStaysOpen()
    {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        Conditions.await("some seconds have passed", TIMEOUT, () -> {
            assertThat(plugin.getOpen()).hasSize(3);
            return System.nanoTime() > end;
        });
    }

    private static void assertDraining(Answer answer)
    {
        answer.assertOk();
        assertThat(answer.text("state")).describedAs(answer.body()).isEqualTo("DRAINING");
        assertThat(answer.json().path("queries").asInt()).describedAs(answer.body()).isEqualTo(1);
    }

    private static void assertRemoved(ThrowingCallable query)
    {
        assertThatThrownBy(query).hasMessageContaining(REMOVED);
    }

    private int readSlowly(Runnable change)
            throws SQLException
    {
        cluster.execute("CREATE TABLE busy.default.large (x varchar) WITH (split_count = 1, pages_per_split = 200, rows_per_page = 100, field_length = 10000)");
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT x FROM busy.default.large")) {
            assertThat(results.next()).isTrue();
            change.run();
            int rows = 1;
            while (results.next()) {
                rows++;
            }
            return rows;
        }
    }

    private Connection connect()
            throws SQLException
    {
        return DriverManager.getConnection("jdbc:presto:" + cluster.getQueryRunner().getCoordinator().getBaseUrl().getSchemeSpecificPart(), "test", null);
    }

    private static long count(Connection connection, String table)
    {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT count(*) FROM " + table)) {
            assertThat(results.next()).isTrue();
            return results.getLong(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
