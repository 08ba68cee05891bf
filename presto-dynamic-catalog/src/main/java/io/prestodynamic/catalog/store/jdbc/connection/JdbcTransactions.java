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
package io.prestodynamic.catalog.store.jdbc.connection;

import com.facebook.airlift.log.Logger;
import com.zaxxer.hikari.HikariDataSource;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.jdbc.connection.PooledConnections.NoAnswerException;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Transactions on the database of a store, whose failures are described by {@link CatalogException}. Repeats a transaction after a deadlock. What is not
 * committed is rolled back when the connection returns to its pool.
 */
public final class JdbcTransactions
{
    public interface Query<T>
    {
        T run(Connection connection)
                throws SQLException;
    }

    public interface Change
    {
        void run(Connection connection)
                throws SQLException;
    }

    private static final Logger log = Logger.get(JdbcTransactions.class);
    private static final int MAX_ATTEMPTS = 20;

    private final HikariDataSource dataSource;
    private final PooledConnections connections;
    private final JdbcDialect dialect;
    private final Runnable beforeUse;
    private final Runnable onFailure;

    /**
     * @param beforeUse runs before each use of a connection, and may refuse it with a {@link CatalogException}
     * @param onFailure runs after each error of the database that is not a conflict with a concurrent change
     */
    public JdbcTransactions(HikariDataSource dataSource, JdbcDialect dialect, Runnable beforeUse, Runnable onFailure)
    {
        this.dataSource = requireNonNull(dataSource, "dataSource is null");
        this.connections = new PooledConnections(dataSource);
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.beforeUse = requireNonNull(beforeUse, "beforeUse is null");
        this.onFailure = requireNonNull(onFailure, "onFailure is null");
    }

    /**
     * Runs a query, and rolls back whatever it has written.
     */
    public <T> T runAndRollBack(Query<T> query)
    {
        return run(connection -> {
            T result = query.run(connection);
            connection.rollback();
            return result;
        });
    }

    /**
     * Runs a change, and commits it durably.
     */
    public void commit(Change change)
    {
        AtomicBoolean committed = new AtomicBoolean();
        try {
            run(connection -> {
                commit(connection, change);
                committed.set(true);
                return null;
            });
        }
        catch (CatalogException e) {
            if (!committed.get()) {
                throw e;
            }
            log.warn(e, "The catalog store has failed after the commit of a change: %s", e.getMessage());
        }
    }

    private void commit(Connection connection, Change change)
            throws SQLException
    {
        change.run(connection);
        try {
            connection.commit();
        }
        catch (SQLException e) {
            if (dialect.isDeadlock(e) || dialect.isLockTimeout(e)) {
                throw e;
            }
            renewConnections();
            throw outcomeUnknown(e);
        }
    }

    private <T> T run(Query<T> query)
    {
        beforeUse.run();
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connections.get()) {
                T result = run(connection, query);
                connections.recordAnswer();
                return result;
            }
            catch (SQLException e) {
                if (!isConcurrentChange(e)) {
                    onFailure.run();
                }
                if (!dialect.isDeadlock(e) || attempt == MAX_ATTEMPTS) {
                    throw new CatalogException(isConcurrentChange(e) ? CONCURRENT_CHANGE : STORE_UNAVAILABLE, describe(e), e);
                }
            }
            sleepUninterruptibly(ThreadLocalRandom.current().nextInt(1, 5 + attempt), MILLISECONDS);
        }
    }

    private <T> T run(Connection connection, Query<T> query)
            throws SQLException
    {
        try {
            return query.run(connection);
        }
        catch (SQLException e) {
            if (isConnectionFailure(e) && !dialect.isUniqueViolation(e)) {
                // other connections have often failed too; SQLite may have left the transaction of this one, and would commit each statement
                renewConnections();
            }
            throw e;
        }
    }

    private void renewConnections()
    {
        // those in use are closed when they are returned
        dataSource.getHikariPoolMXBean().softEvictConnections();
    }

    private CatalogException outcomeUnknown(SQLException e)
    {
        String cause = dialect.explain(e).map(explanation -> explanation + ". ").orElse("");
        String message = cause + "The catalog store failed during a commit: check whether the change is there before you repeat it";
        log.warn(e, "%s", message);
        return new CatalogException(STORE_UNAVAILABLE, message, e);
    }

    private boolean isConcurrentChange(SQLException e)
    {
        return dialect.isDeadlock(e) || dialect.isLockTimeout(e) || dialect.isUniqueViolation(e);
    }

    private String describe(SQLException e)
    {
        if (isConcurrentChange(e)) {
            return "Somebody else changes the catalogs at the same time: repeat the request";
        }
        if (e instanceof NoAnswerException) {
            return "The catalog store does not answer in time: check whether the database is overloaded";
        }
        if (dialect.isMissingTable(e)) {
            return "The table of the catalog store is gone";
        }
        // messages of drivers quote values and addresses
        return dialect.explain(e).orElseGet(() -> isConnectionFailure(e) ?
                "The catalog store cannot be reached" :
                "The catalog store reports an error (SQL state %s, code %s)".formatted(e.getSQLState(), e.getErrorCode()));
    }

    private static boolean isConnectionFailure(SQLException e)
    {
        // timeouts of the pool and errors of SQLite have no SQL state
        return !(e instanceof NoAnswerException) && (e.getSQLState() == null || e.getSQLState().startsWith("08"));
    }
}
