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
package io.prestodynamic.catalog.store.jdbc;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.jdbc.JdbcTransactions.Query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static java.util.Objects.requireNonNull;

/**
 * Recorded changes in a table beside the catalog table.
 */
final class JdbcHistoryStore
        implements HistoryStore
{
    private final JdbcTransactions transactions;
    private final CatalogTable catalogs;
    private final HistoryTable table;

    JdbcHistoryStore(JdbcTransactions transactions, CatalogTable catalogs, HistoryTable table)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.table = requireNonNull(table, "table is null");
    }

    /**
     * Creates the table if it is missing. The transaction of a change cannot create it.
     */
    void prepare()
    {
        if (!table.exists()) {
            transactions.runAndRollBack(connection -> {
                table.createIfMissing(connection);
                return null;
            });
        }
    }

    @Override
    public List<HistoryEntry> list(int limit)
    {
        return query(connection -> table.selectAll(connection, limit));
    }

    @Override
    public List<HistoryEntry> list(String catalogName, int limit)
    {
        return query(connection -> table.selectByName(connection, catalogName, limit));
    }

    @Override
    public Optional<HistoryEntry> find(String catalogName, String version)
    {
        return query(connection -> table.selectByVersion(connection, catalogName, version));
    }

    @Override
    public List<HistoryEntry> listLatest()
    {
        return query(table::selectLatest);
    }

    @Override
    public void recordFound(CatalogChange change, OptionalLong last)
    {
        prepare();
        try {
            transactions.commit(connection -> {
                // changes lock the name before they are recorded
                if (catalogs.lockVersion(connection, change.catalogName()).equals(change.after())) {
                    table.insertFound(connection, change, last);
                }
            });
        }
        catch (CatalogException e) {
            // another coordinator has found it too
            if (e.getCode() != CONCURRENT_CHANGE || query(connection -> table.isLast(connection, change.catalogName(), last))) {
                throw e;
            }
        }
    }

    /**
     * Rewrites the properties of entries.
     *
     * @return number of those that were rewritten
     */
    int rewrite(PropertiesRewriter rewriter)
    {
        prepare();
        return table.properties().rewrite(transactions, rewriter, Integer.MAX_VALUE);
    }

    @Override
    public int deleteBefore(Instant time)
    {
        AtomicInteger deleted = new AtomicInteger();
        for (String name : query(connection -> table.selectNamesBefore(connection, time))) {
            transactions.commit(connection -> deleted.addAndGet(table.deleteExpired(connection, name, time)));
        }
        return deleted.get();
    }

    private <T> T query(Query<T> query)
    {
        prepare();
        return transactions.runAndRollBack(query);
    }
}
