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
package io.prestodynamic.benchmarks.change;

import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.report.Failures;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.sql.Connection;
import java.sql.SQLException;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.Objects.requireNonNull;

/**
 * Client that queries one catalog without a pause until it is closed.
 */
final class BackgroundClient
        implements AutoCloseable
{
    private final Connection connection;
    private final Connector connector;
    private final String catalogName;
    private final Measurements queries = new Measurements();
    private final Failures failures;
    private final Thread thread = new Thread(this::run, "background-client");

    private volatile boolean closed;

    BackgroundClient(ProcessCluster cluster, Connector connector, String catalogName)
            throws SQLException
    {
        this.connection = cluster.connect();
        this.connector = requireNonNull(connector, "connector is null");
        this.catalogName = requireNonNull(catalogName, "catalogName is null");
        this.failures = new Failures("client of " + catalogName);
        thread.start();
    }

    Measurements queries()
    {
        return queries;
    }

    Failures failures()
    {
        return failures;
    }

    @Override
    public void close()
            throws SQLException
    {
        closed = true;
        joinUninterruptibly(thread);
        connection.close();
    }

    private void run()
    {
        while (!closed) {
            long start = System.nanoTime();
            try {
                connector.query(connection, catalogName);
                queries.add(since(start));
            }
            catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }
}
