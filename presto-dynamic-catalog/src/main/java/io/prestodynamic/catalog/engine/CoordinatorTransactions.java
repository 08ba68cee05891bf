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
package io.prestodynamic.catalog.engine;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.dispatcher.DispatchManager;
import com.facebook.presto.server.BasicQueryInfo;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.transaction.TransactionInfo;
import com.facebook.presto.transaction.TransactionManager;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.spi.StandardErrorCode.ADMINISTRATIVELY_KILLED;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * The transactions of a coordinator, and the queries that run in them.
 */
public class CoordinatorTransactions
        implements OpenTransactions
{
    private static final Logger log = Logger.get(CoordinatorTransactions.class);

    private final ConnectorUsers users;
    private final TransactionManager transactionManager;
    private final DispatchManager queries;
    private final Map<TransactionId, CompletableFuture<Void>> failing = new ConcurrentHashMap<>();
    // a transaction that fails waits for the connector that it is just turning to
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("dynamic-catalog-fail-%s"));

    @Inject
    public CoordinatorTransactions(ConnectorUsers users, TransactionManager transactionManager, DispatchManager queries)
    {
        this.users = requireNonNull(users, "users is null");
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
        this.queries = requireNonNull(queries, "queries is null");
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
    public CompletableFuture<Void> fail(ConnectorId connectorId, String reason)
    {
        return CompletableFuture.allOf(users.getUsers(connectorId).stream()
                .map(transactionId -> failing.computeIfAbsent(transactionId, id -> CompletableFuture.runAsync(() -> tryFail(id, reason), executor)))
                .toArray(CompletableFuture[]::new));
    }

    private void tryFail(TransactionId transactionId, String reason)
    {
        try {
            queries.getQueries().stream()
                    .filter(query -> !query.getState().isDone() && query.getSession().getTransactionId().equals(Optional.of(transactionId)))
                    .map(BasicQueryInfo::getQueryId)
                    .forEach(queryId -> queries.failQuery(queryId, new PrestoException(ADMINISTRATIVELY_KILLED, reason)));
            // one that belongs to a single query ends with it; the query may not be known yet, and is found the next time
            transactionManager.getOptionalTransactionInfo(transactionId)
                    .filter(transaction -> !transaction.isAutoCommitContext())
                    .map(TransactionInfo::getTransactionId)
                    .ifPresent(transactionManager::fail);
        }
        catch (RuntimeException e) {
            log.error(e, "Error failing transaction %s", transactionId);
        }
        finally {
            failing.remove(transactionId);
        }
    }
}
