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

import com.facebook.airlift.log.Logger;
import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.transaction.TransactionInfo;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.seam.ConnectorUsers;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.MoreFutures.getFutureValue;
import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

public class CoordinatorTransactions
        implements OpenTransactions
{
    private static final Logger log = Logger.get(CoordinatorTransactions.class);

    // a query that is being created has a transaction before it is registered
    private static final Duration QUERY_CREATION = new Duration(1, SECONDS);

    private final ConnectorUsers users;
    private final TransactionManager transactionManager;
    private final LiveQueries queries;
    private final Duration queryCreation;
    private final Map<TransactionId, CompletableFuture<Void>> failing = new ConcurrentHashMap<>();
    // failing a transaction waits for a connector call that is in progress
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("dynamic-catalog-fail-%s"));

    @Inject
    public CoordinatorTransactions(ConnectorUsers users, TransactionManager transactionManager, LiveQueries queries)
    {
        this(users, transactionManager, queries, QUERY_CREATION);
    }

    /**
     * @param queryCreation time after which a single-statement transaction without a query is considered abandoned
     */
    CoordinatorTransactions(ConnectorUsers users, TransactionManager transactionManager, LiveQueries queries, Duration queryCreation)
    {
        this.users = requireNonNull(users, "users is null");
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
        this.queries = requireNonNull(queries, "queries is null");
        this.queryCreation = requireNonNull(queryCreation, "queryCreation is null");
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    @Override
    public int count(ConnectorId connectorId)
    {
        return users.getUsers(connectorId).size();
    }

    @Override
    public Map<ConnectorId, Integer> count()
    {
        return ImmutableMap.copyOf(Maps.transformValues(users.getUsers(), Set::size));
    }

    @Override
    public CompletableFuture<Void> fail(ConnectorId connectorId, String reason)
    {
        return CompletableFuture.allOf(users.getUsers(connectorId).stream()
                .map(transactionId -> failing.computeIfAbsent(transactionId, id -> failTransaction(id, reason)))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> failTransaction(TransactionId transactionId, String reason)
    {
        return supplyAsync(() -> tryFail(transactionId, reason), executor)
                .thenCompose(failed -> failed ? completedFuture(null) : runAsync(() -> abortAbandoned(transactionId, reason), afterQueryCreation()))
                .exceptionally(failure -> {
                    log.error(failure, "Error failing transaction %s", transactionId);
                    return null;
                })
                // on another thread, because the entry may not be in the map yet
                .whenCompleteAsync((ignored, failure) -> failing.remove(transactionId), executor);
    }

    /**
     * Fails the queries of the transaction, and the transaction itself if it is idle between statements.
     *
     * @return false if it is a single-statement transaction without a registered query
     */
    private boolean tryFail(TransactionId transactionId, String reason)
    {
        boolean known = queries.fail(transactionId, reason);
        // a transaction that is missing has ended or is ending
        Optional<TransactionInfo> transaction = transactionManager.getOptionalTransactionInfo(transactionId);
        transaction.filter(open -> !open.isAutoCommitContext()).ifPresent(open -> transactionManager.fail(transactionId));
        return known || !transaction.map(TransactionInfo::isAutoCommitContext).orElse(false);
    }

    private void abortAbandoned(TransactionId transactionId, String reason)
    {
        if (!tryFail(transactionId, reason)) {
            log.warn("Aborting transaction %s, which no query has", transactionId);
            getFutureValue(transactionManager.asyncAbort(transactionId));
        }
    }

    private Executor afterQueryCreation()
    {
        return delayedExecutor(queryCreation.toMillis(), MILLISECONDS, executor);
    }
}
