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
package io.prestodynamic.benchmarks.replace;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Outcomes;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of whether clients notice that a catalog is replaced again and again while others are added and deleted.
 */
public final class ReplaceBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("seconds", "60")
            .put("warmup", "30")
            .put("interval-millis", "1000")
            .put("clients", "8")
            .put("store", "embedded")
            .build();

    private static final String FACTS = "facts";

    private final Duration duration;
    private final Duration warmup;
    private final Duration interval;
    private final int clients;
    private final List<Store> stores;
    private final MarkdownTable changes = new MarkdownTable("store", "change", "number", "failed", "ms");
    private final MarkdownTable statements = new MarkdownTable("store", "catalog", "statement", "number", "failed", "wrong", "replaced meanwhile", "ms");
    private final MarkdownTable inserts = new MarkdownTable("store", "catalog", "INSERTs acknowledged", "not there exactly once");
    private int failures;

    private ReplaceBenchmark(Options options)
    {
        duration = Duration.ofSeconds(options.number("seconds"));
        warmup = Duration.ofSeconds(options.number("warmup"));
        interval = Duration.ofMillis(options.number("interval-millis"));
        clients = options.number("clients");
        stores = options.choices("store", Store.class);
    }

    public static boolean run(Options options)
            throws SQLException
    {
        return new ReplaceBenchmark(options).run();
    }

    private boolean run()
            throws SQLException
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        for (Store store : stores) {
            try (TestingMySqlServer mysql = Connector.startMySql()) {
                run(store, mysql);
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(changes);
        System.out.println(statements);
        System.out.println(inserts);
        return failures == 0;
    }

    private void run(Store store, TestingMySqlServer mysql)
            throws SQLException
    {
        Map<String, String> config = ImmutableMap.<String, String>builder()
                .putAll(store.config(mysql))
                // lets the long SELECTs open a connection late
                .put("join-distribution-type", "BROADCAST")
                .build();
        try (BenchmarkCluster cluster = new BenchmarkCluster("replace-" + store, 2, config)) {
            progress("Starting a coordinator and two workers, with the %s store", store);
            cluster.start();
            cluster.getApi().add(FACTS, Connector.TPCH.toString(), ImmutableMap.of()).assertOk();
            report(store, "to warm up, ", run(new ReplaceLoad(cluster, mysql, "warmup_", FACTS), warmup));
            report(store, "", run(new ReplaceLoad(cluster, mysql, "", FACTS), duration));
        }
    }

    private ReplaceLoad run(ReplaceLoad load, Duration time)
    {
        progress("Replacing a catalog for %s s", time.toSeconds());
        load.run(clients, interval, time);
        return load;
    }

    private void report(Store store, String label, ReplaceLoad load)
            throws SQLException
    {
        report(store, label + "replace", load.replacing());
        report(store, label + "add", load.churn().add());
        report(store, label + "query what was added", load.churn().query());
        report(store, label + "delete", load.churn().delete());
        report(store, label + "replaced", load.replaced());
        report(store, label + "not replaced", load.kept());
    }

    private void report(Store store, String change, Outcomes outcomes)
    {
        changes.add(store, change, outcomes.count(), outcomes.failures(), outcomes.times().milliseconds());
        failures += outcomes.failures();
    }

    private void report(Store store, String label, VersionedCatalog catalog)
            throws SQLException
    {
        for (StatementKind kind : StatementKind.values()) {
            Outcomes outcomes = catalog.outcomes(kind);
            statements.add(store, label, kind, outcomes.count(), outcomes.failures(), outcomes.wrongAnswers(), catalog.outlived(kind), outcomes.times().milliseconds());
            failures += outcomes.failures() + outcomes.wrongAnswers();
        }
        int wrongInserts = catalog.wrongInserts();
        inserts.add(store, label, catalog.inserts(), wrongInserts);
        failures += wrongInserts;
    }
}
