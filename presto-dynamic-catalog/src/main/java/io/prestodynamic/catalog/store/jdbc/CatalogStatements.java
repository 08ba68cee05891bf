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

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * All SQL of the store. The columns are those of the table that sites have already; {@code status} is 1 in active rows, and rows that are not active stay as history.
 */
final class CatalogStatements
{
    /**
     * Longer texts are not read. The HTTP API takes bodies up to this size.
     */
    static final int MAX_PROPERTIES_LENGTH = 1024 * 1024;

    private static final String COLUMNS = "id, catalogName, connectorName, %1$s, CASE WHEN %1$s <= %2$s THEN properties END, %3$s, %4$s";

    private final JdbcDialect dialect;
    private final TableName tableName;
    private final String table;
    private final String columns;

    CatalogStatements(JdbcDialect dialect, TableName tableName)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.tableName = requireNonNull(tableName, "tableName is null");
        this.table = dialect.quote(tableName);
        this.columns = COLUMNS.formatted(dialect.length("properties"), MAX_PROPERTIES_LENGTH, dialect.toEpochSeconds("ctime"), dialect.toText("mtime"));
    }

    String table()
    {
        return table;
    }

    List<String> createTable()
    {
        return dialect.createTable(tableName);
    }

    /**
     * No row, only the columns.
     */
    String describe()
    {
        return "SELECT * FROM " + table + " WHERE 1 = 0";
    }

    /**
     * Those of some ids that there are rows of, active or not.
     */
    String selectExisting(int ids)
    {
        return "SELECT id FROM " + table + " WHERE id IN (" + "?, ".repeat(ids - 1) + "?)";
    }

    String selectActive()
    {
        return "SELECT " + columns + " FROM " + table + " WHERE status = 1 ORDER BY id";
    }

    /**
     * Runs before {@link #lockActive} where names are not unique.
     */
    Optional<String> lockTable()
    {
        return dialect.lockTable(tableName);
    }

    /**
     * Locks the active rows of one name: exactly those where names are unique, else the whole table, so that nobody adds another.
     */
    String lockActive(boolean uniqueNames)
    {
        return "SELECT " + columns + " FROM " + table + " WHERE " + (uniqueNames ? "activeName = ?" : "catalogName = ? AND status = 1") + " ORDER BY id" + dialect.forUpdate();
    }

    /**
     * NULL where there is no row.
     */
    String highestId()
    {
        return "SELECT MAX(id) FROM " + table;
    }

    /**
     * A row that is not active, for the id that it gets.
     */
    String reserve()
    {
        return "INSERT INTO " + table + " (catalogName, connectorName, properties, status) VALUES (?, ?, '{}', 0)";
    }

    String insert()
    {
        return "INSERT INTO " + table + " (id, catalogName, connectorName, properties, status, ctime) VALUES (?, ?, ?, ?, 1, " + dialect.fromEpochSeconds() + ")";
    }

    String deactivate()
    {
        // not every database has columns that it updates by itself
        return "UPDATE " + table + " SET status = 0, mtime = CURRENT_TIMESTAMP WHERE id = ?";
    }
}
