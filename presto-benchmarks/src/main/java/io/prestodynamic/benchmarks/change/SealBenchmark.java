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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.harness.client.NodeToken;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of what the encryption between nodes adds to a change: rounds of tpch catalogs in clusters without and with a shared secret. The clusters run one after the
 * other, those with a secret between those without.
 */
public final class SealBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "200", "warmup", "200");

    private static final Map<String, String> SECRET = ImmutableMap.of(
            NodeToken.SECRET_PROPERTY, "the secret of all nodes of the benchmark",
            "internal-communication.jwt.enabled", "true");

    private SealBenchmark() {}

    public static boolean run(Options options)
            throws SQLException
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        MarkdownTable table = new MarkdownTable("cluster", "rounds", "failed", "add, ms", "add to first result, ms", "delete, ms");
        int failures = 0;
        for (Map<String, String> config : List.of(ImmutableMap.<String, String>of(), SECRET, SECRET, ImmutableMap.<String, String>of())) {
            String label = config.isEmpty() ? "without a secret" : "with a secret";
            CatalogRounds measured = measure(config, label, options);
            failures += measured.failures().count();
            table.add(label, options.number("rounds"), measured.failures().count(), measured.add().milliseconds(), measured.firstResult().milliseconds(), measured.delete().milliseconds());
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return failures == 0;
    }

    private static CatalogRounds measure(Map<String, String> config, String label, Options options)
            throws SQLException
    {
        try (BenchmarkCluster cluster = new BenchmarkCluster("seal", 2, config)) {
            progress("Starting a coordinator and two workers, %s", label);
            cluster.start();
            try (Connection connection = cluster.connect()) {
                progress("Rounds %s", label);
                rounds(cluster, connection).run(options.number("warmup"));
                return rounds(cluster, connection).run(options.number("rounds"));
            }
        }
    }

    private static CatalogRounds rounds(BenchmarkCluster cluster, Connection connection)
    {
        return new CatalogRounds(cluster, () -> "rounds", Connector.TPCH.toString(), ImmutableMap.of(), name -> Connector.TPCH.query(connection, name));
    }
}
