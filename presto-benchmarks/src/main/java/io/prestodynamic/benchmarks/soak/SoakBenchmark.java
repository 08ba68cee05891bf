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
package io.prestodynamic.benchmarks.soak;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.prestodynamic.benchmarks.change.CatalogRounds;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.footprint.FootprintChange;
import io.prestodynamic.benchmarks.footprint.NodeFootprint;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Outcomes;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.base.Throwables.getStackTraceAsString;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of what catalogs leave behind on the nodes after they are added, queried and deleted many times. Each connector has a cluster of its own.
 */
public final class SoakBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("rounds", "1000")
            .put("hive-rounds", "300")
            .put("warmup", "100")
            .put("repeat", "3")
            .put("session-errors", "1")
            .put("connector", "all")
            .put("quiet", "65")
            .put("histogram", "0")
            .build();

    private static final int WORKERS = 1;
    // finished queries that Presto keeps are not what catalogs leave behind
    private static final Map<String, String> CONFIG = ImmutableMap.<String, String>builder()
            .put("query.max-history", "1")
            .put("query.min-expire-age", "30s")
            .put("query-manager.rate-limiter-cache-limit", "1")
            .put("task.info.max-age", "30s")
            // the first hive connector of a JVM takes long to load
            .put("dynamic-catalog.push-timeout", "2m")
            .build();
    // makes a full collection clear all soft references
    private static final List<String> JVM_OPTIONS = ImmutableList.of("-XX:SoftRefLRUPolicyMSPerMB=0");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final AtomicInteger names = new AtomicInteger();
    private final Options options;
    private final int repeat;
    private final int sessionErrors;
    private final Duration quiet;
    private final int maxClasses;
    private final MarkdownTable table = new MarkdownTable(
            Stream.concat(Stream.of("connector", "node", "block", "rounds", "failed"), FootprintChange.HEADINGS.stream()).toArray(String[]::new));
    private final HeapGrowth growth;
    private int failures;

    private SoakBenchmark(Options options)
    {
        this.options = options;
        repeat = options.number("repeat");
        growth = new HeapGrowth(repeat);
        sessionErrors = options.number("session-errors");
        quiet = Duration.ofSeconds(options.number("quiet"));
        maxClasses = options.number("histogram");
    }

    public static boolean run(Options options)
            throws IOException
    {
        return new SoakBenchmark(options).run();
    }

    private boolean run()
            throws IOException
    {
        MachineDescription machine = new MachineDescription("a coordinator and a worker");
        List<SoakedConnector> connectors = options.choices("connector", SoakedConnector.class);
        Path warehouse = Files.createTempDirectory("warehouse");
        try (TestingMySqlServer mysql = Connector.startMySql()) {
            for (SoakedConnector connector : connectors) {
                try {
                    run(connector, connector.properties(mysql, warehouse));
                }
                // the other connectors, which may take hours, are measured even if a server has ended
                catch (AssertionError | RuntimeException | SQLException e) {
                    checkState(!Thread.currentThread().isInterrupted(), "Interrupted");
                    progress("FAILED: soak of %s: %s", connector, getStackTraceAsString(e));
                    failures++;
                }
            }
        }
        finally {
            deleteRecursively(warehouse, ALLOW_INSECURE);
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        System.out.println(growth);
        return failures == 0;
    }

    private void run(SoakedConnector connector, Map<String, String> properties)
            throws SQLException
    {
        int rounds = options.number(connector.isHive() ? "hive-rounds" : "rounds");
        try (BenchmarkCluster cluster = new BenchmarkCluster("soak-" + connector, WORKERS, CONFIG, JVM_OPTIONS)) {
            progress("Starting a coordinator and a worker, for %s", connector);
            cluster.start();
            try (Connection connection = cluster.connect()) {
                runRounds(cluster, connection, connector, properties, connector.preparation(), 1);
                runRounds(cluster, connection, connector, properties, connector.statements(), options.number("warmup"));
                List<List<FootprintChange>> blocks = new ArrayList<>();
                List<NodeFootprint> before = measure(cluster);
                for (int block = 1; block <= repeat; block++) {
                    long start = System.nanoTime();
                    int failed = runRounds(cluster, connection, connector, properties, connector.statements(), rounds);
                    progress("%s rounds of %s in %s s, %s failed", rounds, connector, seconds(since(start)), failed);
                    List<NodeFootprint> after = measure(cluster);
                    blocks.add(Streams.zip(before.stream(), after.stream(), FootprintChange::new).toList());
                    report(connector, block, rounds, failed, blocks.get(block - 1));
                    before = after;
                }
                for (int node = 0; node <= WORKERS; node++) {
                    int index = node;
                    growth.add(connector, nodeName(node), rounds, blocks.stream().map(changes -> changes.get(index)).toList());
                }
            }
        }
    }

    private int runQueries(ProcessCluster cluster, Connection connection, SoakedConnector connector, int rounds)
    {
        String name = "kept";
        Outcomes outcomes = new Outcomes("queries");
        cluster.getApi().put(name, connector.connectorName(), ImmutableMap.of());
        for (int round = 0; round < rounds; round++) {
            outcomes.measure(() -> use(cluster, connection, name, connector.statements()));
        }
        failures += outcomes.failures();
        return outcomes.failures();
    }

    private int runRounds(ProcessCluster cluster, Connection connection, SoakedConnector connector, Map<String, String> properties, List<String> statements, int rounds)
    {
        if (connector == SoakedConnector.CONTROL) {
            return runQueries(cluster, connection, connector, rounds);
        }
        int failed = new CatalogRounds(cluster, () -> "soak_" + names.incrementAndGet(), connector.toString(), (api, name) -> connector.add(api, name, properties), catalogName -> use(cluster, connection, catalogName, statements))
                .run(rounds)
                .failures()
                .count();
        failures += failed;
        return failed;
    }

    private void use(ProcessCluster cluster, Connection connection, String catalogName, List<String> statements)
    {
        SoakedConnector.run(connection, catalogName, statements);
        for (int i = 0; i < sessionErrors; i++) {
            new UnknownSessionProperty(catalogName).use(cluster);
        }
    }

    private List<NodeFootprint> measure(ProcessCluster cluster)
    {
        Conditions.await("no query uses a deleted catalog", TIMEOUT, () -> !cluster.getApi().list().json().findValuesAsText("state").contains("DRAINING"));
        // idle threads of pools end after a minute, and finished queries and tasks expire after 30 seconds
        long start = System.nanoTime();
        Conditions.await("the servers have had their time", quiet.plusMinutes(1), () -> since(start).compareTo(quiet) >= 0);
        return NodeFootprint.measure(cluster.getNodes());
    }

    private void report(SoakedConnector connector, int block, int rounds, int failed, List<FootprintChange> changes)
    {
        for (int node = 0; node < changes.size(); node++) {
            FootprintChange change = changes.get(node);
            if (change.after().catalogFiles() > 0) {
                progress("FAILED: %s has files of %s catalogs that are deleted, after rounds of %s", nodeName(node), change.after().catalogFiles(), connector);
                failures++;
            }
            table.add(Streams.concat(Stream.of(connector, nodeName(node), block, rounds, failed), change.cells(rounds).stream()).toArray());
            if (maxClasses > 0) {
                System.out.println("%s, %s, block %s".formatted(connector, nodeName(node), block));
                System.out.println();
                System.out.println(change.details(maxClasses));
            }
        }
    }

    private static String nodeName(int node)
    {
        return node == 0 ? "coordinator" : "worker";
    }
}
