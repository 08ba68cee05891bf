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
package io.prestodynamic.benchmarks.faults;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.process.CutOff;
import io.prestodynamic.testing.TestingMySqlServer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;

/**
 * Benchmark of the time after a fault until every node has exactly the expected catalogs, with default intervals.
 */
public final class FaultsBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("fault", "all", "rounds", "20", "restarts", "5", "catalogs", "10");

    // two reconcile intervals
    private static final Duration PROMISE = Duration.ofSeconds(10);

    private final Options options;
    private final List<Fault> faults;
    private final MarkdownTable table = new MarkdownTable("fault", "times", "from its end until all nodes have what is desired, s", "within 10 s");

    private FaultsBenchmark(Options options)
    {
        this.options = requireNonNull(options, "options is null");
        this.faults = options.choices("fault", Fault.class);
    }

    public static boolean run(Options options)
    {
        return new FaultsBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        try (TestingMySqlServer mysql = Connector.startMySql();
                BenchmarkCluster cluster = new BenchmarkCluster("faults", 2, ImmutableMap.<String, String>builder()
                        .putAll(Store.MYSQL.config(mysql))
                        // as in the configurations in etc
                        .put("discovery.http-client.request-timeout", "5s")
                        .build());
                CutOff network = new CutOff(cluster.getCoordinator(), cluster.getWorkers().get(0))) {
            progress("Starting a coordinator and two workers");
            cluster.start();
            FaultTarget target = new FaultTarget(cluster, mysql, network, options.number("catalogs"));
            for (Fault fault : faults) {
                measure(fault, target);
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(Fault fault, FaultTarget target)
    {
        Measurements whole = new Measurements();
        int kept = 0;
        int rounds = options.number(fault.isRestart() ? "restarts" : "rounds");
        for (int round = 1; round <= rounds; round++) {
            Supplier<Instant> end = fault.strike(target);
            target.awaitWhole();
            Instant now = Instant.now();
            Duration sinceEnd = Duration.between(end.get(), now);
            // a node may have its catalogs before it reports its start
            Duration duration = sinceEnd.isNegative() ? Duration.ZERO : sinceEnd;
            progress("%s, %s of %s: %s s", fault.description(), round, rounds, seconds(duration));
            whole.add(duration);
            kept += duration.compareTo(PROMISE) <= 0 ? 1 : 0;
        }
        table.add(fault.description(), rounds, whole.seconds(), "%s of %s".formatted(kept, rounds));
    }
}
