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

import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect.SessionLock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.prepare;
import static java.util.Objects.requireNonNull;

/**
 * Lock in the database with which the holder of the lease shows that it is connected. The database releases it as soon as the process of the holder has ended,
 * but also when the connection fails or is replaced. Used by one thread at a time.
 */
final class LeaseSession
{
    /**
     * @param server names the server and the connection, which a driver may change
     */
    private record Observation(String session, Connection connection, String server, boolean held)
    {
        private boolean isRepeatedBy(Observation later)
        {
            return session.equals(later.session) && connection == later.connection && server.equals(later.server);
        }
    }

    private final SessionLock lock;
    private Optional<Observation> seenHeld = Optional.empty();

    LeaseSession(SessionLock lock)
    {
        this.lock = requireNonNull(lock, "lock is null");
    }

    /**
     * Takes the lock for this connection, unless it has it already.
     */
    void hold(Connection connection, String session)
            throws SQLException
    {
        if (!read(connection, session).held()) {
            try (PreparedStatement statement = prepare(connection, lock.take(), name(session))) {
                statement.executeQuery().close();
            }
        }
    }

    /**
     * Returns whether the lock is free now, and was held when this connection to the same server read it before. A server that restarts, or another one of the
     * same database, has lost the locks, and nobody has ended.
     */
    boolean hasEnded(Connection connection, String session)
            throws SQLException
    {
        Observation now = read(connection, session);
        seenHeld = now.held() ? Optional.of(now) : seenHeld.filter(before -> before.isRepeatedBy(now));
        return !now.held() && seenHeld.isPresent();
    }

    private Observation read(Connection connection, String session)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, lock.read(), name(session));
                ResultSet row = statement.executeQuery()) {
            checkState(row.next(), "The database does not tell whether a lock is held");
            return new Observation(session, connection.unwrap(Connection.class), row.getString(1), row.getBoolean(2));
        }
    }

    private static String name(String session)
    {
        return "presto-lease " + session;
    }
}
