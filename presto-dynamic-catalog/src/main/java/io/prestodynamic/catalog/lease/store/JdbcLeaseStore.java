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

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.zaxxer.hikari.HikariDataSource;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcConnections;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions.Query;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;

/**
 * Lease in a table beside the catalog table. Has its own connection, so that it does not wait for changes of catalogs or share their timeouts. Requests are
 * made by one thread at a time.
 */
public class JdbcLeaseStore
        implements LeaseStore, AutoCloseable
{
    private static final Logger log = Logger.get(JdbcLeaseStore.class);

    private final HikariDataSource dataSource;
    private final JdbcTransactions transactions;
    private final LeaseTable table;
    private final Optional<LeaseSession> leaseSession;
    private volatile boolean sessionsAreUnknown;
    private volatile Optional<Connection> inUse = Optional.empty();

    @Inject
    public JdbcLeaseStore(CatalogStoreConfig storeConfig, ActiveCoordinatorConfig config, NodeInfo node)
    {
        this(storeConfig, config, node.getEnvironment());
    }

    JdbcLeaseStore(CatalogStoreConfig storeConfig, ActiveCoordinatorConfig config, String environment)
    {
        String url = storeConfig.getJdbcUrl();
        JdbcDialect dialect = JdbcDialect.forUrl(url).orElseThrow();
        dataSource = JdbcConnections.openForLease(storeConfig, url, dialect, config.requestTimeout());
        leaseSession = dialect.sessionLock().map(LeaseSession::new);
        table = new LeaseTable(dialect, TableName.parse(storeConfig.getTableName()), environment);
        transactions = new JdbcTransactions(dataSource, dialect, () -> {}, table::checkBeforeNextUse);
    }

    @Override
    public Optional<LeaseRecord> read()
    {
        return runAndRollBack(connection -> {
            table.prepare(connection);
            return table.read(connection);
        });
    }

    @Override
    public boolean take(Optional<LeaseRecord> expected, LeaseRecord mine)
    {
        try {
            return commit(connection -> expected.isPresent() ? table.replace(connection, expected.get(), mine) : table.insert(connection, mine));
        }
        catch (CatalogException e) {
            if (e.getCode() == CONCURRENT_CHANGE) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean renew(String session)
    {
        return commit(connection -> table.renew(connection, session));
    }

    @Override
    public void release(String session)
    {
        commit(connection -> table.release(connection, session));
    }

    @Override
    public void holdSession(String session)
    {
        askForSession(lock -> runAndRollBack(connection -> {
            lock.hold(connection, session);
            return true;
        }));
    }

    @Override
    public boolean hasSessionEnded(String session)
    {
        return askForSession(lock -> runAndRollBack(connection -> lock.hasEnded(connection, session)));
    }

    @Override
    public void abandon()
    {
        // drivers ignore interrupts while they wait for the database
        inUse.ifPresent(connection -> {
            try {
                connection.abort(directExecutor());
            }
            catch (SQLException e) {
                log.debug(e, "Cannot abort the connection of the lease");
            }
        });
    }

    @Override
    @PreDestroy
    public void close()
    {
        dataSource.close();
    }

    private boolean askForSession(Predicate<LeaseSession> question)
    {
        try {
            boolean answer = leaseSession.filter(question).isPresent();
            sessionsAreUnknown = false;
            return answer;
        }
        // also what a driver throws that does not know the statements: the lease must not depend on them
        catch (RuntimeException e) {
            if (!sessionsAreUnknown) {
                sessionsAreUnknown = true;
                log.warn(e, "Whether the active coordinator is connected to the store is unknown, so a standby waits for the end of the lease: %s", e.getMessage());
            }
            return false;
        }
    }

    private <T> T runAndRollBack(Query<T> query)
    {
        try {
            return transactions.runAndRollBack(connection -> {
                inUse = Optional.of(connection);
                return query.run(connection);
            });
        }
        finally {
            inUse = Optional.empty();
        }
    }

    private boolean commit(Query<Boolean> change)
    {
        AtomicBoolean changed = new AtomicBoolean();
        try {
            transactions.commit(connection -> {
                inUse = Optional.of(connection);
                table.prepare(connection);
                changed.set(change.run(connection));
            });
        }
        finally {
            inUse = Optional.empty();
        }
        return changed.get();
    }
}
