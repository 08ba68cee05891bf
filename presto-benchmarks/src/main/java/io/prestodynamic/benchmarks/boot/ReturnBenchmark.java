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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Benchmark of a coordinator that is killed and started again at once, while its workers continue.
 */
public final class ReturnBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "5", "warmup-seconds", "5");

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    // interval at which workers announce themselves
    private static final Duration ANNOUNCEMENTS = Duration.ofSeconds(8);
    private static final String CATALOG = "kept";

    private final int rounds;
    private final int warmupSeconds;
    private final MarkdownTable table = new MarkdownTable(
            "catalog", "rounds", "killed to started, s", "started to all workers usable, s", "started to catalog on all workers, s", "started to first answer, s", "killed to first answer, s", "queries failed");

    private ReturnBenchmark(Options options)
    {
        rounds = options.number("rounds");
        warmupSeconds = options.number("warmup-seconds");
    }

    public static boolean run(Options options)
    {
        return new ReturnBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        measure("dynamic", true);
        measure("in a file, without dynamic catalogs", false);
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(String description, boolean dynamic)
    {
        Map<String, String> config = ImmutableMap.of("dynamic-catalog.enabled", String.valueOf(dynamic));
        // a worker refuses the setting in its configuration file
        List<String> jvmOptions = ImmutableList.of("-Dfailure-detector.warmup-interval=" + warmupSeconds + "s");
        Results results = new Results();
        try (BenchmarkCluster cluster = new BenchmarkCluster("return-" + (dynamic ? "dynamic" : "static"), 2, config, jvmOptions)) {
            if (!dynamic) {
                cluster.getNodes().forEach(node -> node.addStaticCatalog(CATALOG, ImmutableMap.of("connector.name", Connector.TPCH.toString())));
            }
            progress("Starting a coordinator and two workers, with a catalog that is %s", description);
            cluster.start();
            if (dynamic) {
                cluster.getApi().add(CATALOG, Connector.TPCH.toString(), ImmutableMap.of()).assertOk();
            }
            for (int round = 0; round < rounds; round++) {
                // spreads the rounds over the time between two announcements
                sleepUninterruptibly(ANNOUNCEMENTS.toMillis() * round / rounds, MILLISECONDS);
                progress("Round %s: %s", round + 1, results.measure(cluster, dynamic));
            }
        }
        results.report(description);
    }

    private final class Results
    {
        private final Measurements started = new Measurements();
        private final Measurements usable = new Measurements();
        private final Measurements loaded = new Measurements();
        private final Measurements answered = new Measurements();
        private final Measurements answeredAfterKill = new Measurements();
        private final AtomicInteger failed = new AtomicInteger();

        String measure(ProcessCluster cluster, boolean dynamic)
        {
            Instant killed = Instant.now();
            cluster.getCoordinator().kill();
            cluster.getCoordinator().launch();
            Conditions.await("the coordinator has started", TIMEOUT, () -> cluster.getCoordinator().lastStarted().isAfter(killed));
            Instant start = cluster.getCoordinator().lastStarted();
            // a client that waits for the server runs a query as soon as the server reports its start
            CompletableFuture<Instant> answer = CompletableFuture.supplyAsync(() -> awaitAnswer(cluster), task -> new Thread(task, "client").start());
            cluster.awaitActiveWorkers();
            Duration toUsable = Duration.between(start, Instant.now());
            usable.add(toUsable);
            if (dynamic) {
                cluster.awaitLoaded(CATALOG);
                loaded.add(Duration.between(start, Instant.now()));
            }
            started.add(Duration.between(killed, start));
            answered.add(Duration.between(start, answer.join()));
            answeredAfterKill.add(Duration.between(killed, answer.join()));
            return "started %s s after the kill, then workers usable after %s s, first answer after %s s; %s queries have failed in all rounds".formatted(
                    seconds(Duration.between(killed, start)),
                    seconds(toUsable),
                    seconds(Duration.between(start, answer.join())),
                    failed);
        }

        void report(String description)
        {
            table.add(description, rounds, started.seconds(), usable.seconds(), loaded.seconds(), answered.seconds(), answeredAfterKill.seconds(), failed);
        }

        private Instant awaitAnswer(ProcessCluster cluster)
        {
            Conditions.await("a query has a result", TIMEOUT, () -> {
                try (Connection connection = cluster.connect()) {
                    Connector.TPCH.query(connection, CATALOG);
                    return true;
                }
                catch (IllegalStateException | SQLException e) {
                    progress("A query has failed: %s", e.getMessage());
                    failed.incrementAndGet();
                    return false;
                }
            });
            return Instant.now();
        }
    }
}
