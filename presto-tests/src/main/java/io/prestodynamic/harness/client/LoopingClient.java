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
package io.prestodynamic.harness.client;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * A JDBC client that repeats a query on one connection until it is closed, even after failures.
 */
public class LoopingClient
        implements AutoCloseable
{
    private final Connection connection;
    private final String sql;
    private final Duration pause;
    private final AtomicLong answers = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "looping-client");
    private volatile CompletableFuture<Instant> next = new CompletableFuture<>();
    private volatile boolean closed;

    /**
     * @param pause time between an answer and the next query
     */
    public LoopingClient(String jdbcUrl, String sql, Duration pause)
    {
        this.pause = requireNonNull(pause, "pause is null");
        this.sql = requireNonNull(sql, "sql is null");
        try {
            connection = DriverManager.getConnection(jdbcUrl, "test", null);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        thread.start();
    }

    /**
     * Returns the number of answered queries.
     */
    public long answers()
    {
        return answers.get();
    }

    /**
     * Completes with the time of the answer to the next query.
     */
    public CompletableFuture<Instant> nextAnswer()
    {
        next = new CompletableFuture<>();
        return next;
    }

    /**
     * Returns the messages of failed queries.
     */
    public List<String> failures()
    {
        return failures;
    }

    @Override
    public void close()
    {
        closed = true;
        joinUninterruptibly(thread);
        try {
            connection.close();
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void run()
    {
        while (!closed) {
            CompletableFuture<Instant> waiting = next;
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery(sql).next();
                answers.incrementAndGet();
                waiting.complete(Instant.now());
            }
            catch (SQLException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
            sleepUninterruptibly(pause.toMillis(), MILLISECONDS);
        }
    }
}
