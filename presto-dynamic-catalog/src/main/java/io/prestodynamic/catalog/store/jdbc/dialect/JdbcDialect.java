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
package io.prestodynamic.catalog.store.jdbc.dialect;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Differences between databases: the expressions in the SQL of a store, and the meaning of errors.
 */
public interface JdbcDialect
{
    List<JdbcDialect> ALL = ImmutableList.of(new MySqlDialect(), new MariaDbDialect(), new PostgreSqlDialect());

    static Optional<JdbcDialect> forUrl(String url)
    {
        return ALL.stream().filter(dialect -> url.startsWith(dialect.urlPrefix())).findFirst();
    }

    String urlPrefix();

    String driverClassName();

    /**
     * Returns driver properties, which are set unless the URL sets them.
     */
    Map<String, String> driverProperties();

    /**
     * Returns further driver properties, which limit the time of a connection attempt and of each response.
     */
    Map<String, String> driverTimeouts(Duration connect, Duration answer);

    /**
     * Returns a statement that runs once on each new connection.
     */
    Optional<String> connectionSetup();

    /**
     * Returns whether a rollback of the transaction in which {@link #connectionSetup} ran undoes it.
     */
    default boolean isSetupTransactional()
    {
        return false;
    }

    /**
     * Returns the isolation level at which a lock on the active rows of a name, after {@link #lockTable} if there is one, keeps others from adding the name. It
     * is the name of a constant in {@link java.sql.Connection}.
     */
    String transactionIsolation();

    /**
     * Returns a statement that keeps others from writing to a table without unique names until the end of the transaction, if locks on existing rows do not
     * keep others from adding rows.
     */
    Optional<String> lockTable(TableName table);

    String quote(TableName table);

    /**
     * Returns statements that create the table if it is missing, even if others create it at the same time. The unique column {@code activeName} contains the
     * name in active rows, and NULL in others.
     */
    List<String> createTable(TableName table);

    /**
     * Returns statements that create the table of leases if it is missing, even if others create it at the same time.
     */
    default List<String> createLeaseTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  environment VARCHAR(200) NOT NULL PRIMARY KEY,
                  nodeId VARCHAR(200) NOT NULL,
                  uri VARCHAR(500) NOT NULL,
                  session VARCHAR(100) NOT NULL,
                  term BIGINT NOT NULL,
                  renewals BIGINT NOT NULL
                )""".formatted(quote(table)));
    }

    /**
     * Returns statements that create the table of recorded changes if it is missing, even if others create it at the same time. The unique column
     * {@code foundAfter} keeps two coordinators from recording one change that they have found.
     */
    default List<String> createHistoryTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %1$s (
                  sequence %2$s,
                  catalogName VARCHAR(200) NOT NULL,
                  action VARCHAR(20) NOT NULL,
                  versionBefore VARCHAR(60) DEFAULT NULL,
                  versionAfter VARCHAR(60) DEFAULT NULL,
                  changedAt %4$s NOT NULL,
                  userName VARCHAR(500) DEFAULT NULL,
                  principal VARCHAR(500) DEFAULT NULL,
                  source VARCHAR(20) NOT NULL,
                  address VARCHAR(500) DEFAULT NULL,
                  requestId VARCHAR(500) DEFAULT NULL,
                  comment VARCHAR(1000) DEFAULT NULL,
                  connectorName VARCHAR(200) NOT NULL,
                  properties %3$s NOT NULL,
                  changed %3$s NOT NULL,
                  foundAfter VARCHAR(300) DEFAULT NULL UNIQUE,
                  UNIQUE (catalogName, sequence)
                )""".formatted(quote(table), columnTypes().generatedKey(), columnTypes().text(), columnTypes().time()));
    }

    /**
     * Returns statements that create the table of settings if it is missing, even if others create it at the same time.
     */
    default List<String> createSettingsTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  catalogId BIGINT NOT NULL PRIMARY KEY,
                  description %s DEFAULT NULL,
                  enabled SMALLINT NOT NULL,
                  maxQueries INTEGER DEFAULT NULL
                )""".formatted(quote(table), columnTypes().text()));
    }

    /**
     * Returns the statement that adds the column that tables of settings of the first release with settings do not have.
     */
    default String widenSettingsTable(TableName table)
    {
        return "ALTER TABLE %s ADD COLUMN maxQueries INTEGER DEFAULT NULL".formatted(quote(table));
    }

    /**
     * Returns statements that create the table of the contents of files if it is missing, even if others create it at the same time.
     */
    default List<String> createFileTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  sha256 CHAR(64) NOT NULL PRIMARY KEY,
                  content %s NOT NULL,
                  usedAt BIGINT NOT NULL
                )""".formatted(quote(table), columnTypes().bytes()));
    }

    /**
     * Returns the statement that adds a content, or only its last parameter if another transaction has added it meanwhile.
     */
    default String insertFile(TableName table)
    {
        return "INSERT INTO %s (sha256, content, usedAt) VALUES (?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET usedAt = excluded.usedAt".formatted(quote(table));
    }

    /**
     * Returns statements for a lock that a connection holds until it ends, or empty if the database has none.
     */
    default Optional<SessionLock> sessionLock()
    {
        return Optional.empty();
    }

    ColumnTypes columnTypes();

    /**
     * Returns the expression for a time, whose single parameter is in seconds since 1970.
     */
    String fromEpochSeconds();

    String toEpochSeconds(String column);

    String toText(String column);

    default String length(String column)
    {
        return "CHAR_LENGTH(" + column + ")";
    }

    default String forUpdate()
    {
        return " FOR UPDATE";
    }

    /**
     * Returns whether the database generates ids of rows and never repeats one, even if it is killed. If it does not, ids follow the clock.
     */
    default boolean isGeneratingIds()
    {
        return true;
    }

    boolean isMissingTable(SQLException e);

    boolean isUniqueViolation(SQLException e);

    /**
     * Returns whether the transaction was rolled back in favor of another one, so that it may succeed if it is repeated.
     */
    boolean isDeadlock(SQLException e);

    boolean isLockTimeout(SQLException e);

    /**
     * Returns a sentence for clients of the API, if the remedy for the error is known.
     */
    Optional<String> explain(SQLException e);

    /**
     * Types of columns.
     *
     * @param generatedKey of a primary key that the database generates
     * @param text of a text of any length
     * @param time of a time in seconds
     * @param bytes of some megabytes
     */
    record ColumnTypes(String generatedKey, String text, String time, String bytes) {}

    /**
     * Queries about a lock that the database releases when the connection of its holder ends. The single parameter is its name, of up to 64 characters.
     *
     * @param take takes the lock if it is free
     * @param read returns a text that names the server and this connection, and whether any connection holds the lock
     */
    record SessionLock(String take, String read) {}
}
