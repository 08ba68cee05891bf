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

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.common.collect.Sets.SetView;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;

import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.store.jdbc.CatalogStatements.MAX_PROPERTIES_LENGTH;
import static java.lang.Math.min;
import static java.lang.String.CASE_INSENSITIVE_ORDER;
import static java.lang.String.join;

/**
 * Layout of the catalog table that exists.
 *
 * @param uniqueNames whether the table keeps active names unique
 */
record TableLayout(boolean uniqueNames, int maxConnectorNameLength, int maxPropertiesLength)
{
    private static final Set<String> REQUIRED = ImmutableSet.of("id", "catalogName", "connectorName", "properties", "status", "ctime", "mtime");
    private static final String ACTIVE_NAME = "activeName";

    /**
     * Reads the layout of the table, which is created before if it is missing. Creation ends the transaction, so this call must be the first in it.
     *
     * @throws CatalogException if the table is not a catalog table
     */
    static TableLayout readOrCreate(Connection connection, JdbcDialect dialect, CatalogStatements statements)
            throws SQLException
    {
        return TableCreation.readOrCreate(connection, dialect, statements.createTable(), found -> read(found, statements));
    }

    /**
     * @throws CatalogException if the table is not a catalog table
     */
    static TableLayout read(Connection connection, CatalogStatements statements)
            throws SQLException
    {
        Map<String, Integer> lengths = new TreeMap<>(CASE_INSENSITIVE_ORDER);
        try (Statement statement = connection.createStatement()) {
            ResultSetMetaData metadata = statement.executeQuery(statements.describe()).getMetaData();
            for (int column = 1; column <= metadata.getColumnCount(); column++) {
                // 0 if there is no limit, or if it is more than the driver can report
                int length = metadata.getPrecision(column);
                lengths.put(metadata.getColumnName(column), length > 0 ? length : Integer.MAX_VALUE);
            }
        }
        SetView<String> missing = Sets.difference(REQUIRED, lengths.keySet());
        if (!missing.isEmpty()) {
            throw new CatalogException(STORE_UNAVAILABLE, "Table %s of the catalog store lacks the columns %s".formatted(statements.table(), join(", ", missing)));
        }
        return new TableLayout(lengths.containsKey(ACTIVE_NAME), lengths.get("connectorName"), min(lengths.get("properties"), MAX_PROPERTIES_LENGTH));
    }

    /**
     * Refuses a definition that does not fit, because some databases would truncate it.
     */
    void checkFits(String connectorName, String properties)
    {
        if (connectorName.length() > maxConnectorNameLength) {
            throw new CatalogException(INVALID_REQUEST, "The connector name has %s characters, and the column connectorName of the catalog store holds %s".formatted(
                    connectorName.length(),
                    maxConnectorNameLength));
        }
        if (properties.length() > maxPropertiesLength) {
            throw new CatalogException(INVALID_REQUEST, "The properties have %s characters as JSON, and the column properties of the catalog store holds %s".formatted(
                    properties.length(),
                    maxPropertiesLength));
        }
    }
}
