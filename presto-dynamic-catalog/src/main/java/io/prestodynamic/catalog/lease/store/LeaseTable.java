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
package io.prestodynamic.catalog.lease.store;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.jdbc.TableCreation;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.update;
import static java.util.Objects.requireNonNull;

/**
 * Table of leases within one transaction, with a row for each environment. It is created whenever it is missing, because an empty one only means that the lease
 * must be taken again. Each change is a single statement with the expected state, so that the database decides.
 */
final class LeaseTable
{
    private static final String COLUMNS = "environment, nodeId, uri, session, term, renewals";

    private final JdbcDialect dialect;
    private final TableName name;
    private final String table;
    private final String environment;
    private volatile boolean mustCheck = true;

    LeaseTable(JdbcDialect dialect, TableName catalogTable, String environment)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.name = new TableName(catalogTable.database(), catalogTable.table() + "_lease");
        this.table = dialect.quote(name);
        this.environment = requireNonNull(environment, "environment is null");
    }

    /**
     * Has the table checked before its next use, after a failure that a missing table may have caused.
     */
    void checkBeforeNextUse()
    {
        mustCheck = true;
    }

    /**
     * Creates the table if it is missing. Must be the first call in a transaction.
     */
    void prepare(Connection connection)
            throws SQLException
    {
        if (mustCheck) {
            TableCreation.readOrCreate(connection, dialect, dialect.createLeaseTable(name), this::read);
            mustCheck = false;
        }
    }

    Optional<LeaseRecord> read(Connection connection)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + COLUMNS + " FROM " + table + " WHERE environment = ?")) {
            statement.setString(1, environment);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(toRecord(row)) : Optional.empty();
            }
        }
    }

    /**
     * Inserts the first lease. The database refuses a second one.
     */
    boolean insert(Connection connection, LeaseRecord mine)
            throws SQLException
    {
        return update(connection, "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)",
                mine.environment(), mine.nodeId(), mine.uri().toString(), mine.session(), mine.term(), mine.renewals()) == 1;
    }

    /**
     * @return false if the expected lease was not found
     */
    boolean replace(Connection connection, LeaseRecord expected, LeaseRecord mine)
            throws SQLException
    {
        return update(connection, "UPDATE " + table + " SET nodeId = ?, uri = ?, session = ?, term = ?, renewals = ? WHERE environment = ? AND session = ? AND term = ? AND renewals = ?",
                mine.nodeId(), mine.uri().toString(), mine.session(), mine.term(), mine.renewals(), environment, expected.session(), expected.term(), expected.renewals()) == 1;
    }

    boolean renew(Connection connection, String session)
            throws SQLException
    {
        return update(connection, "UPDATE " + table + " SET renewals = renewals + 1 WHERE environment = ? AND session = ?", environment, session) == 1;
    }

    boolean release(Connection connection, String session)
            throws SQLException
    {
        return update(connection, "UPDATE " + table + " SET session = '' WHERE environment = ? AND session = ?", environment, session) == 1;
    }

    private LeaseRecord toRecord(ResultSet row)
            throws SQLException
    {
        try {
            return new LeaseRecord(row.getString(1), row.getString(2), URI.create(row.getString(3)), row.getString(4), row.getLong(5), row.getLong(6));
        }
        catch (IllegalArgumentException e) {
            throw new CatalogException(STORE_UNAVAILABLE, "The lease of environment %s in table %s cannot be read: delete the row".formatted(environment, name), e);
        }
    }
}
