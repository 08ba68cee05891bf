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
package io.prestodynamic.benchmarks.boot;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;

/**
 * A single node with how long its starts and the first queries after them took.
 */
final class MeasuredServer
{
    static final List<String> CONNECTORS = ImmutableList.of("tpcds", "tpch");

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String SHORT_QUERY = "SELECT count(*), max(r_reason_desc) FROM tpcds.tiny.reason";
    private static final String LONG_QUERY = """
            SELECT l.returnflag, l.linestatus, sum(l.quantity), sum(l.extendedprice * (1 - l.discount) * (1 + l.tax)), count(*)
            FROM tpch."sf0.1".lineitem l JOIN tpch."sf0.1".orders o ON l.orderkey = o.orderkey
            WHERE o.orderdate < DATE '1996-01-01' GROUP BY 1, 2
            """;

    private final String name;
    private final ServerProcess server;
    private final Measurements start = new Measurements();
    private final Measurements cpu = new Measurements();
    private final Measurements firstShort = new Measurements();
    private final Measurements secondShort = new Measurements();
    private final Measurements firstLong = new Measurements();
    private final Measurements lastLong = new Measurements();
    private final Measurements allLong = new Measurements();

    MeasuredServer(String name, ServerProcess server)
    {
        this.name = requireNonNull(name, "name is null");
        this.server = requireNonNull(server, "server is null");
    }

    static MarkdownTable table(int queries)
    {
        return new MarkdownTable("server", "starts", "launcher to started, s", "CPU until then, s", "first short query, s", "second, s",
                "first long query, s", "number %s, s".formatted(queries), "all %s, s".formatted(queries));
    }

    /**
     * Starts the server, runs the queries one after the other, and stops it.
     */
    String measure(int queries)
            throws SQLException
    {
        long launched = System.nanoTime();
        try (server) {
            server.launch();
            server.awaitStarted();
            Duration started = since(launched);
            start.add(started);
            cpu.add(server.cpuTime());
            try (Connection connection = DriverManager.getConnection("jdbc:presto://" + server.getUri().getAuthority(), "benchmark", null)) {
                firstShort.add(awaitAnswer(connection));
                secondShort.add(run(connection, SHORT_QUERY));
                long begin = System.nanoTime();
                firstLong.add(run(connection, LONG_QUERY));
                for (int query = 2; query < queries; query++) {
                    run(connection, LONG_QUERY);
                }
                lastLong.add(run(connection, LONG_QUERY));
                allLong.add(since(begin));
            }
            return "%s has started in %s s".formatted(name, seconds(started));
        }
    }

    void report(MarkdownTable table)
    {
        table.add(name, start.count(), start.seconds(), cpu.seconds(), firstShort.seconds(), secondShort.seconds(), firstLong.seconds(), lastLong.seconds(), allLong.seconds());
    }

    /**
     * Repeats the query as a client does: a server that has started may not know itself as a worker yet.
     */
    private static Duration awaitAnswer(Connection connection)
    {
        long begin = System.nanoTime();
        Conditions.await("a query has a result", TIMEOUT, () -> {
            try {
                run(connection, SHORT_QUERY);
                return true;
            }
            catch (SQLException e) {
                progress("A query has failed: %s", e.getMessage());
                return false;
            }
        });
        return since(begin);
    }

    private static Duration run(Connection connection, String sql)
            throws SQLException
    {
        long begin = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                // reads the whole result
            }
        }
        return since(begin);
    }
}
