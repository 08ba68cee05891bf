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
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * MySQL 8, and MariaDB with the driver of MySQL.
 */
class MySqlDialect
        implements JdbcDialect
{
    private static final String TABLE_OPTIONS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    private static final int RECORD_HAS_CHANGED = 1020;
    private static final int ACCESS_DENIED_TO_DATABASE = 1044;
    private static final int ACCESS_DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int DUPLICATE_ENTRY = 1062;
    private static final int TABLE_ACCESS_DENIED = 1142;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int READ_ONLY = 1290;
    private static final int ACCESS_DENIED_WITHOUT_PASSWORD = 1698;

    @Override
    public String urlPrefix()
    {
        return "jdbc:mysql:";
    }

    @Override
    public String driverClassName()
    {
        return "com.mysql.cj.jdbc.Driver";
    }

    @Override
    public Map<String, String> driverProperties()
    {
        return ImmutableMap.of(
                "useLocalSessionState", "true",
                "cachePrepStmts", "true");
    }

    @Override
    public Map<String, String> driverTimeouts(Duration connect, Duration answer)
    {
        return ImmutableMap.of(
                "connectTimeout", Long.toString(connect.toMillis()),
                "socketTimeout", Long.toString(answer.toMillis()));
    }

    @Override
    public Optional<String> connectionSetup()
    {
        // less than the socket timeout, so that waiting for a row lock does not look like a broken connection
        return Optional.of("SET SESSION innodb_lock_wait_timeout = 5");
    }

    @Override
    public String transactionIsolation()
    {
        // also locks gaps, which keeps two coordinators from adding one name to a table without unique names
        return "TRANSACTION_REPEATABLE_READ";
    }

    @Override
    public Optional<String> lockTable(TableName table)
    {
        return Optional.empty();
    }

    @Override
    public String quote(TableName table)
    {
        return table.database().map(database -> "`" + database + "`.").orElse("") + "`" + table.table() + "`";
    }

    @Override
    public List<String> createTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  id BIGINT NOT NULL AUTO_INCREMENT,
                  catalogName VARCHAR(200) NOT NULL,
                  connectorName VARCHAR(200) NOT NULL,
                  properties MEDIUMTEXT DEFAULT NULL,
                  status SMALLINT NOT NULL DEFAULT 1,
                  ctime DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
                  mtime DATETIME(6) DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6),
                  activeName VARCHAR(200) GENERATED ALWAYS AS (CASE WHEN status = 1 THEN catalogName END) STORED,
                  PRIMARY KEY (id),
                  UNIQUE KEY (activeName),
                  KEY (status)
                ) %s""".formatted(quote(table), TABLE_OPTIONS));
    }

    @Override
    public List<String> createLeaseTable(TableName table)
    {
        return withOptions(JdbcDialect.super.createLeaseTable(table));
    }

    @Override
    public List<String> createHistoryTable(TableName table)
    {
        return withOptions(JdbcDialect.super.createHistoryTable(table));
    }

    @Override
    public List<String> createSettingsTable(TableName table)
    {
        return withOptions(JdbcDialect.super.createSettingsTable(table));
    }

    @Override
    public List<String> createFileTable(TableName table)
    {
        return withOptions(JdbcDialect.super.createFileTable(table));
    }

    @Override
    public String insertFile(TableName table)
    {
        return "INSERT INTO %s (sha256, content, usedAt) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE usedAt = VALUES(usedAt)".formatted(quote(table));
    }

    @Override
    public Optional<SessionLock> sessionLock()
    {
        return Optional.of(new SessionLock(
                "SELECT GET_LOCK(?, 0)",
                "SELECT CONCAT(@@hostname, ' ', @@port, ' ', CONNECTION_ID()), IS_USED_LOCK(?) IS NOT NULL"));
    }

    @Override
    public ColumnTypes columnTypes()
    {
        return new ColumnTypes("BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY", "MEDIUMTEXT", "DATETIME", "LONGBLOB");
    }

    @Override
    public String fromEpochSeconds()
    {
        return "FROM_UNIXTIME(?)";
    }

    @Override
    public String toEpochSeconds(String column)
    {
        return "UNIX_TIMESTAMP(" + column + ")";
    }

    @Override
    public String toText(String column)
    {
        return "CAST(" + column + " AS CHAR)";
    }

    @Override
    public boolean isMissingTable(SQLException e)
    {
        return e.getErrorCode() == NO_SUCH_TABLE;
    }

    @Override
    public boolean isUniqueViolation(SQLException e)
    {
        return e.getErrorCode() == DUPLICATE_ENTRY;
    }

    @Override
    public boolean isDeadlock(SQLException e)
    {
        // MariaDB with innodb_snapshot_isolation fails if a row has changed while the transaction waited for it
        return e.getErrorCode() == DEADLOCK || e.getErrorCode() == RECORD_HAS_CHANGED;
    }

    @Override
    public boolean isLockTimeout(SQLException e)
    {
        return e.getErrorCode() == LOCK_WAIT_TIMEOUT;
    }

    @Override
    public Optional<String> explain(SQLException e)
    {
        return switch (e.getErrorCode()) {
            case ACCESS_DENIED, ACCESS_DENIED_WITHOUT_PASSWORD -> Optional.of("The catalog store refuses the user or the password of dynamic-catalog.jdbc");
            case ACCESS_DENIED_TO_DATABASE, UNKNOWN_DATABASE -> Optional.of("The database of the catalog store does not exist, or its user may not use it");
            case TABLE_ACCESS_DENIED -> Optional.of("The user of the catalog store needs the rights to SELECT, INSERT and UPDATE in its tables, to DELETE old changes, and to CREATE the tables if missing");
            case READ_ONLY -> Optional.of("The database of the catalog store is read-only at the moment");
            default -> Optional.empty();
        };
    }

    private static List<String> withOptions(List<String> statements)
    {
        return statements.stream()
                .map(sql -> sql + " " + TABLE_OPTIONS)
                .collect(toImmutableList());
    }
}
