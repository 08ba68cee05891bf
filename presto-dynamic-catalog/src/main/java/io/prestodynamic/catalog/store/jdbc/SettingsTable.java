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
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

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
    private volatile Optional<Long> refused = Optional.empty();

    SettingsTable(JdbcDialect dialect, TableName catalogTable)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.tableName = new TableName(catalogTable.database(), catalogTable.table() + "_settings");
        this.table = dialect.quote(tableName);
    }

    /**
     * Returns the name of the table for a statement that joins it, or empty if it is missing and the user of the store may not create it. Must be the first call in a
     * transaction.
     */
    Optional<String> find(Connection connection)
            throws SQLException
    {
        if (exists) {
            return Optional.of(table);
        }
        if (refused.filter(time -> Duration.nanosSince(time).compareTo(RETRY) < 0).isPresent()) {
            return Optional.empty();
        }
        try {
            createIfMissing(connection);
            return Optional.of(table);
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
     * Creates the table if it is missing. Must be the first call in a transaction.
     */
    void createIfMissing(Connection connection)
            throws SQLException
    {
        if (!exists) {
            TableCreation.readOrCreate(connection, dialect, dialect.createSettingsTable(tableName), this::describe);
            exists = true;
        }
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
        try (PreparedStatement statement = connection.prepareStatement("SELECT description, enabled FROM " + table + " WHERE catalogId = ?" + dialect.forUpdate())) {
            statement.setLong(1, catalogId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new CatalogSettings(Optional.ofNullable(row.getString(1)), row.getInt(2) != 0) : CatalogSettings.DEFAULT;
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
            set(connection, "INSERT INTO " + table + " (description, enabled, catalogId) VALUES (?, ?, ?)", catalogId, settings);
        }
    }

    /**
     * Changes the settings of a row of the catalog table.
     */
    void update(Connection connection, long catalogId, CatalogSettings settings)
            throws SQLException
    {
        if (exists && set(connection, "UPDATE " + table + " SET description = ?, enabled = ? WHERE catalogId = ?", catalogId, settings) > 0) {
            return;
        }
        insert(connection, catalogId, settings);
    }

    private static int set(Connection connection, String sql, long catalogId, CatalogSettings settings)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, settings.description().orElse(null));
            statement.setInt(2, settings.enabled() ? 1 : 0);
            statement.setLong(3, catalogId);
            return statement.executeUpdate();
        }
    }

    // settings that cannot be read must not be taken for none
    private void checkMissing(Connection connection, SQLException failure)
            throws SQLException
    {
        try {
            describe(connection);
        }
        catch (SQLException e) {
            if (dialect.isMissingTable(e)) {
                connection.rollback();
                return;
            }
        }
        throw failure;
    }

    private boolean describe(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT catalogId, description, enabled FROM " + table + " WHERE 1 = 0");
        }
    }
}
