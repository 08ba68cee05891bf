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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.transaction.TransactionInfo;
import com.facebook.presto.transaction.TransactionManager;
import io.airlift.units.Duration;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import static com.facebook.presto.transaction.InMemoryTransactionManager.createTestTransactionManager;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestCoordinatorTransactions
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final ConnectorId SALES = new ConnectorId("sales@1-ab");
    private static final String REASON = "Catalog sales was removed while the query was running";

    private TransactionManager transactionManager;
    private TestingQueries queries;
    private CoordinatorTransactions transactions;

    @BeforeMethod
    public void setUp()
    {
        transactionManager = createTestTransactionManager();
        queries = new TestingQueries();
        transactions = new CoordinatorTransactions(new TestingConnectorUsers(SALES, this::open), transactionManager, queries, new Duration(1, MILLISECONDS));
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        transactions.stop();
    }

    @Test
    public void testQuery()
    {
        TransactionId transaction = transactionManager.beginTransaction(true);
        queries.run(transaction);

        assertThat(transactions.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(queries.failed).containsOnly(Map.entry(transaction, REASON));
        assertThat(open()).containsExactly(transaction);
    }

    @Test
    public void testTransactionOfSeveralStatements()
    {
        TransactionId transaction = transactionManager.beginTransaction(false);

        assertThat(transactions.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(open()).containsExactly(transaction);
        assertThatThrownBy(() -> transactionManager.checkAndSetActive(transaction)).hasMessageContaining("Current transaction is aborted");
    }

    @Test
    public void testStatementOfTransaction()
    {
        TransactionId transaction = transactionManager.beginTransaction(false);
        queries.run(transaction);

        assertThat(transactions.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(queries.failed).containsOnly(Map.entry(transaction, REASON));
        assertThatThrownBy(() -> transactionManager.checkAndSetActive(transaction)).hasMessageContaining("Current transaction is aborted");
    }

    @Test
    public void testAbandonedTransaction()
    {
        transactionManager.beginTransaction(true);
        assertThat(transactions.count(SALES)).isEqualTo(1);

        assertThat(transactions.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(transactions.count(SALES)).isZero();
        assertThat(queries.failed).isEmpty();
    }

    @Test
    public void testQueryThatIsBeingCreated()
    {
        TransactionId transaction = transactionManager.beginTransaction(true);
        queries.runAfterFirstLook(transaction);

        assertThat(transactions.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(queries.failed).containsOnly(Map.entry(transaction, REASON));
        assertThat(open()).containsExactly(transaction);
    }

    @Test
    public void testTransactionThatHasEndedMeanwhile()
    {
        TransactionId ended = transactionManager.beginTransaction(true);
        CoordinatorTransactions late = new CoordinatorTransactions(new TestingConnectorUsers(SALES, () -> Set.of(ended)), transactionManager, queries, new Duration(1, MILLISECONDS));
        transactionManager.asyncCommit(ended);

        assertThat(late.fail(SALES, REASON)).succeedsWithin(TIMEOUT);
        assertThat(queries.failed).isEmpty();
        late.stop();
    }

    @Test
    public void testIsFailedOnceAtATime()
    {
        TransactionId transaction = transactionManager.beginTransaction(true);
        queries.run(transaction);
        CountDownLatch latch = queries.hold();
        CompletableFuture<Void> first = transactions.fail(SALES, REASON);
        CompletableFuture<Void> second = transactions.fail(SALES, REASON);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        latch.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        assertThat(second).succeedsWithin(TIMEOUT);
        assertThat(queries.looks).containsOnly(Map.entry(transaction, 1));
    }

    private Set<TransactionId> open()
    {
        return transactionManager.getAllTransactionInfos().stream().map(TransactionInfo::getTransactionId).collect(toImmutableSet());
    }

    private static class TestingQueries
            implements LiveQueries
    {
        private final Map<TransactionId, String> failed = new ConcurrentHashMap<>();
        private final Map<TransactionId, Integer> looks = new ConcurrentHashMap<>();
        // number of lookups before the query of the transaction is registered
        private final Map<TransactionId, Integer> running = new ConcurrentHashMap<>();
        private volatile CountDownLatch latch = new CountDownLatch(0);

        void run(TransactionId transactionId)
        {
            running.put(transactionId, 0);
        }

        void runAfterFirstLook(TransactionId transactionId)
        {
            running.put(transactionId, 1);
        }

        CountDownLatch hold()
        {
            latch = new CountDownLatch(1);
            return latch;
        }

        @Override
        public boolean fail(TransactionId transactionId, String reason)
        {
            awaitUninterruptibly(latch);
            boolean there = running.containsKey(transactionId) && looks.merge(transactionId, 1, Integer::sum) > running.get(transactionId);
            if (there) {
                failed.put(transactionId, reason);
            }
            return there;
        }
    }
}
