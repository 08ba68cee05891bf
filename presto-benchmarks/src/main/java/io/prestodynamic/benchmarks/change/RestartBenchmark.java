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
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of the alternative to dynamic catalogs: a new file in {@code etc/catalog} of every node and a restart of all nodes, as fast as a script can do it.
 */
public final class RestartBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("restarts", "3");

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private RestartBenchmark() {}

    public static boolean run(Options options)
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        MarkdownTable table = measure(options.number("restarts"));
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    static MarkdownTable measure(int restarts)
    {
        Measurements firstResult = new Measurements();
        try (BenchmarkCluster cluster = new BenchmarkCluster("restart", 2, ImmutableMap.of("dynamic-catalog.enabled", "false"))) {
            progress("Starting a coordinator and two workers, without dynamic catalogs");
            cluster.start();
            for (int i = 1; i <= restarts; i++) {
                progress("Restart %s", i);
                firstResult.add(addCatalog(cluster, "added" + i));
            }
        }
        MarkdownTable table = new MarkdownTable("without dynamic catalogs", "times", "new file to first result, s");
        table.add("a new file and a restart of all nodes", restarts, firstResult.seconds());
        return table;
    }

    private static Duration addCatalog(ProcessCluster cluster, String name)
    {
        long start = System.nanoTime();
        cluster.getNodes().forEach(node -> node.addStaticCatalog(name, ImmutableMap.of("connector.name", Connector.TPCH.toString())));
        List<CompletableFuture<Void>> restarts = cluster.getNodes().stream()
                .map(node -> CompletableFuture.runAsync(node::relaunch, task -> new Thread(task).start()))
                .toList();
        restarts.forEach(CompletableFuture::join);
        Conditions.await("a query has a result", TIMEOUT, () -> isUsable(cluster, name));
        return since(start);
    }

    private static boolean isUsable(ProcessCluster cluster, String catalogName)
    {
        try (Connection connection = cluster.connect()) {
            Connector.TPCH.query(connection, catalogName);
            return true;
        }
        // the coordinator may not listen yet, or have no workers yet
        catch (IllegalStateException | SQLException e) {
            return false;
        }
    }
}
