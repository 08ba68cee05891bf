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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.DefinitionContent;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.prepare;
import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.update;
import static java.util.Objects.requireNonNull;

/**
 * Table of recorded changes within one transaction.
 */
final class HistoryTable
{
    private static final Logger log = Logger.get(HistoryTable.class);
    // of a row that somebody has written by hand in a table with other columns
    private static final int MAX_NAME_LENGTH = 200;

    private final JdbcDialect dialect;
    private final HistoryStatements statements;
    private final AtomicBoolean seen = new AtomicBoolean();
    private volatile boolean exists;

    HistoryTable(JdbcDialect dialect, TableName catalogTable)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.statements = new HistoryStatements(dialect, new TableName(catalogTable.database(), catalogTable.table() + "_history"));
    }

    boolean exists()
    {
        return exists;
    }

    /**
     * Has the table checked before its next use, after a failure that a missing table may have caused.
     */
    void checkBeforeNextUse()
    {
        exists = false;
    }

    /**
     * Creates the table if it is missing. Must be the first call in a transaction.
     */
    void createIfMissing(Connection connection)
            throws SQLException
    {
        TableCreation.readOrCreate(connection, dialect, statements.createTable(), this::describe);
        seen.set(true);
        exists = true;
    }

    private boolean describe(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(statements.describe());
        }
        catch (SQLException e) {
            if (dialect.isMissingTable(e) && seen.getAndSet(false)) {
                log.warn("Table %s of the catalog store is gone, and with it the records of all changes until now. It is created again: to get the records back, " +
                        "insert them from a backup", statements.table());
            }
            throw e;
        }
    }

    /**
     * Returns whether a transaction has failed, and changed nothing, because a table is missing.
     */
    boolean isMissing(CatalogException e)
    {
        return e.getCause() instanceof SQLException cause && dialect.isMissingTable(cause);
    }

    void insert(Connection connection, CatalogChange change)
            throws SQLException
    {
        insert(connection, change, Optional.empty());
    }

    /**
     * Inserts a change that others have made, unless there is a later entry of the name.
     *
     * @return whether it was inserted
     */
    boolean insertFound(Connection connection, FoundChange found)
            throws SQLException
    {
        String name = found.change().catalogName();
        boolean last = selectSequences(connection, statements.selectLast(), name).stream().mapToLong(Long::longValue).findFirst().equals(found.last());
        if (last) {
            insert(connection, found.change(), Optional.of("%s %s".formatted(name, found.last().orElse(0))));
        }
        return last;
    }

    private void insert(Connection connection, CatalogChange change, Optional<String> foundAfter)
            throws SQLException
    {
        ChangeOrigin origin = change.origin();
        update(connection, statements.insert(),
                shorten(change.catalogName()),
                change.action().name(),
                change.before().orElse(null),
                change.after().orElse(null),
                change.at().getEpochSecond(),
                origin.user().orElse(null),
                origin.principal().orElse(null),
                origin.source().name(),
                origin.address().orElse(null),
                origin.requestId().orElse(null),
                origin.comment().orElse(null),
                shorten(change.connectorName()),
                PropertiesJson.write(change.properties(), change.files()),
                PropertiesJson.writeNames(change.changed()),
                foundAfter.orElse(null));
    }

    List<HistoryEntry> selectAll(Connection connection, HistoryPage page)
            throws SQLException
    {
        return select(connection, statements.selectAll(), before(page), page.limit());
    }

    List<HistoryEntry> selectByName(Connection connection, String catalogName, HistoryPage page)
            throws SQLException
    {
        return select(connection, statements.selectByName(), catalogName, before(page), page.limit());
    }

    private static long before(HistoryPage page)
    {
        return page.before().orElse(Long.MAX_VALUE);
    }

    Optional<HistoryEntry> selectByVersion(Connection connection, String catalogName, String version)
            throws SQLException
    {
        return select(connection, statements.selectByVersion(), catalogName, version).stream().findFirst();
    }

    List<LatestChange> selectLatest(Connection connection)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, statements.selectLatest());
                ResultSet row = statement.executeQuery()) {
            ImmutableList.Builder<LatestChange> latest = ImmutableList.builder();
            while (row.next()) {
                latest.add(new LatestChange(row.getLong(1), row.getString(2), Optional.ofNullable(row.getString(3)), Optional.ofNullable(row.getString(4)), row.getInt(5) == 1));
            }
            return latest.build();
        }
    }

    List<HistoryEntry> selectLatest(Connection connection, Collection<String> catalogNames)
            throws SQLException
    {
        return catalogNames.isEmpty() ? ImmutableList.of() : select(connection, statements.selectLatestOf(catalogNames.size()), catalogNames.toArray());
    }

    /**
     * Returns the query that finds entries with a text in their properties, whose parameter is a pattern.
     */
    String findText()
    {
        return statements.findText();
    }

    StoredProperties properties()
    {
        return statements.properties();
    }

    List<String> selectNamesBefore(Connection connection, Instant time)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, statements.selectNamesBefore(), time.getEpochSecond());
                ResultSet row = statement.executeQuery()) {
            ImmutableList.Builder<String> names = ImmutableList.builder();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names.build();
        }
    }

    /**
     * Deletes entries of a name that are older, except the last ones.
     *
     * @return number of deleted entries
     */
    int deleteExpired(Connection connection, String catalogName, Instant before)
            throws SQLException
    {
        int deleted = 0;
        for (Long firstKept : selectSequences(connection, statements.selectFirstKept(), catalogName)) {
            deleted += update(connection, statements.deleteExpired(), catalogName, firstKept, before.getEpochSecond());
        }
        return deleted;
    }

    private static String shorten(String name)
    {
        return name.substring(0, Math.min(MAX_NAME_LENGTH, name.length()));
    }

    private static List<HistoryEntry> select(Connection connection, String sql, Object... parameters)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            ImmutableList.Builder<HistoryEntry> entries = ImmutableList.builder();
            while (row.next()) {
                try {
                    entries.add(toEntry(row));
                }
                catch (IllegalArgumentException e) {
                    // of a later version of the product, or written by hand
                    log.debug(e, "Row %s of the history cannot be read", row.getLong(1));
                }
            }
            return entries.build();
        }
    }

    private static List<Long> selectSequences(Connection connection, String sql, Object... parameters)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            ImmutableList.Builder<Long> sequences = ImmutableList.builder();
            while (row.next()) {
                sequences.add(row.getLong(1));
            }
            return sequences.build();
        }
    }

    private static HistoryEntry toEntry(ResultSet row)
            throws SQLException
    {
        ChangeOrigin origin = new ChangeOrigin(
                ChangeSource.valueOf(row.getString(9)),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(10)),
                Optional.ofNullable(row.getString(11)),
                Optional.ofNullable(row.getString(12)));
        DefinitionContent content = PropertiesJson.read(row.getString(14));
        CatalogChange change = new CatalogChange(
                ChangeAction.valueOf(row.getString(3)),
                row.getString(2),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Instant.ofEpochSecond(row.getLong(6)),
                row.getString(13),
                content.properties(),
                content.files(),
                PropertiesJson.readNames(row.getString(15)),
                origin);
        return new HistoryEntry(row.getLong(1), change);
    }
}
