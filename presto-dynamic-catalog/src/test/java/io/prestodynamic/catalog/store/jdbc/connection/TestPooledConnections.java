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

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.prestodynamic.catalog.store.jdbc.connection.PooledConnections;
import io.prestodynamic.catalog.store.jdbc.connection.PooledConnections.NoAnswerException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestPooledConnections
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(30);

    private HikariDataSource pool;

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        pool.close();
    }

    @Test
    public void testWaitsAsLongAsOthersGetAnswers()
            throws Exception
    {
        pool = open("jdbc:h2:mem:pooled", 60_000);
        PooledConnections connections = new PooledConnections(pool);
        Connection used = connections.get();
        CompletableFuture<Boolean> waiting = supplyAsync(() -> {
            try (Connection connection = connections.get()) {
                return connection.isValid(1);
            }
            catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        // longer than the connection timeout of the pool
        long start = System.nanoTime();
        while (System.nanoTime() - start < 3_000_000_000L) {
            connections.recordAnswer();
            Thread.onSpinWait();
        }
        assertThat(waiting).isNotDone();
        used.close();
        assertThat(waiting).succeedsWithin(TIMEOUT).isEqualTo(true);
    }

    @Test
    public void testDatabaseDoesNotAnswer()
            throws Exception
    {
        pool = open("jdbc:h2:mem:pooled", 60_000);
        PooledConnections connections = new PooledConnections(pool);
        try (Connection ignored = connections.get()) {
            assertThatThrownBy(connections::get).isInstanceOf(NoAnswerException.class);
        }
        connections.get().close();
    }

    @Test
    public void testDatabaseIsNotReached()
    {
        pool = open("jdbc:h2:tcp://127.0.0.1:1/pooled", -1);
        assertThatThrownBy(new PooledConnections(pool)::get).isInstanceOf(SQLTransientConnectionException.class);
    }

    private static HikariDataSource open(String url, long initializationTimeout)
    {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(1_000);
        config.setInitializationFailTimeout(initializationTimeout);
        return new HikariDataSource(config);
    }
}
