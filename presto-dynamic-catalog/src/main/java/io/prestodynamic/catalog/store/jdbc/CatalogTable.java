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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Catalog table within one transaction. The table is read, or created if it is missing, on first use.
 */
final class CatalogTable
{
    private interface RowReader
    {
        CatalogRow read(ResultSet row)
                throws SQLException;
    }

    private static final int MAX_ATTEMPTS = 1000;

    private final JdbcDialect dialect;
    private final CatalogStatements statements;
    private final VersionNumbers numbers = new VersionNumbers();
    private final EmptiedTableCheck emptiedTableCheck;

    private volatile TableLayout layout;
    private volatile boolean mustCheck;

    CatalogTable(JdbcDialect dialect, TableName name)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.statements = new CatalogStatements(dialect, name);
        this.emptiedTableCheck = new EmptiedTableCheck(statements);
    }

    TableLayout layout(Connection connection)
            throws SQLException
    {
        if (layout == null) {
            // concurrent threads find the same layout
            layout = TableLayout.readOrCreate(connection, dialect, statements);
        }
        else if (mustCheck) {
            layout = TableLayout.read(connection, statements);
            mustCheck = false;
        }
        return layout;
    }

    /**
     * Returns the layout after a check that the table has not been emptied.
     */
    TableLayout checkedLayout(Connection connection)
            throws SQLException
    {
        TableLayout current = layout(connection);
        emptiedTableCheck.check(connection);
        return current;
    }

    /**
     * Has the table read again before its next use, after a failure that a change of the table may have caused. The table is then not created, because an empty
     * table would remove all catalogs.
     */
    void checkBeforeNextUse()
    {
        mustCheck = true;
    }

    /**
     * @param settingsTable table of the settings, if there is one
     */
    List<CatalogRow> selectActive(Connection connection, Optional<String> settingsTable)
            throws SQLException
    {
        checkedLayout(connection);
        try (PreparedStatement statement = connection.prepareStatement(settingsTable.map(statements::selectActive).orElseGet(statements::selectActive))) {
            List<CatalogRow> rows = read(statement, settingsTable.isPresent() ? CatalogRow::withSettings : CatalogRow::of);
            rows.forEach(row -> numbers.seen(row.id()));
            emptiedTableCheck.remember(rows);
            return rows;
        }
    }

    /**
     * Records a version whose insertion is committed.
     */
    void remember(CatalogVersion version)
    {
        emptiedTableCheck.remember(VersionString.number(version.version()));
    }

    /**
     * Returns whether a name has this active version, or has none. If so, nobody changes that until the end of the transaction.
     */
    boolean lockVersion(Connection connection, String catalogName, Optional<String> version)
            throws SQLException
    {
        boolean uniqueNames = layout(connection).uniqueNames();
        if (version.isEmpty() || !uniqueNames) {
            lockTable(connection);
        }
        return lockActive(connection, catalogName, uniqueNames).stream()
                .reduce((older, newer) -> newer)
                .map(CatalogRow::version)
                .equals(version);
    }

    /**
     * Returns the active rows of a name, oldest first, locked until the end of the transaction.
     */
    List<CatalogRow> lockActive(Connection connection, String catalogName)
            throws SQLException
    {
        boolean uniqueNames = layout(connection).uniqueNames();
        if (!uniqueNames) {
            lockTable(connection);
        }
        return lockActive(connection, catalogName, uniqueNames);
    }

    private List<CatalogRow> lockActive(Connection connection, String catalogName, boolean uniqueNames)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(statements.lockActive(uniqueNames))) {
            statement.setString(1, catalogName);
            // a collation may equate other names
            return read(statement, CatalogRow::of).stream()
                    .filter(row -> row.catalogName().equals(catalogName))
                    .collect(toImmutableList());
        }
    }

    private void lockTable(Connection connection)
            throws SQLException
    {
        Optional<String> lockTable = statements.lockTable();
        if (lockTable.isPresent()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(lockTable.get());
            }
        }
    }

    /**
     * Returns an id that no version has had, and ends the transaction.
     */
    long reserveId(Connection connection, CatalogDefinition definition)
            throws SQLException
    {
        checkedLayout(connection);
        numbers.seen(highestId(connection));
        if (!dialect.isGeneratingIds()) {
            return numbers.next();
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            OptionalLong id = generateId(connection, definition);
            if (id.isPresent() && numbers.take(id.getAsLong())) {
                return id.getAsLong();
            }
        }
        throw new CatalogException(STORE_UNAVAILABLE, "Table %s of the catalog store generates ids that are below those of its rows: set its sequence to the highest id".formatted(
                statements.table()));
    }

    private long highestId(Connection connection)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(statements.highestId());
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Generates an id with a row that is rolled back. Ids are not rolled back (MySQL manual, "InnoDB AUTO_INCREMENT Lock Modes"; MariaDB manual,
     * "AUTO_INCREMENT Handling in InnoDB"; PostgreSQL manual, "Sequence Manipulation Functions"). If MySQL is killed before it has logged an id, it may
     * generate the id again ("InnoDB AUTO_INCREMENT Counter Initialization"), so the transaction is committed without the row. The commit does not flush the
     * log of MariaDB, but storing any version that is prepared later does.
     *
     * @return empty if a row has the id already
     */
    private OptionalLong generateId(Connection connection, CatalogDefinition definition)
            throws SQLException
    {
        OptionalLong id;
        Savepoint savepoint = connection.setSavepoint();
        try (PreparedStatement statement = connection.prepareStatement(statements.reserve(), new String[] {"id"})) {
            statement.setString(1, definition.name().value());
            statement.setString(2, definition.connectorName());
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                checkState(keys.next(), "The database gave no id");
                id = OptionalLong.of(keys.getLong(1));
            }
        }
        catch (SQLException e) {
            if (!dialect.isUniqueViolation(e)) {
                throw e;
            }
            id = OptionalLong.empty();
        }
        connection.rollback(savepoint);
        connection.commit();
        return id;
    }

    void insert(Connection connection, CatalogVersion version)
            throws SQLException
    {
        CatalogDefinition definition = version.definition();
        String properties = PropertiesJson.write(definition.properties(), definition.files());
        checkedLayout(connection).checkFits(definition.connectorName(), properties);
        try (PreparedStatement statement = connection.prepareStatement(statements.insert())) {
            statement.setLong(1, VersionString.number(version.version()));
            statement.setString(2, definition.name().value());
            statement.setString(3, definition.connectorName());
            statement.setString(4, properties);
            statement.setLong(5, version.createdAt().getEpochSecond());
            statement.executeUpdate();
        }
    }

    /**
     * Returns the active rows of a name, of which there may be several by accident, locked until the end of the transaction. The last one counts.
     *
     * @throws CatalogException if the version is not active
     */
    List<CatalogRow> lockVersion(Connection connection, String catalogName, String version)
            throws SQLException
    {
        List<CatalogRow> rows = lockActive(connection, catalogName);
        if (rows.isEmpty() || !getLast(rows).version().equals(version)) {
            emptiedTableCheck.check(connection);
            throw new CatalogException(CONCURRENT_CHANGE, "Somebody else changed catalog '%s': look at it again before you repeat the request".formatted(catalogName));
        }
        return rows;
    }

    void deactivate(Connection connection, CatalogRow row)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(statements.deactivate())) {
            statement.setLong(1, row.id());
            statement.executeUpdate();
        }
    }

    /**
     * Returns the query that finds active rows with a text in their properties, whose parameter is a pattern.
     */
    String findText()
    {
        return statements.findText();
    }

    /**
     * Returns the properties of inactive rows.
     */
    StoredProperties formerProperties()
    {
        return statements.formerProperties();
    }

    private static List<CatalogRow> read(PreparedStatement statement, RowReader reader)
            throws SQLException
    {
        ImmutableList.Builder<CatalogRow> rows = ImmutableList.builder();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        }
        return rows.build();
    }
}
