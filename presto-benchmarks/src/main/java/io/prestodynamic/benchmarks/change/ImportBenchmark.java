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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.CatalogDocument;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.Streams.stream;
import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Collections.frequency;

/**
 * Benchmark of the import of one document with many definitions, until all nodes have them. Imports it into a coordinator without catalogs, and then once more
 * with every definition changed.
 */
public final class ImportBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("catalogs", "10000", "workers", "2", "store", "both");

    private final int catalogs;
    private final int workers;
    private final List<Store> stores;
    private final MarkdownTable imports = new MarkdownTable(
            "store", "catalogs", "mode", "import, s", "brought in", "refused", "CPU of the coordinator, s", "of the workers, s", "then a query on the last one, s");

    private ImportBenchmark(Options options)
    {
        catalogs = options.number("catalogs");
        workers = options.number("workers");
        stores = options.choices("store", Store.class);
    }

    public static boolean run(Options options)
            throws SQLException
    {
        return new ImportBenchmark(options).run();
    }

    private boolean run()
            throws SQLException
    {
        MachineDescription machine = new MachineDescription("a coordinator and %s workers".formatted(workers));
        boolean passed = true;
        try (TestingMySqlServer mysql = Connector.startMySql()) {
            for (Store store : stores) {
                passed &= run(store, mysql);
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(imports);
        return passed;
    }

    private boolean run(Store store, TestingMySqlServer mysql)
            throws SQLException
    {
        try (BenchmarkCluster cluster = new BenchmarkCluster("import-" + store, workers, store.config(mysql))) {
            progress("Starting a coordinator and %s workers, with the %s store", workers, store);
            cluster.start();
            boolean added = measure(store, cluster, "add", 4);
            return measure(store, cluster, "replace", 2) && added;
        }
    }

    private boolean measure(Store store, BenchmarkCluster cluster, String mode, int splits)
            throws SQLException
    {
        progress("Importing %s catalogs, mode %s", catalogs, mode);
        String document = CatalogDocument.of(0, catalogs, Connector.TPCH, ImmutableMap.of("tpch.splits-per-node", String.valueOf(splits)));
        Duration coordinatorBefore = cpu(List.of(cluster.getCoordinator()));
        Duration workersBefore = cpu(cluster.getWorkers());
        long start = System.nanoTime();
        CatalogApi.Answer answer = cluster.getApi().importAll("?mode=" + mode, document).assertOk();
        Duration time = since(start);
        Duration coordinatorCpu = cpu(List.of(cluster.getCoordinator())).minus(coordinatorBefore);
        Duration workersCpu = cpu(cluster.getWorkers()).minus(workersBefore);
        progress("Imported in %s s", seconds(time));
        int broughtIn = answer.json().path("added").asInt() + answer.json().path("replaced").asInt();
        boolean complete = broughtIn == catalogs;
        imports.add(
                store, catalogs, mode, seconds(time), broughtIn, catalogs - broughtIn, seconds(coordinatorCpu), seconds(workersCpu),
                complete ? seconds(queryLast(cluster)) : "-");
        return complete && areUsable(cluster);
    }

    private Duration queryLast(BenchmarkCluster cluster)
            throws SQLException
    {
        long start = System.nanoTime();
        try (Connection connection = cluster.connect()) {
            Connector.TPCH.query(connection, CatalogDocument.name(catalogs - 1));
        }
        return since(start);
    }

    private boolean areUsable(BenchmarkCluster cluster)
    {
        JsonNode list = cluster.getApi().list().assertOk().json();
        long usable = stream(list)
                .filter(catalog -> catalog.path("source").asText().equals("dynamic"))
                .filter(catalog -> catalog.path("state").asText().equals("ACTIVE"))
                .filter(catalog -> frequency(catalog.path("nodes").findValuesAsText("state"), "LOADED") == workers + 1)
                .count();
        progress("%s of %s catalogs are usable on all nodes", usable, catalogs);
        return usable == catalogs;
    }

    private static Duration cpu(List<ServerProcess> nodes)
    {
        return nodes.stream()
                .map(ServerProcess::cpuTime)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
