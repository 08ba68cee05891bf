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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.CatalogDocument;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.footprint.ServerJvm;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Collections.frequency;

/**
 * Benchmark of the start of a cluster with many stored mysql catalogs, and of the memory that these take.
 */
public final class BootBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("counts", "1,100,1000", "boots", "3", "store", "mysql");

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final List<Integer> counts;
    private final int boots;
    private final List<Store> stores;
    private final MarkdownTable times = new MarkdownTable(
            "store", "catalogs", "boots", "coordinator started, s", "workers started, s", "workers active, s", "all catalogs usable, s", "then first query on the last one, s");
    private final MarkdownTable heaps = new MarkdownTable(
            "store", "catalogs", "live heap of the coordinator, MB", "for each catalog, KB", "of a worker, MB", "for each catalog, KB");

    private BootBenchmark(Options options)
    {
        counts = options.numbers("counts").stream().sorted().toList();
        boots = options.number("boots");
        stores = options.choices("store", Store.class);
    }

    public static boolean run(Options options)
            throws SQLException
    {
        return new BootBenchmark(options).run();
    }

    private boolean run()
            throws SQLException
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        try (TestingMySqlServer mysql = Connector.startMySql()) {
            for (Store store : stores) {
                run(store, mysql);
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(times);
        System.out.println(heaps);
        return true;
    }

    private void run(Store store, TestingMySqlServer mysql)
            throws SQLException
    {
        try (BenchmarkCluster cluster = new BenchmarkCluster("boot-" + store, 2, store.config(mysql))) {
            progress("Starting a coordinator and two workers, with the %s store", store);
            cluster.start();
            List<Heap> measured = new ArrayList<>();
            int stored = 0;
            for (int count : counts) {
                long start = System.nanoTime();
                cluster.getApi().importAll("?mode=add", CatalogDocument.of(stored, count, Connector.MYSQL, Connector.MYSQL.properties(mysql))).assertOk();
                progress("Added %s catalogs in %s s", count - stored, seconds(since(start)));
                stored = count;
                measureBoots(store, cluster, count);
                measured.add(Heap.of(cluster, count));
                report(store, measured.get(0), measured.get(measured.size() - 1));
            }
        }
    }

    private void measureBoots(Store store, ProcessCluster cluster, int catalogs)
            throws SQLException
    {
        Measurements coordinatorStarted = new Measurements();
        Measurements workersStarted = new Measurements();
        Measurements workersActive = new Measurements();
        Measurements usable = new Measurements();
        Measurements firstQuery = new Measurements();
        for (int boot = 1; boot <= boots; boot++) {
            progress("Boot %s with %s catalogs", boot, catalogs);
            cluster.stop();
            Instant launched = Instant.now();
            cluster.start();
            workersActive.add(Duration.between(launched, Instant.now()));
            awaitUsable(cluster, catalogs);
            usable.add(Duration.between(launched, Instant.now()));

            long start = System.nanoTime();
            try (Connection connection = cluster.connect()) {
                Connector.MYSQL.query(connection, CatalogDocument.name(catalogs - 1));
            }
            firstQuery.add(since(start));
            coordinatorStarted.add(Duration.between(launched, cluster.getCoordinator().lastStarted()));
            workersStarted.add(Duration.between(launched, cluster.getWorkers().stream().map(ServerProcess::lastStarted).max(Instant::compareTo).orElseThrow()));
        }
        times.add(store, catalogs, boots, coordinatorStarted.seconds(), workersStarted.seconds(), workersActive.seconds(), usable.seconds(), firstQuery.seconds());
    }

    private void report(Store store, Heap first, Heap heap)
    {
        int more = heap.catalogs - first.catalogs;
        heaps.add(
                store,
                heap.catalogs,
                "%.1f".formatted(heap.coordinator / 1e6),
                more == 0 ? "-" : "%.1f".formatted((heap.coordinator - first.coordinator) / 1e3 / more),
                "%.1f".formatted(heap.worker / 1e6),
                more == 0 ? "-" : "%.1f".formatted((heap.worker - first.worker) / 1e3 / more));
    }

    private static void awaitUsable(ProcessCluster cluster, int catalogs)
    {
        // the whole list is long, and polling for it would slow down the start
        Conditions.await("the last catalog is usable", TIMEOUT, () -> isUsable(cluster.getApi().get(CatalogDocument.name(catalogs - 1)).json(), cluster));
        Conditions.await("all catalogs are usable", TIMEOUT, () ->
                Streams.stream(cluster.getApi().list().json()).filter(catalog -> isUsable(catalog, cluster)).count() == catalogs);
    }

    private static boolean isUsable(JsonNode catalog, ProcessCluster cluster)
    {
        return catalog.path("source").asText().equals("dynamic")
                && catalog.path("state").asText().equals("ACTIVE")
                && frequency(catalog.findValuesAsText("state"), "LOADED") == cluster.getNodes().size();
    }

    private record Heap(int catalogs, double coordinator, double worker)
    {
        static Heap of(ProcessCluster cluster, int catalogs)
        {
            return new Heap(
                    catalogs,
                    liveBytes(cluster.getCoordinator()),
                    cluster.getWorkers().stream().mapToLong(Heap::liveBytes).average().orElseThrow());
        }

        private static long liveBytes(ServerProcess node)
        {
            try (ServerJvm jvm = new ServerJvm(node)) {
                return jvm.liveClasses().total();
            }
        }
    }
}
