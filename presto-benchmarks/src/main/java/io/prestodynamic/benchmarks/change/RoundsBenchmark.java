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
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of rounds that add a catalog, query it and delete it, alone and beside a client that queries another catalog. Counts failures of both.
 */
public final class RoundsBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("rounds", "200")
            .put("warmup", "30")
            .put("store", "both")
            .put("connector", "both")
            .put("restarts", "3")
            .build();

    private static final String OTHER_CATALOG = "other";

    private final int rounds;
    private final int warmup;
    private final int restarts;
    private final List<Store> stores;
    private final List<Connector> connectors;
    private final MarkdownTable table = new MarkdownTable("store", "connector", "rounds", "failed", "add, ms", "add to first result, ms", "delete, ms");
    private final MarkdownTable clients = new MarkdownTable("store", "beside rounds of", "queries", "failed", "query, ms");
    private int failures;

    private RoundsBenchmark(Options options)
    {
        rounds = options.number("rounds");
        warmup = options.number("warmup");
        restarts = options.number("restarts");
        stores = options.choices("store", Store.class);
        connectors = options.choices("connector", Connector.class);
    }

    public static boolean run(Options options)
            throws SQLException
    {
        return new RoundsBenchmark(options).run();
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
        Optional<MarkdownTable> restart = restarts > 0 ? Optional.of(RestartBenchmark.measure(restarts)) : Optional.empty();

        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        System.out.println(clients);
        restart.ifPresent(System.out::println);
        return failures == 0;
    }

    private void run(Store store, TestingMySqlServer mysql)
            throws SQLException
    {
        try (BenchmarkCluster cluster = new BenchmarkCluster("rounds-" + store, 2, store.config(mysql))) {
            progress("Starting a coordinator and two workers, with the %s store", store);
            cluster.start();
            try (Connection connection = cluster.connect()) {
                for (Connector connector : connectors) {
                    Map<String, String> properties = connector.properties(mysql);
                    run(store, connector, cluster, () ->
                            new CatalogRounds(cluster, () -> "rounds", connector.toString(), properties, catalogName -> connector.query(connection, catalogName)));
                }
            }
        }
    }

    private void run(Store store, Connector connector, ProcessCluster cluster, Supplier<CatalogRounds> catalogRounds)
            throws SQLException
    {
        progress("Rounds of %s", connector);
        report(store, connector, "the first", catalogRounds.get().run(1));
        report(store, connector, warmup + " to warm up", catalogRounds.get().run(warmup));
        report(store, connector, rounds + " alone", catalogRounds.get().run(rounds));

        progress("Rounds of %s beside a client", connector);
        cluster.getApi().add(OTHER_CATALOG, Connector.TPCH.toString(), ImmutableMap.of()).assertOk();
        BackgroundClient client = new BackgroundClient(cluster, Connector.TPCH, OTHER_CATALOG);
        try (client) {
            report(store, connector, rounds + " beside a client", catalogRounds.get().run(rounds));
        }
        cluster.getApi().delete(OTHER_CATALOG).assertOk();
        clients.add(store, connector, client.queries().count(), client.failures().count(), client.queries().milliseconds());
        failures += client.failures().count();
    }

    private void report(Store store, Connector connector, String label, CatalogRounds measured)
    {
        failures += measured.failures().count();
        table.add(store, connector, label, measured.failures().count(), measured.add().milliseconds(), measured.firstResult().milliseconds(), measured.delete().milliseconds());
    }
}
