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
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.base.Strings.nullToEmpty;
import static org.sqlite.SQLiteErrorCode.SQLITE_BUSY;
import static org.sqlite.SQLiteErrorCode.SQLITE_CANTOPEN;
import static org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY;
import static org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
import static org.sqlite.SQLiteErrorCode.SQLITE_CORRUPT;
import static org.sqlite.SQLiteErrorCode.SQLITE_FULL;
import static org.sqlite.SQLiteErrorCode.SQLITE_IOERR;
import static org.sqlite.SQLiteErrorCode.SQLITE_NOTADB;
import static org.sqlite.SQLiteErrorCode.SQLITE_READONLY;
import static org.sqlite.SQLiteErrorCode.SQLITE_READONLY_DBMOVED;

/**
 * SQLite, the database of the embedded store, with a rollback journal: at rest everything is in one file, which can be copied, and SQLite does not write to a
 * file that was moved or deleted ({@code SQLITE_READONLY_DBMOVED}), as it would with a write-ahead log. In this mode a commit survives a power failure only
 * with {@code synchronous=EXTRA} (SQLite manual, "PRAGMA synchronous"), which forces the journal, the file and the directory to the disk.
 */
public final class SqliteDialect
        implements JdbcDialect
{
    private static final int OPEN_READWRITE = 2;

    @Override
    public String urlPrefix()
    {
        return "jdbc:sqlite:";
    }

    @Override
    public String driverClassName()
    {
        return "org.sqlite.JDBC";
    }

    @Override
    public Map<String, String> driverProperties()
    {
        return ImmutableMap.<String, String>builder()
                .put("journal_mode", "DELETE")
                .put("synchronous", "EXTRA")
                .put("transaction_mode", "IMMEDIATE")
                // what is deleted or replaced may be secret
                .put("secure_delete", "true")
                // somebody may read or copy the file
                .put("busy_timeout", "5000")
                // directories for temporary files may be read-only
                .put("temp_store", "MEMORY")
                // a missing file is not created, because an empty one would remove all catalogs
                .put("open_mode", Integer.toString(OPEN_READWRITE))
                .build();
    }

    @Override
    public Map<String, String> driverTimeouts(Duration connect, Duration answer)
    {
        return ImmutableMap.of();
    }

    @Override
    public Optional<String> connectionSetup()
    {
        return Optional.empty();
    }

    @Override
    public String transactionIsolation()
    {
        return "TRANSACTION_SERIALIZABLE";
    }

    @Override
    public Optional<String> lockTable(TableName table)
    {
        return Optional.empty();
    }

    @Override
    public String quote(TableName table)
    {
        // SQLite has no schemas
        return "\"" + table + "\"";
    }

    @Override
    public List<String> createTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  id INTEGER PRIMARY KEY,
                  catalogName VARCHAR(200) NOT NULL,
                  connectorName VARCHAR(200) NOT NULL,
                  properties VARCHAR(1048576) DEFAULT NULL,
                  status SMALLINT DEFAULT 1 NOT NULL,
                  ctime DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
                  mtime DATETIME DEFAULT NULL,
                  activeName VARCHAR(200) GENERATED ALWAYS AS (CASE WHEN status = 1 THEN catalogName END) STORED UNIQUE
                )""".formatted(quote(table)));
    }

    @Override
    public ColumnTypes columnTypes()
    {
        return new ColumnTypes("INTEGER PRIMARY KEY AUTOINCREMENT", "VARCHAR(1048576)", "DATETIME", "BLOB");
    }

    @Override
    public String fromEpochSeconds()
    {
        return "DATETIME(?, 'unixepoch')";
    }

    @Override
    public String toEpochSeconds(String column)
    {
        return "UNIXEPOCH(" + column + ")";
    }

    @Override
    public String toText(String column)
    {
        return column;
    }

    @Override
    public String length(String column)
    {
        return "LENGTH(" + column + ")";
    }

    @Override
    public String forUpdate()
    {
        // a transaction locks the whole file
        return "";
    }

    @Override
    public boolean isGeneratingIds()
    {
        // SQLite repeats an id after a rollback
        return false;
    }

    @Override
    public boolean isMissingTable(SQLException e)
    {
        return nullToEmpty(e.getMessage()).contains("no such table");
    }

    @Override
    public boolean isUniqueViolation(SQLException e)
    {
        return is(e, SQLITE_CONSTRAINT_UNIQUE) || is(e, SQLITE_CONSTRAINT_PRIMARYKEY);
    }

    @Override
    public boolean isDeadlock(SQLException e)
    {
        return false;
    }

    @Override
    public boolean isLockTimeout(SQLException e)
    {
        return isKind(e, SQLITE_BUSY);
    }

    @Override
    public Optional<String> explain(SQLException e)
    {
        if (isKind(e, SQLITE_FULL) || isKind(e, SQLITE_IOERR)) {
            return Optional.of("The embedded catalog store cannot use its file: check whether its disk is full");
        }
        if (isKind(e, SQLITE_CANTOPEN) || is(e, SQLITE_READONLY_DBMOVED)) {
            return Optional.of("The embedded catalog store cannot use its file: check whether the file and its directory are still there, and its disk is not full");
        }
        if (isKind(e, SQLITE_READONLY)) {
            return Optional.of("The embedded catalog store cannot write to its file: check whether its disk is read-only");
        }
        if (isKind(e, SQLITE_CORRUPT) || isKind(e, SQLITE_NOTADB)) {
            return Optional.of("The file of the embedded catalog store is damaged: restore it from a backup");
        }
        return Optional.empty();
    }

    private static boolean is(SQLException e, SQLiteErrorCode code)
    {
        return sqliteException(e).filter(failure -> failure.getResultCode() == code).isPresent();
    }

    /**
     * Returns whether the error is of this kind or a special case of it.
     */
    private static boolean isKind(SQLException e, SQLiteErrorCode code)
    {
        return sqliteException(e).filter(failure -> (failure.getResultCode().code & 0xff) == code.code).isPresent();
    }

    private static Optional<SQLiteException> sqliteException(Throwable e)
    {
        // an exception of the pool may have it as its cause
        return e instanceof SQLiteException failure ? Optional.of(failure) : Optional.ofNullable(e.getCause()).flatMap(SqliteDialect::sqliteException);
    }
}
