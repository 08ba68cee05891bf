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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.sql.Types.INTEGER;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * Table of the settings of catalogs within one transaction. Rows of the catalog table without a row in it have the default settings. Like those, its rows are never
 * deleted.
 */
final class SettingsTable
{
    private static final Logger log = Logger.get(SettingsTable.class);

    private static final Duration RETRY = new Duration(1, MINUTES);

    private final JdbcDialect dialect;
    private final TableName tableName;
    private final String table;
    private volatile boolean exists;
    private volatile boolean limited;
    private volatile Optional<Long> refused = Optional.empty();

    SettingsTable(JdbcDialect dialect, TableName catalogTable)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.tableName = new TableName(catalogTable.database(), catalogTable.table() + "_settings");
        this.table = dialect.quote(tableName);
    }

    /**
     * Returns the table for a statement that joins it, or empty if it is missing and the user of the store may not create it. Must be the first call in a
     * transaction.
     */
    Optional<String> find(Connection connection)
            throws SQLException
    {
        if (exists) {
            return Optional.of(joined());
        }
        if (refused.filter(time -> Duration.nanosSince(time).compareTo(RETRY) < 0).isPresent()) {
            return Optional.empty();
        }
        try {
            createIfMissing(connection);
            return Optional.of(joined());
        }
        catch (SQLException e) {
            connection.rollback();
            checkMissing(connection, e);
            if (refused.isEmpty()) {
                log.warn(e, "Cannot create table %s of the catalog store. Without it, catalogs have no description and cannot be disabled", table);
            }
            refused = Optional.of(System.nanoTime());
            return Optional.empty();
        }
    }

    /**
     * Creates the table if it is missing, and adds the column of limits if a former release has created it. Must be the first call in a transaction.
     */
    void createIfMissing(Connection connection)
            throws SQLException
    {
        if (!exists || !limited) {
            limited = TableCreation.readOrCreate(connection, dialect, dialect.createSettingsTable(tableName), this::hasLimits) || addLimits(connection);
            exists = true;
        }
    }

    // the settings that the table has must not be lost without the right to change it
    private boolean addLimits(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.widenSettingsTable(tableName));
            connection.commit();
            return true;
        }
        catch (SQLException e) {
            connection.rollback();
            // another coordinator may have added it meanwhile
            boolean added = hasLimits(connection);
            if (!added) {
                log.warn(e, "Cannot add column maxQueries to table %s of the catalog store. Without it, catalogs have no limits of queries", table);
            }
            return added;
        }
    }

    private String joined()
    {
        return limited ? table : "(SELECT catalogId, description, enabled, NULL AS maxQueries FROM " + table + ")";
    }

    /**
     * Has the table checked before its next use, after a failure that a missing table may have caused.
     */
    void checkBeforeNextUse()
    {
        exists = false;
    }

    /**
     * Returns the settings of a row of the catalog table, locked until the end of the transaction.
     */
    CatalogSettings lock(Connection connection, long catalogId)
            throws SQLException
    {
        if (!exists) {
            return CatalogSettings.DEFAULT;
        }
        String columns = limited ? "description, enabled, maxQueries" : "description, enabled, NULL";
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + columns + " FROM " + table + " WHERE catalogId = ?" + dialect.forUpdate())) {
            statement.setLong(1, catalogId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? read(row, 1) : CatalogSettings.DEFAULT;
            }
        }
    }

    /**
     * Adds the settings of a new row of the catalog table.
     */
    void insert(Connection connection, long catalogId, CatalogSettings settings)
            throws SQLException
    {
        if (!settings.equals(CatalogSettings.DEFAULT)) {
            String values = limited ? " (description, enabled, maxQueries, catalogId) VALUES (?, ?, ?, ?)" : " (description, enabled, catalogId) VALUES (?, ?, ?)";
            set(connection, "INSERT INTO " + table + values, catalogId, settings);
        }
    }

    /**
     * Changes the settings of a row of the catalog table.
     */
    void update(Connection connection, long catalogId, CatalogSettings settings)
            throws SQLException
    {
        String columns = limited ? " SET description = ?, enabled = ?, maxQueries = ?" : " SET description = ?, enabled = ?";
        if (exists && set(connection, "UPDATE " + table + columns + " WHERE catalogId = ?", catalogId, settings) > 0) {
            return;
        }
        insert(connection, catalogId, settings);
    }

    /**
     * Reads settings from columns of a row.
     *
     * @param first position of the first column
     */
    static CatalogSettings read(ResultSet row, int first)
            throws SQLException
    {
        return new CatalogSettings(
                Optional.ofNullable(row.getString(first)),
                row.getInt(first + 1) != 0,
                // 0 if it is NULL
                Optional.of(row.getInt(first + 2)).filter(limit -> limit > 0));
    }

    private int set(Connection connection, String sql, long catalogId, CatalogSettings settings)
            throws SQLException
    {
        if (!limited && settings.maxQueries().isPresent()) {
            throw new CatalogException(
                    STORE_UNAVAILABLE,
                    "Table %s of the catalog store has no column maxQueries for limits, and the user of the store may not add it".formatted(table));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, settings.description().orElse(null));
            statement.setInt(2, settings.enabled() ? 1 : 0);
            if (limited) {
                statement.setObject(3, settings.maxQueries().orElse(null), INTEGER);
            }
            statement.setLong(limited ? 4 : 3, catalogId);
            return statement.executeUpdate();
        }
    }

    // settings that cannot be read must not be taken for none
    private void checkMissing(Connection connection, SQLException failure)
            throws SQLException
    {
        try {
            hasLimits(connection);
        }
        catch (SQLException e) {
            if (dialect.isMissingTable(e)) {
                connection.rollback();
                return;
            }
        }
        throw failure;
    }

    private boolean hasLimits(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData columns = rows.getMetaData();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                if (columns.getColumnName(column).equalsIgnoreCase("maxQueries")) {
                    return true;
                }
            }
            return false;
        }
    }
}
