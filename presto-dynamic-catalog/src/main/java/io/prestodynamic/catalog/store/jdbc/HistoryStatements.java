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

import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * SQL of the table of recorded changes.
 */
final class HistoryStatements
{
    private static final String OF_SETTINGS = ChangeAction.OF_SETTINGS.stream().map("'%s'"::formatted).collect(joining(", ", "action IN (", ")"));

    private final JdbcDialect dialect;
    private final TableName tableName;
    private final String table;
    private final String select;

    HistoryStatements(JdbcDialect dialect, TableName tableName)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.tableName = requireNonNull(tableName, "tableName is null");
        this.table = dialect.quote(tableName);
        this.select = "SELECT sequence, catalogName, action, versionBefore, versionAfter, " + dialect.toEpochSeconds("changedAt") + ", userName, principal, source, " +
                "address, requestId, comment, connectorName, properties, changed FROM " + table;
    }

    String table()
    {
        return table;
    }

    List<String> createTable()
    {
        return dialect.createHistoryTable(tableName);
    }

    String describe()
    {
        return select + " WHERE 1 = 0";
    }

    String insert()
    {
        return "INSERT INTO " + table + " (catalogName, action, versionBefore, versionAfter, changedAt, userName, principal, source, " +
                "address, requestId, comment, connectorName, properties, changed, foundAfter) " +
                "VALUES (?, ?, ?, ?, " + dialect.fromEpochSeconds() + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    String selectAll()
    {
        return select + " WHERE sequence < ? ORDER BY sequence DESC LIMIT ?";
    }

    String selectByName()
    {
        return select + " WHERE catalogName = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?";
    }

    String selectByVersion()
    {
        return select + " WHERE catalogName = ? AND versionAfter = ? AND NOT " + OF_SETTINGS;
    }

    /**
     * Selects columns of the last entry of each name, without those that may be long.
     */
    String selectLatest()
    {
        return "SELECT sequence, catalogName, versionAfter, userName, CASE WHEN " + OF_SETTINGS + " THEN 1 ELSE 0 END FROM " + table +
                " WHERE sequence IN (SELECT MAX(sequence) FROM " + table + " GROUP BY catalogName)";
    }

    String selectLatestOf(int nameCount)
    {
        return select + " WHERE sequence IN (SELECT MAX(sequence) FROM " + table + " WHERE catalogName IN (" + "?, ".repeat(nameCount - 1) + "?) GROUP BY catalogName)";
    }

    String selectLast()
    {
        return "SELECT MAX(sequence) FROM " + table + " WHERE catalogName = ? HAVING COUNT(*) > 0";
    }

    /**
     * Selects the names that have entries from before a time.
     */
    String selectNamesBefore()
    {
        return "SELECT DISTINCT catalogName FROM " + table + " WHERE changedAt < " + dialect.fromEpochSeconds();
    }

    /**
     * Selects the first of the last entries of a name, if it has so many.
     */
    String selectFirstKept()
    {
        return "SELECT sequence FROM " + table + " WHERE catalogName = ? ORDER BY sequence DESC LIMIT 1 OFFSET " + (HistoryStore.KEPT_OF_EACH_NAME - 1);
    }

    String deleteExpired()
    {
        return "DELETE FROM " + table + " WHERE catalogName = ? AND sequence < ? AND changedAt < " + dialect.fromEpochSeconds();
    }

    String findText()
    {
        return "SELECT sequence FROM " + table + " WHERE properties LIKE ? LIMIT 1";
    }

    StoredProperties properties()
    {
        return new StoredProperties(
                "SELECT " + dialect.length("properties") + " FROM " + table + " WHERE sequence > ? ORDER BY sequence LIMIT ?",
                "SELECT sequence, catalogName, connectorName, properties FROM " + table + " WHERE sequence > ? ORDER BY sequence LIMIT ?",
                "UPDATE " + table + " SET properties = ? WHERE sequence = ?");
    }
}
