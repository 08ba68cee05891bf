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

import com.facebook.presto.execution.QueryState;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.presto.execution.QueryState.QUEUED;
import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deletion of a catalog during every stage of a query, with and without force.
 */
@Test(singleThreaded = true)
public class TestDeleteUnderQueries
        extends AbstractTestDelete
{
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
        holdPages();
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));
        releasePages();
        assertThat(query).succeedsWithin(TIMEOUT);
    }

    @Test(dataProvider = "statements")
    public void testRunningWithForce(String sql)
    {
        holdPages();
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
        releasePages();
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
    public void testNameIsFreeAtOnce()
    {
        String sql = "SELECT count(*) FROM busy.default.slow";
        holdPages();
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));

        api.add("busy", "tpch", ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SELECT count(*) FROM busy.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertThat(query).isNotDone();
        Answer current = api.get("busy").assertOk();
        assertThat(current.text("state")).isEqualTo("ACTIVE");
        assertThat(current.json().at("/draining/0/queries").asInt()).describedAs(current.body()).isEqualTo(1);

        releasePages();
        assertThat(query).succeedsWithin(TIMEOUT).isEqualTo(100L);
        api.delete("busy").assertOk();
    }

    @Test
    public void testForceAfterwards()
    {
        String sql = "SELECT count(*) FROM busy.default.slow";
        holdPages();
        CompletableFuture<Object> query = start(sql);
        awaitRunning(sql);
        assertDraining(api.delete("busy"));
        assertThat(api.get("busy").assertOk().text("state")).isEqualTo("DRAINING");
        api.forceDelete("busy").assertOk();
        assertRemoved(query::join);
        Conditions.await("nothing uses the catalog", TIMEOUT, () -> api.get("busy").status() == 404);
    }

    /**
     * Starts a query, and waits until it is held in a call of the coordinator's connector.
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
     * Starts a query, and waits until it is queued behind two others.
     */
    private CompletableFuture<Object> startQueued(String sql)
    {
        addCatalog("other");
        holdPages();
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
}
