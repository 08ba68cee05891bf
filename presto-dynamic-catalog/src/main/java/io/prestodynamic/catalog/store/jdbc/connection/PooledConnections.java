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

import com.zaxxer.hikari.HikariDataSource;
import io.airlift.units.Duration;

import javax.annotation.concurrent.ThreadSafe;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicLong;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Connections of a pool. Distinguishes a pool whose connections are all in use from a database that cannot be reached.
 */
@ThreadSafe
final class PooledConnections
{
    /**
     * Thrown if all connections are in use, and the database has answered nobody meanwhile.
     */
    static class NoAnswerException
            extends SQLException
    {
        private NoAnswerException(SQLException cause)
        {
            super(cause);
        }
    }

    private static final Duration MAX_WAIT = new Duration(30, SECONDS);
    private static final Duration MAX_SILENCE = new Duration(10, SECONDS);

    private final HikariDataSource dataSource;
    private final AtomicLong answers = new AtomicLong();

    PooledConnections(HikariDataSource dataSource)
    {
        this.dataSource = requireNonNull(dataSource, "dataSource is null");
    }

    /**
     * Returns a connection. Waits for one as long as others get answers, for at most half a minute.
     *
     * @throws NoAnswerException if no connection becomes free
     * @throws SQLException if the database cannot be reached
     */
    Connection get()
            throws SQLException
    {
        long start = System.nanoTime();
        long answersBefore = answers.get();
        long lastAnswer = start;
        while (true) {
            try {
                return dataSource.getConnection();
            }
            // the pool names the cause if it could not connect
            catch (SQLTransientConnectionException e) {
                if (e.getCause() != null || (!isOpenedOnDemand() && dataSource.getHikariPoolMXBean().getTotalConnections() == 0)) {
                    throw e;
                }
                if (answers.get() != answersBefore) {
                    answersBefore = answers.get();
                    lastAnswer = System.nanoTime();
                }
                else if (!isOpenedOnDemand() || Duration.nanosSince(lastAnswer).compareTo(MAX_SILENCE) > 0) {
                    throw new NoAnswerException(e);
                }
                if (Duration.nanosSince(start).compareTo(MAX_WAIT) > 0) {
                    throw new NoAnswerException(e);
                }
            }
        }
    }

    /**
     * Records an answer of the database, so that others wait longer for a connection.
     */
    void recordAnswer()
    {
        answers.incrementAndGet();
    }

    /**
     * Returns whether the pool keeps no idle connection. When such a pool evicts its last connection, it may open none for those that wait already. It opens one when
     * it is asked again, so its connection timeout is short.
     */
    private boolean isOpenedOnDemand()
    {
        return dataSource.getMinimumIdle() == 0;
    }
}
