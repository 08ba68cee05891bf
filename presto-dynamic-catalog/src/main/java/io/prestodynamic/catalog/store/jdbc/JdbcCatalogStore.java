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

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import com.zaxxer.hikari.HikariDataSource;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.EncryptableStore;
import io.prestodynamic.catalog.store.FileRewriter;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcConnections;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions.Change;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.SqliteDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;
import io.prestodynamic.catalog.store.jdbc.embedded.EmbeddedFiles;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.security.LogText.line;
import static io.prestodynamic.catalog.store.CatalogStoreType.EMBEDDED;
import static java.time.temporal.ChronoUnit.SECONDS;

/**
 * Store in a table of a database. Starts without the database, and recovers when the database does.
 * <p>
 * Rows are never deleted, because inactive rows tell which catalogs existed. If nobody needs that,
 * {@code DELETE FROM catalog WHERE status = 0 AND mtime < '2026-01-01'} may run at any time.
 */
public class JdbcCatalogStore
        implements EncryptableStore, AutoCloseable
{
    private static final Logger log = Logger.get(JdbcCatalogStore.class);

    private final Optional<EmbeddedFiles> files;
    private final HikariDataSource dataSource;
    private final JdbcTransactions transactions;
    private final GroupedChanges changes;
    private final GroupedChanges preparations;
    private final CatalogTable table;
    private final SettingsTable settingsTable;
    private final HistoryTable historyTable;
    private final FileTable fileTable;
    private final JdbcHistoryStore history;
    private final Set<Long> reportedRows = ConcurrentHashMap.newKeySet();

    @Inject
    public JdbcCatalogStore(CatalogStoreConfig config)
    {
        TableName tableName = TableName.parse(config.getTableName());
        if (config.getStore() == EMBEDDED) {
            SqliteDialect dialect = new SqliteDialect();
            EmbeddedFiles embedded = new EmbeddedFiles(dialect, tableName, config.getEmbeddedPath().toPath());
            files = Optional.of(embedded);
            dataSource = JdbcConnections.openEmbedded(embedded.url(), dialect);
            table = new CatalogTable(dialect, tableName);
            settingsTable = new SettingsTable(dialect, tableName);
            historyTable = new HistoryTable(dialect, tableName);
            fileTable = new FileTable(dialect, tableName);
            transactions = new JdbcTransactions(dataSource, dialect, embedded::prepare, this::checkTablesBeforeNextUse);
        }
        else {
            JdbcDialect dialect = JdbcDialect.forUrl(config.getJdbcUrl()).orElseThrow();
            files = Optional.empty();
            dataSource = JdbcConnections.open(config, config.getJdbcUrl(), dialect);
            table = new CatalogTable(dialect, tableName);
            settingsTable = new SettingsTable(dialect, tableName);
            historyTable = new HistoryTable(dialect, tableName);
            fileTable = new FileTable(dialect, tableName);
            transactions = new JdbcTransactions(dataSource, dialect, () -> {}, this::checkTablesBeforeNextUse);
        }
        history = new JdbcHistoryStore(transactions, table, historyTable, fileTable);
        changes = new GroupedChanges(transactions::commit);
        preparations = new GroupedChanges(preparation -> transactions.runAndRollBack(connection -> {
            preparation.run(connection);
            return null;
        }));
    }

    @Override
    public StoredCatalogs list()
    {
        Map<String, CatalogRow> rows = new LinkedHashMap<>();
        for (CatalogRow row : selectActive()) {
            CatalogRow older = rows.put(row.catalogName(), row);
            if (older != null && reportedRows.add(older.id())) {
                log.warn("The store has catalog '%s' more than once: row %s counts, row %s does not", line(row.catalogName()), row.id(), older.id());
            }
        }
        ImmutableList.Builder<CatalogVersion> versions = ImmutableList.builder();
        ImmutableList.Builder<BrokenCatalog> broken = ImmutableList.builder();
        for (CatalogRow row : rows.values()) {
            try {
                versions.add(row.toVersion());
            }
            catch (IllegalArgumentException e) {
                broken.add(row.toBroken(e.getMessage()));
            }
        }
        return new StoredCatalogs(versions.build(), broken.build(), Maps.filterValues(Maps.transformValues(rows, CatalogRow::settings), settings -> !settings.equals(DEFAULT)));
    }

    private List<CatalogRow> selectActive()
    {
        try {
            return transactions.runAndRollBack(connection -> {
                // the first use of a table may end the transaction
                table.layout(connection);
                return table.selectActive(connection, settingsTable.find(connection));
            });
        }
        catch (CatalogException e) {
            if (e.getCode() == CONCURRENT_CHANGE) {
                throw new CatalogException(STORE_UNAVAILABLE, "Another program keeps the catalog store locked", e);
            }
            throw e;
        }
    }

    @Override
    public CatalogVersion prepare(CatalogDefinition definition)
    {
        String properties = PropertiesJson.write(definition.properties(), definition.files());
        AtomicLong id = new AtomicLong();
        preparations.make(connection -> {
            table.layout(connection).checkFits(definition.connectorName(), properties);
            id.set(table.reserveId(connection, definition));
        });
        return new CatalogVersion(definition, CatalogRow.version(id.get(), definition.connectorName(), properties), Instant.now().truncatedTo(SECONDS));
    }

    @Override
    public void add(CatalogVersion version, CatalogSettings settings, CatalogChange change, FileContents contents)
    {
        String name = version.name().value();
        try {
            make(settings, version.definition().files(), connection -> {
                // if names are unique, the database refuses the second row
                if (!table.layout(connection).uniqueNames() && !table.lockActive(connection, name).isEmpty()) {
                    throw alreadyExists(name);
                }
                insert(connection, version, settings, contents);
                historyTable.insert(connection, change);
            });
            table.remember(version);
        }
        catch (CatalogException e) {
            if (e.getCode() == CONCURRENT_CHANGE && transactions.runAndRollBack(connection -> !table.lockActive(connection, name).isEmpty())) {
                throw alreadyExists(name);
            }
            throw e;
        }
    }

    @Override
    public void replace(String version, CatalogVersion next, SettingsChange settings, CatalogChange change, FileContents contents)
    {
        make(settings.after(), next.definition().files(), connection -> {
            String name = next.name().value();
            settings.check(name, settingsTable.lock(connection, deactivate(connection, name, version).id()));
            insert(connection, next, settings.after(), contents);
            historyTable.insert(connection, change);
        });
    }

    @Override
    public void configure(String catalogName, String version, SettingsChange settings, CatalogChange change)
    {
        make(settings.after(), CatalogFiles.NONE, connection -> {
            CatalogRow row = getLast(table.lockVersion(connection, catalogName, version));
            settings.check(catalogName, settingsTable.lock(connection, row.id()));
            settingsTable.update(connection, row.id(), settings.after());
            historyTable.insert(connection, change);
        });
    }

    @Override
    public void remove(String catalogName, String version, CatalogChange change)
    {
        make(DEFAULT, CatalogFiles.NONE, connection -> {
            deactivate(connection, catalogName, version);
            historyTable.insert(connection, change);
        });
    }

    private void insert(Connection connection, CatalogVersion version, CatalogSettings settings, FileContents contents)
            throws SQLException
    {
        fileTable.use(connection, version.definition().files(), contents);
        table.insert(connection, version);
        settingsTable.insert(connection, VersionString.number(version.version()), settings);
    }

    /**
     * @return the row of the version
     */
    private CatalogRow deactivate(Connection connection, String catalogName, String version)
            throws SQLException
    {
        List<CatalogRow> rows = table.lockVersion(connection, catalogName, version);
        for (CatalogRow row : rows) {
            table.deactivate(connection, row);
        }
        return getLast(rows);
    }

    @Override
    public Optional<byte[]> readFile(String sha256)
    {
        return transactions.runAndRollBack(connection -> fileTable.exists(connection) ? fileTable.select(connection, sha256) : Optional.empty());
    }

    @Override
    public void rewriteFiles(FileRewriter rewriter)
    {
        List<String> hashes = transactions.runAndRollBack(connection -> fileTable.exists(connection) ? fileTable.selectHashes(connection) : ImmutableList.of());
        hashes.forEach(sha256 -> transactions.commit(connection -> fileTable.rewrite(connection, sha256, rewriter)));
    }

    @Override
    public HistoryStore history()
    {
        return history;
    }

    @Override
    public void rewriteFormer(PropertiesRewriter rewriter, IntConsumer rewritten)
    {
        int maxLength = transactions.runAndRollBack(connection -> table.layout(connection).maxPropertiesLength());
        history.rewrite(rewriter, rewritten);
        table.formerProperties().rewrite(transactions, rewriter, maxLength, rewritten);
    }

    @Override
    @PreDestroy
    public void close()
    {
        dataSource.close();
        files.ifPresent(EmbeddedFiles::close);
    }

    /**
     * @param settings what the change stores in the table of the settings, which is created before if it is missing
     * @param files what the change stores in the table of the files, which is created before if it is missing
     */
    private void make(CatalogSettings settings, CatalogFiles files, Change change)
    {
        if (!files.isEmpty()) {
            transactions.runAndRollBack(connection -> {
                fileTable.createIfMissing(connection);
                return null;
            });
        }
        if (!settings.equals(DEFAULT)) {
            transactions.runAndRollBack(connection -> {
                settingsTable.createIfMissing(connection);
                return null;
            });
        }
        history.run(() -> changes.make(change));
    }

    private void checkTablesBeforeNextUse()
    {
        table.checkBeforeNextUse();
        settingsTable.checkBeforeNextUse();
        historyTable.checkBeforeNextUse();
        fileTable.checkBeforeNextUse();
    }

    private static CatalogException alreadyExists(String name)
    {
        return new CatalogException(CATALOG_EXISTS, "Catalog '%s' exists already".formatted(name));
    }
}
