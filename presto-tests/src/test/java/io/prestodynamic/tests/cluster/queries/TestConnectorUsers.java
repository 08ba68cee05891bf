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
import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.metadata.CatalogManager;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.transaction.InMemoryTransactionManager;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.reflect.Reflection;
import io.prestodynamic.catalog.seam.CatalogNames;
import io.prestodynamic.catalog.seam.ConnectorUsers;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users of a connector, as the patched transaction manager reports them at all times.
 */
@Test(singleThreaded = true)
public class TestConnectorUsers
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final ConnectorId SALES = new ConnectorId("sales@1-ab");

    private ExecutorService executor;
    private CatalogNames names;
    private TransactionManager transactions;
    private ConnectorUsers users;
    // latches of the methods that the connector is held in
    private Map<String, CountDownLatch> held;
    private Set<String> entered;

    @BeforeMethod
    public void setUp()
    {
        executor = newCachedThreadPool(daemonThreadsNamed("connector-users-%s"));
        CatalogManager catalogManager = new CatalogManager();
        names = (CatalogNames) catalogManager;
        transactions = InMemoryTransactionManager.createTestTransactionManager(catalogManager);
        users = (ConnectorUsers) transactions;
        held = new ConcurrentHashMap<>();
        entered = ConcurrentHashMap.newKeySet();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        held.values().forEach(CountDownLatch::countDown);
        executor.shutdownNow();
    }

    @Test
    public void testWhileItIsTurnedTo()
    {
        names.publish(catalog());
        TransactionId transaction = transactions.beginTransaction(true);
        assertThat(users.getUsers(SALES)).isEmpty();

        CountDownLatch latch = hold("beginTransaction");
        CompletableFuture<?> use = CompletableFuture.runAsync(() -> use(transaction), executor);
        Conditions.await("the connector is turned to", TIMEOUT, () -> entered.contains("beginTransaction"));
        assertThat(users.getUsers(SALES)).containsExactly(transaction);
        latch.countDown();
        assertThat(use).succeedsWithin(TIMEOUT);
        assertThat(users.getUsers(SALES)).containsExactly(transaction);
        assertThat(users.getUsers(new ConnectorId("sales@2-ab"))).isEmpty();
    }

    @DataProvider
    public static Object[][] endings()
    {
        return new Object[][] {{"commit"}, {"rollback"}};
    }

    @Test(dataProvider = "endings")
    public void testWhileItEnds(String ending)
    {
        Catalog catalog = catalog();
        names.publish(catalog);
        TransactionId transaction = transactions.beginTransaction(true);
        use(transaction);
        names.hide(catalog);

        CountDownLatch latch = hold(ending);
        CompletableFuture<?> end = CompletableFuture.runAsync(() -> end(transaction, ending), executor);
        Conditions.await("the connector is ending the transaction", TIMEOUT, () -> entered.contains(ending));
        assertThat(transactions.getOptionalTransactionInfo(transaction)).isEmpty();
        assertThat(users.getUsers(SALES)).containsExactly(transaction);
        latch.countDown();
        assertThat(end).succeedsWithin(TIMEOUT);
        assertThat(users.getUsers(SALES)).isEmpty();
    }

    @Test
    public void testFailedTransaction()
    {
        names.publish(catalog());
        TransactionId transaction = transactions.beginTransaction(false);
        use(transaction);
        transactions.fail(transaction);
        // it waits for its ROLLBACK, and can do nothing else
        assertThat(transactions.getOptionalTransactionInfo(transaction)).isPresent();
        assertThat(users.getUsers(SALES)).isEmpty();
        transactions.asyncAbort(transaction);
        assertThat(users.getUsers(SALES)).isEmpty();
    }

    @Test
    public void testNobodyIsMissed()
    {
        for (int round = 0; round < 2000; round++) {
            Catalog catalog = catalog();
            names.publish(catalog);
            TransactionId transaction = transactions.beginTransaction(true);
            CountDownLatch start = new CountDownLatch(1);
            CompletableFuture<Boolean> resolved = supplyAsync(() -> {
                awaitUninterruptibly(start);
                return use(transaction);
            }, executor);
            start.countDown();
            names.hide(catalog);
            boolean unused = users.getUsers(SALES).isEmpty();
            boolean used = resolved.join();
            assertThat(unused && used).describedAs("A transaction uses the connector that was not seen in round %s", round).isFalse();
            transactions.asyncAbort(transaction);
        }
        assertThat(users.getUsers(SALES)).isEmpty();
    }

    private boolean use(TransactionId transaction)
    {
        return transactions.getOptionalCatalogMetadata(transaction, "sales").isPresent();
    }

    private void end(TransactionId transaction, String ending)
    {
        if (ending.equals("commit")) {
            transactions.asyncCommit(transaction);
        }
        else {
            transactions.asyncAbort(transaction);
        }
    }

    private CountDownLatch hold(String method)
    {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(method, latch);
        return latch;
    }

    private Catalog catalog()
    {
        return new Catalog("sales", SALES, connector(), new ConnectorId("$info_schema@sales@1-ab"), connector(), new ConnectorId("$system@sales@1-ab"), connector());
    }

    private Connector connector()
    {
        return Reflection.newProxy(Connector.class, (proxy, method, arguments) -> {
            CountDownLatch latch = held.get(method.getName());
            if (latch != null) {
                entered.add(method.getName());
                awaitUninterruptibly(latch);
            }
            return switch (method.getName()) {
                case "beginTransaction" -> Reflection.newProxy(ConnectorTransactionHandle.class, (handle, call, values) -> null);
                case "getMetadata" -> Reflection.newProxy(ConnectorMetadata.class, (metadata, call, values) -> null);
                case "getCapabilities" -> Set.of();
                case "isSingleStatementWritesOnly" -> false;
                default -> null;
            };
        });
    }
}
