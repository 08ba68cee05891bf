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
package io.prestodynamic.benchmarks.versus;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.command.UsageException;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.testing.TestingMySqlServer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of rounds that add a catalog, query it and delete it, in turn on Trino, whose catalogs are dynamic too, and here, with the same statements and with
 * the API.
 */
public final class VersusBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("trino", "")
            .put("java", "")
            .put("rounds", "200")
            .put("warmup", "100")
            .put("connector", "both")
            .build();

    private final Path tarball;
    private final Path java;
    private final int rounds;
    private final int warmup;
    private final List<Connector> connectors;
    private final MarkdownTable table = new MarkdownTable(
            "connector", "step", "rounds", "Trino, ms", "here, with SQL, ms", "here, with the API, ms", "SQL / Trino, median of rounds", "API / Trino, median of rounds");

    private VersusBenchmark(Options options)
    {
        tarball = options.file("trino").orElseThrow(() -> new UsageException("Option --trino is needed: the tarball of Trino's server"));
        java = options.file("java").orElseThrow(() -> new UsageException("Option --java is needed: the program java that Trino needs"));
        rounds = options.number("rounds");
        warmup = options.number("warmup");
        connectors = options.choices("connector", Connector.class);
    }

    public static boolean run(Options options)
    {
        return new VersusBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers of each");
        try (TestingMySqlServer mysql = Connector.startMySql();
                BenchmarkCluster cluster = new BenchmarkCluster("versus", 2, ImmutableMap.of())) {
            progress("Starting a coordinator and two workers here");
            cluster.start();
            progress("Starting a coordinator and two workers of Trino");
            try (TrinoCluster other = new TrinoCluster(tarball, java, 2)) {
                Contender trino = Contender.withSql(other.getCoordinator());
                Contender sql = Contender.withSql(cluster.getCoordinator().getUri());
                Contender api = Contender.withApi(cluster.getCoordinator().getUri());
                for (Connector connector : connectors) {
                    measure(connector, connector.properties(mysql), trino, sql, api);
                }
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(Connector connector, Map<String, String> properties, Contender trino, Contender sql, Contender api)
    {
        List<Contender> contenders = List.of(trino, sql, api);
        List<List<Round>> results = contenders.stream().<List<Round>>map(contender -> new ArrayList<>()).toList();
        for (int round = -warmup; round < rounds; round++) {
            if (round == -warmup || round == 0) {
                progress("%s rounds of %s", round < 0 ? "Warming up with" : "Measuring", connector);
            }
            for (int turn = 0; turn < contenders.size(); turn++) {
                // everybody is first in some rounds
                int next = Math.floorMod(round + turn, contenders.size());
                Round result = contenders.get(next).round(connector, properties);
                if (round >= 0) {
                    results.get(next).add(result);
                }
            }
        }
        for (Step step : Step.values()) {
            table.add(
                    connector, step, rounds,
                    milliseconds(results.get(0), step), milliseconds(results.get(1), step), milliseconds(results.get(2), step),
                    ratio(results.get(1), results.get(0), step), ratio(results.get(2), results.get(0), step));
        }
    }

    private static String ratio(List<Round> rounds, List<Round> others, Step step)
    {
        List<Double> ratios = IntStream.range(0, rounds.size())
                .mapToObj(round -> (double) step.of(rounds.get(round)).toNanos() / step.of(others.get(round)).toNanos())
                .sorted()
                .toList();
        return "%.2f".formatted(ratios.get(ratios.size() / 2));
    }

    private static String milliseconds(List<Round> rounds, Step step)
    {
        Measurements measurements = new Measurements();
        rounds.forEach(round -> measurements.add(step.of(round)));
        return measurements.milliseconds();
    }

    private enum Step
    {
        ADD("add", Round::add),
        FIRST_RESULT("add to first result", Round::firstResult),
        DELETE("delete", Round::delete);

        private final String description;
        private final Function<Round, Duration> time;

        Step(String description, Function<Round, Duration> time)
        {
            this.description = description;
            this.time = time;
        }

        Duration of(Round round)
        {
            return time.apply(round);
        }

        @Override
        public String toString()
        {
            return description;
        }
    }

    record Round(Duration add, Duration firstResult, Duration delete) {}
}
