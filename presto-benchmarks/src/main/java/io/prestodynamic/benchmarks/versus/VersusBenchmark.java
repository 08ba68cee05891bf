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
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.testing.TestingMySqlServer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Map.Entry;
import static java.util.stream.Collectors.joining;

/**
 * Benchmark of rounds that add a catalog, query it and delete it, in turn here and on Trino, whose catalogs are dynamic too.
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

    private static final String CATALOG = "rounds";

    private final Path trino;
    private final Path java;
    private final int rounds;
    private final int warmup;
    private final List<Connector> connectors;
    private final MarkdownTable table = new MarkdownTable("connector", "step", "rounds", "Trino, ms", "here, ms", "here / Trino, median of pairs");

    private VersusBenchmark(Options options)
    {
        trino = options.file("trino").orElseThrow(() -> new UsageException("Option --trino is needed: the tarball of Trino's server"));
        java = options.file("java").orElseThrow(() -> new UsageException("Option --java is needed: the home of the Java that Trino needs"));
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
            try (TrinoCluster other = new TrinoCluster(trino, java, 2)) {
                Contender here = new Contender(
                        (name, connector, properties) -> cluster.getApi().add(name, connector, properties).assertOk(),
                        new ClientSession(cluster.getCoordinator().getUri(), "benchmark"),
                        name -> cluster.getApi().delete(name).assertOk());
                ClientSession session = new ClientSession(other.getCoordinator(), "benchmark");
                Contender there = new Contender(
                        (name, connector, properties) -> session.execute(createCatalog(name, connector, properties)).assertSucceeded(),
                        session,
                        name -> session.execute("DROP CATALOG " + name).assertSucceeded());
                for (Connector connector : connectors) {
                    measure(connector, connector.properties(mysql), here, there);
                }
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(Connector connector, Map<String, String> properties, Contender here, Contender there)
    {
        List<Round> ours = new ArrayList<>();
        List<Round> theirs = new ArrayList<>();
        for (int round = -warmup; round < rounds; round++) {
            if (round == -warmup || round == 0) {
                progress("%s rounds of %s", round < 0 ? "Warming up with" : "Measuring", connector);
            }
            // who is first is a disadvantage in some rounds for each
            boolean oursFirst = round % 2 == 0;
            Round first = (oursFirst ? here : there).round(connector, properties);
            Round second = (oursFirst ? there : here).round(connector, properties);
            if (round >= 0) {
                ours.add(oursFirst ? first : second);
                theirs.add(oursFirst ? second : first);
            }
        }
        for (Step step : Step.values()) {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ratios.add((double) step.of(ours.get(round)).toNanos() / step.of(theirs.get(round)).toNanos());
            }
            table.add(connector, step, rounds, milliseconds(theirs, step), milliseconds(ours, step), "%.2f".formatted(ratios.stream().sorted().skip(rounds / 2).findFirst().orElseThrow()));
        }
    }

    private static String milliseconds(List<Round> rounds, Step step)
    {
        Measurements measurements = new Measurements();
        rounds.forEach(round -> measurements.add(step.of(round)));
        return measurements.milliseconds();
    }

    private static String createCatalog(String name, String connector, Map<String, String> properties)
    {
        String assignments = properties.entrySet().stream()
                .map(VersusBenchmark::assignment)
                .collect(joining(", "));
        return "CREATE CATALOG %s USING %s".formatted(name, connector) + (properties.isEmpty() ? "" : " WITH (%s)".formatted(assignments));
    }

    private static String assignment(Entry<String, String> property)
    {
        return "\"%s\" = '%s'".formatted(property.getKey(), property.getValue().replace("'", "''"));
    }

    private enum Step
    {
        ADD("add") {
            @Override
            Duration of(Round round)
            {
                return round.add;
            }
        },
        FIRST_RESULT("add to first result") {
            @Override
            Duration of(Round round)
            {
                return round.firstResult;
            }
        },
        DELETE("delete") {
            @Override
            Duration of(Round round)
            {
                return round.delete;
            }
        };

        private final String description;

        Step(String description)
        {
            this.description = description;
        }

        abstract Duration of(Round round);

        @Override
        public String toString()
        {
            return description;
        }
    }

    private record Round(Duration add, Duration firstResult, Duration delete) {}

    @FunctionalInterface
    private interface Addition
    {
        void add(String catalogName, String connectorName, Map<String, String> properties);
    }

    @FunctionalInterface
    private interface Deletion
    {
        void delete(String catalogName);
    }

    /**
     * What changes and queries the catalogs of a cluster.
     */
    private record Contender(Addition addition, ClientSession client, Deletion deletion)
    {
        Round round(Connector connector, Map<String, String> properties)
        {
            long start = System.nanoTime();
            addition.add(CATALOG, connector.toString(), properties);
            Duration add = since(start);
            client.execute(connector.query(CATALOG)).assertRows(String.valueOf(connector.rows()));
            Duration firstResult = since(start);
            long deleteStart = System.nanoTime();
            deletion.delete(CATALOG);
            return new Round(add, firstResult, since(deleteStart));
        }
    }
}
