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

import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * SQL of the catalog table. Active rows have {@code status} 1, and all others are history.
 */
final class CatalogStatements
{
    // characters; also the limit of a request body of the HTTP API
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

    String describe()
    {
        return "SELECT * FROM " + table + " WHERE 1 = 0";
    }

    String selectExisting(int idCount)
    {
        return "SELECT id FROM " + table + " WHERE id IN (" + "?, ".repeat(idCount - 1) + "?)";
    }

    String selectActive()
    {
        return "SELECT " + columns + " FROM " + table + " WHERE status = 1 ORDER BY id";
    }

    /**
     * Selects what {@link #selectActive} selects, and the settings of each row.
     */
    String selectActive(String settingsTable)
    {
        return "SELECT " + columns + ", settings.description, settings.enabled, settings.maxQueries " +
                "FROM " + table + " LEFT JOIN " + settingsTable + " settings ON settings.catalogId = id WHERE status = 1 ORDER BY id";
    }

    /**
     * Returns the statement that precedes {@link #lockActive} if names are not unique, or if nobody may add a name that has no active row.
     */
    Optional<String> lockTable()
    {
        return dialect.lockTable(tableName);
    }

    /**
     * Locks the active rows of a name. If names are not unique, it also keeps others from adding a row of that name.
     */
    String lockActive(boolean uniqueNames)
    {
        return "SELECT " + columns + " FROM " + table + " WHERE " + (uniqueNames ? "activeName = ?" : "catalogName = ? AND status = 1") + " ORDER BY id" + dialect.forUpdate();
    }

    String highestId()
    {
        return "SELECT MAX(id) FROM " + table;
    }

    /**
     * Inserts an inactive row for its generated id.
     */
    String reserve()
    {
        return "INSERT INTO " + table + " (catalogName, connectorName, properties, status) VALUES (?, ?, '{}', 0)";
    }

    String insert()
    {
        return "INSERT INTO " + table + " (id, catalogName, connectorName, properties, status, ctime) VALUES (?, ?, ?, ?, 1, " + dialect.fromEpochSeconds() + ")";
    }

    /**
     * Properties of inactive rows.
     */
    StoredProperties formerProperties()
    {
        String former = " FROM " + table + " WHERE id > ? AND status <> 1 AND properties IS NOT NULL ORDER BY id LIMIT ?";
        return new StoredProperties(
                "SELECT " + dialect.length("properties") + former,
                "SELECT id, catalogName, connectorName, properties" + former,
                // MySQL would set the time of the change
                "UPDATE " + table + " SET properties = ?, mtime = mtime WHERE id = ? AND status <> 1");
    }

    String findText()
    {
        return "SELECT id FROM " + table + " WHERE status = 1 AND properties LIKE ? LIMIT 1";
    }

    String deactivate()
    {
        // not every database updates the column by itself
        return "UPDATE " + table + " SET status = 0, mtime = CURRENT_TIMESTAMP WHERE id = ?";
    }
}
