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

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions.Query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.partitioningBy;

/**
 * Recorded changes in a table beside the catalog table.
 */
final class JdbcHistoryStore
        implements HistoryStore
{
    private final JdbcTransactions transactions;
    private final CatalogTable catalogs;
    private final HistoryTable table;
    private final FileTable files;

    JdbcHistoryStore(JdbcTransactions transactions, CatalogTable catalogs, HistoryTable table, FileTable files)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.table = requireNonNull(table, "table is null");
        this.files = requireNonNull(files, "files is null");
    }

    /**
     * Runs transactions on the table, which is created before if it is missing, because they cannot create it themselves.
     */
    <T> T run(Supplier<T> work)
    {
        createIfMissing();
        try {
            return work.get();
        }
        catch (CatalogException e) {
            if (!table.isMissing(e)) {
                throw e;
            }
            // dropped since its last use
            createIfMissing();
            return work.get();
        }
    }

    void run(Runnable work)
    {
        run(() -> {
            work.run();
            return null;
        });
    }

    private void createIfMissing()
    {
        if (!table.exists()) {
            transactions.runAndRollBack(connection -> {
                table.createIfMissing(connection);
                return null;
            });
        }
    }

    @Override
    public List<HistoryEntry> list(HistoryPage page)
    {
        return query(connection -> table.selectAll(connection, page));
    }

    @Override
    public List<HistoryEntry> list(String catalogName, HistoryPage page)
    {
        return query(connection -> table.selectByName(connection, catalogName, page));
    }

    @Override
    public Optional<HistoryEntry> find(String catalogName, String version)
    {
        return query(connection -> table.selectByVersion(connection, catalogName, version));
    }

    @Override
    public List<LatestChange> listLatest()
    {
        return query(table::selectLatest);
    }

    @Override
    public List<HistoryEntry> readLatest(Collection<String> catalogNames)
    {
        return query(connection -> table.selectLatest(connection, catalogNames));
    }

    @Override
    public boolean recordFound(List<FoundChange> changes)
    {
        // if a name is to stay absent, some databases lock the whole table
        Map<Boolean, List<FoundChange>> byPresence = changes.stream().collect(partitioningBy(found -> found.change().after().isPresent()));
        boolean complete = recordTogether(byPresence.get(true));
        return recordTogether(byPresence.get(false)) && complete;
    }

    private boolean recordTogether(List<FoundChange> changes)
    {
        if (changes.isEmpty()) {
            return true;
        }
        AtomicBoolean complete = new AtomicBoolean();
        try {
            run(() -> transactions.commit(connection -> complete.set(insertFound(connection, changes))));
        }
        catch (CatalogException e) {
            if (e.getCode() != CONCURRENT_CHANGE) {
                throw e;
            }
            // another coordinator has found it too, or somebody has locked the name
            return changes.size() > 1 && recordEach(changes);
        }
        return complete.get();
    }

    private boolean recordEach(List<FoundChange> changes)
    {
        boolean complete = true;
        for (FoundChange found : changes) {
            boolean recorded = recordTogether(ImmutableList.of(found));
            if (!recorded && found.change().after().isEmpty()) {
                // the next ones may wait for the same lock on the table, and all changes with them
                return false;
            }
            complete &= recorded;
        }
        return complete;
    }

    private boolean insertFound(Connection connection, List<FoundChange> changes)
            throws SQLException
    {
        // changes lock the name before they are recorded; what is read after all locks includes their records
        List<FoundChange> present = new ArrayList<>();
        for (FoundChange found : changes) {
            if (catalogs.lockVersion(connection, found.change().catalogName(), found.change().after())) {
                present.add(found);
            }
        }
        boolean complete = present.size() == changes.size();
        for (FoundChange found : present) {
            complete &= table.insertFound(connection, found);
        }
        return complete;
    }

    /**
     * Rewrites the properties of entries.
     *
     * @param rewritten is told how many were rewritten, in parts
     */
    void rewrite(PropertiesRewriter rewriter, IntConsumer rewritten)
    {
        run(() -> table.properties().rewrite(transactions, rewriter, Integer.MAX_VALUE, rewritten));
    }

    @Override
    public int deleteBefore(Instant time)
    {
        AtomicInteger deleted = new AtomicInteger();
        for (String name : query(connection -> table.selectNamesBefore(connection, time))) {
            run(() -> transactions.commit(connection -> deleted.addAndGet(table.deleteExpired(connection, name, time))));
        }
        return deleted.get();
    }

    @Override
    public void deleteUnusedFiles(Instant before)
    {
        List<String> unused = query(connection -> files.exists(connection) ?
                files.selectUnused(connection, before, ImmutableList.of(catalogs.findText(), table.findText())) :
                ImmutableList.of());
        unused.forEach(sha256 -> transactions.commit(connection -> files.delete(connection, sha256, before)));
    }

    private <T> T query(Query<T> query)
    {
        return run(() -> transactions.runAndRollBack(query));
    }
}
