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
package io.prestodynamic.catalog.engine.listing;

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.connector.system.GlobalSystemTransactionHandle;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.transaction.TransactionManager;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;

/**
 * Transactions for listing catalogs, one for each catalog. Removing a catalog fails its transaction, and not the query that lists all catalogs.
 */
final class ListingTransactions
        implements AutoCloseable
{
    private final TransactionManager transactionManager;
    private final GlobalSystemTransactionHandle query;
    private final Executor executor;
    private final Set<TransactionId> open = ConcurrentHashMap.newKeySet();

    /**
     * @param query transaction of the query
     * @param executor ends transactions, which blocks if the connector hangs
     */
    ListingTransactions(TransactionManager transactionManager, ConnectorTransactionHandle query, Executor executor)
    {
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
        this.query = (GlobalSystemTransactionHandle) requireNonNull(query, "query is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * Lists a catalog. In a multi-statement transaction the rows include its changes.
     */
    RecordCursor list(Function<ConnectorTransactionHandle, RecordCursor> catalog)
    {
        if (!transactionManager.getTransactionInfo(query.getTransactionId()).isAutoCommitContext()) {
            return catalog.apply(query);
        }
        TransactionId transactionId = transactionManager.beginTransaction(true);
        open.add(transactionId);
        try {
            return catalog.apply(new GlobalSystemTransactionHandle(query.getConnectorId(), transactionId));
        }
        finally {
            end(transactionId);
        }
    }

    @Override
    public void close()
    {
        open.forEach(transactionId -> executor.execute(() -> end(transactionId)));
    }

    private void end(TransactionId transactionId)
    {
        if (open.remove(transactionId)) {
            transactionManager.asyncAbort(transactionId);
        }
    }
}
