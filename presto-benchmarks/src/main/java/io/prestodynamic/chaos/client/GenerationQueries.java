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
package io.prestodynamic.chaos.client;

import com.google.common.base.Throwables;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.plugin.GenerationPlugin;

import java.net.ConnectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static io.prestodynamic.chaos.history.Outcome.ABSENT;
import static io.prestodynamic.chaos.history.Outcome.FAILED;
import static io.prestodynamic.chaos.history.Outcome.MIXED;
import static io.prestodynamic.chaos.history.Outcome.UNREACHABLE;
import static java.util.Objects.requireNonNull;

/**
 * SQL queries for the generation of a catalog. All rows must have the same generation, both of the connector that the coordinator planned with and of the
 * connector that the worker read with.
 */
final class GenerationQueries
{
    private static final int NETWORK_TIMEOUT_MILLIS = 10_000;
    private static final int QUERY_TIMEOUT_SECONDS = 12;

    private final ProcessCluster cluster;

    GenerationQueries(ProcessCluster cluster)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
    }

    Answer readRow(String catalog)
    {
        return ask(catalog, "SELECT 1, generation, generation, planned, planned FROM %s.s.t LIMIT 1", 1);
    }

    Answer scan(String catalog)
    {
        return ask(catalog, "SELECT count(*), min(generation), max(generation), min(planned), max(planned) FROM %s.s.t", GenerationPlugin.ROWS);
    }

    private Answer ask(String catalog, String sql, int rows)
    {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(directExecutor(), NETWORK_TIMEOUT_MILLIS);
            statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
            try (ResultSet results = statement.executeQuery(sql.formatted(catalog))) {
                return interpret(results, rows);
            }
        }
        catch (SQLException e) {
            if (e.getMessage().contains("Catalog %s does not exist".formatted(catalog))) {
                return Answer.of(ABSENT, "");
            }
            Throwable cause = Throwables.getRootCause(e);
            return Answer.of(cause instanceof ConnectException ? UNREACHABLE : FAILED, cause == e ? e.getMessage() : "%s: %s".formatted(e.getMessage(), cause));
        }
    }

    private static Answer interpret(ResultSet results, int rows)
            throws SQLException
    {
        if (!results.next()) {
            return Answer.of(MIXED, "no rows");
        }
        long count = results.getLong(1);
        List<Long> generations = LongStream.of(results.getLong(2), results.getLong(3), results.getLong(4), results.getLong(5)).distinct().boxed().toList();
        if (count != rows || generations.size() > 1) {
            return Answer.of(MIXED, "%s of %s rows, generations %s".formatted(count, rows, generations));
        }
        return Answer.saw(generations.get(0).intValue(), Optional.empty());
    }
}
