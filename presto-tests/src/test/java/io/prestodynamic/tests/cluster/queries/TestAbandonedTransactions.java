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

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.eventlistener.QueryCreatedEvent;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.client.ClientSession.Result;
import io.prestodynamic.harness.cluster.RecordingEventListener;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.presto.spi.session.PropertyMetadata.integerProperty;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions of one statement that no query ends, because there was none or it failed early.
 */
@Test(singleThreaded = true)
public class TestAbandonedTransactions
        extends AbstractTestInterceptedConnector
{
    private final AtomicBoolean listenerFails = new AtomicBoolean();
    private TransactionManager transactions;

    public TestAbandonedTransactions()
    {
        super("sales", ImmutableMap.of("dynamic-catalog.drain-timeout", "5s"));
    }

    @BeforeClass
    public void setUpListener()
    {
        cluster.getQueryRunner().installPlugin(new FailingEventListener(listenerFails));
        transactions = cluster.getQueryRunner().getCoordinator().getTransactionManager();
    }

    @BeforeMethod
    public void addCatalog()
    {
        plugin.intercept("sales", "getSessionProperties", (coordinator, call) -> List.of(integerProperty("x", "A number", 7, false)));
        api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
    }

    @Test
    public void testForce()
    {
        List<WeakReference<Connector>> connectors = openConnectors();
        TransactionId transaction = abandon();
        assertThat(api.delete("sales").assertOk().text("state")).isEqualTo("DRAINING");

        assertThat(api.forceDelete("sales").assertOk().text("state")).isEqualTo("DELETED");
        awaitGone(transaction, connectors);
    }

    @Test
    public void testDrainTimeout()
    {
        List<WeakReference<Connector>> connectors = openConnectors();
        TransactionId transaction = abandon();
        assertThat(api.delete("sales").assertOk().text("state")).isEqualTo("DRAINING");

        awaitGone(transaction, connectors);
    }

    @Test
    public void testQueryThatIsBeingCreated()
    {
        List<WeakReference<Connector>> connectors = openConnectors();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        plugin.intercept("sales", "beginTransaction", (coordinator, call) -> {
            entered.countDown();
            released.await();
            return call.proceed();
        });
        CompletableFuture<Result> query = supplyAsync(() -> newSession().withProperty("sales.x", "5").execute("SELECT 1"), executor);
        Conditions.await("the session turns to the connector", TIMEOUT, () -> entered.getCount() == 0);
        CompletableFuture<Answer> deletion = supplyAsync(() -> api.forceDelete("sales"), executor);
        Conditions.await("the transaction is being aborted", TIMEOUT, () -> transactions.getAllTransactionInfos().isEmpty());
        released.countDown();

        assertThat(deletion).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk);
        assertThat(query).succeedsWithin(TIMEOUT).satisfies(result -> result.assertFailed("Unknown transaction"));
        awaitGone(connectors);
    }

    @Test
    public void testQueryThatListenerRefuses()
    {
        List<WeakReference<Connector>> connectors = openConnectors();
        ClientSession session = newSession().withRole("sales", "buyer");
        listenerFails.set(true);
        session.execute("SELECT 1").assertFailed("The listener refuses");
        session.execute("SELECT 1").assertRows("1");

        // the client may hear of the failure before the transaction has ended
        Conditions.await("no transaction is left", TIMEOUT, () -> transactions.getAllTransactionInfos().isEmpty());
        api.delete("sales").assertOk();
        awaitGone(connectors);
    }

    @Test
    public void testRejectedProperty()
    {
        List<WeakReference<Connector>> connectors = openConnectors();
        ClientSession session = newSession().withProperty("sales.nope", "1");
        session.execute("SELECT 1").assertFailed("Unknown session property sales.nope");

        // the client may hear of the failure before the transaction has ended
        Conditions.await("no transaction is left", TIMEOUT, () -> transactions.getAllTransactionInfos().isEmpty());
        api.delete("sales").assertOk();
        awaitGone(connectors);
    }

    private ClientSession newSession()
    {
        return new ClientSession(cluster.getQueryRunner().getCoordinator().getBaseUrl(), "test");
    }

    private TransactionId abandon()
    {
        TransactionId transaction = transactions.beginTransaction(true);
        assertThat(transactions.getOptionalCatalogMetadata(transaction, "sales")).isPresent();
        return transaction;
    }

    private List<WeakReference<Connector>> openConnectors()
    {
        return plugin.getOpen().stream().map(WeakReference::new).toList();
    }

    private void awaitGone(TransactionId transaction, List<WeakReference<Connector>> connectors)
    {
        awaitGone(connectors);
        assertThat(transactions.getOptionalTransactionInfo(transaction)).isEmpty();
    }

    private void awaitGone(List<WeakReference<Connector>> connectors)
    {
        assertThat(connectors).hasSize(3);
        Conditions.await("the version is closed", TIMEOUT, () -> api.get("sales").status() == 404 && plugin.getOpen().isEmpty());
        Conditions.await("nothing holds its connectors", TIMEOUT, () -> {
            System.gc();
            return connectors.stream().allMatch(connector -> connector.get() == null);
        });
    }

    /**
     * Event listener that fails once on demand.
     */
    private static class FailingEventListener
            extends RecordingEventListener
    {
        private final AtomicBoolean fails;

        FailingEventListener(AtomicBoolean fails)
        {
            this.fails = fails;
        }

        @Override
        public void queryCreated(QueryCreatedEvent event)
        {
            if (fails.compareAndSet(true, false)) {
                throw new IllegalStateException("The listener refuses");
            }
        }
    }
}
