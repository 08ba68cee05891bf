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
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;

/**
 * Benchmark of what the audit log and the encryption of secrets add to a change: rounds on a node with both and on a node with neither, in turns. The history cannot be
 * turned off. What a record adds is measured on a copy of the store, as transactions with and without it, in turns as well.
 */
public final class AuditBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "300", "warmup", "300");

    // the connector does not connect before there is a query
    private static final Map<String, String> PROPERTIES = ImmutableMap.of(
            "connection-url", "jdbc:mysql://127.0.0.1:1",
            "connection-user", "presto",
            "connection-password", "a password of the usual length");
    private static final int CHANGES_OF_A_ROUND = 2;

    private final int rounds;
    private final int warmup;
    private final Path directory;

    private AuditBenchmark(Options options, Path directory)
    {
        rounds = options.number("rounds");
        warmup = options.number("warmup");
        this.directory = directory;
    }

    public static boolean run(Options options)
            throws IOException, SQLException
    {
        Path directory = Files.createTempDirectory("audit");
        try {
            return new AuditBenchmark(options, directory).run();
        }
        finally {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    private boolean run()
            throws IOException, SQLException
    {
        MachineDescription machine = new MachineDescription("two coordinators without workers");
        MarkdownTable changes = new MarkdownTable("node", "rounds", "failed", "add, ms", "delete, ms", "store, bytes a change", "audit log, bytes a change");
        Path keys = Files.createFile(directory.resolve("keys"), asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "k1 " + Base64.getEncoder().encodeToString(new byte[32]));
        long failures;
        try (Node with = new Node("with", ImmutableMap.of("dynamic-catalog.secrets.key-file", keys.toString()));
                Node without = new Node("without", ImmutableMap.of("dynamic-catalog.audit.enabled", "false"))) {
            progress("%s rounds on each node to warm up", warmup);
            alternate(warmup, with.rounds(), without.rounds());
            progress("%s rounds on each node", rounds);
            long withStore = with.storeBytes();
            long withAudit = with.auditBytes();
            long withoutStore = without.storeBytes();
            CatalogRounds measuredWith = with.rounds();
            CatalogRounds measuredWithout = without.rounds();
            alternate(rounds, measuredWith, measuredWithout);
            report(changes, "with both", measuredWith, with.storeBytes() - withStore, with.auditBytes() - withAudit);
            report(changes, "with neither", measuredWithout, without.storeBytes() - withoutStore, 0);
            failures = measuredWith.failures().count() + measuredWithout.failures().count();
        }

        progress("%s transactions with and without a record", rounds);
        HistoryInserts inserts = new HistoryInserts(store("with"));
        inserts.run(rounds);
        MarkdownTable records = new MarkdownTable("transaction in SQLite", "times", "ms");
        addRow(records, "a row, and a record of the history", inserts.withRecord());
        addRow(records, "a row", inserts.withoutRecord());

        System.out.println(machine);
        System.out.println();
        System.out.println(changes);
        System.out.println(records);
        return failures == 0;
    }

    private static void alternate(int rounds, CatalogRounds first, CatalogRounds second)
    {
        for (int round = 0; round < rounds; round++) {
            first.run(1);
            second.run(1);
        }
    }

    private void report(MarkdownTable table, String label, CatalogRounds measured, long storeBytes, long auditBytes)
    {
        int changes = CHANGES_OF_A_ROUND * rounds;
        table.add(label, rounds, measured.failures().count(), measured.add().milliseconds(), measured.delete().milliseconds(), storeBytes / changes, auditBytes / changes);
    }

    private static void addRow(MarkdownTable table, String label, Measurements times)
    {
        table.add(label, times.count(), times.milliseconds());
    }

    private Path store(String name)
    {
        return directory.resolve(name).resolve("catalogs.sqlite");
    }

    private class Node
            implements AutoCloseable
    {
        private final String name;
        private final BenchmarkCluster cluster;

        Node(String name, Map<String, String> config)
        {
            this.name = name;
            cluster = new BenchmarkCluster("audit-" + name, 0, ImmutableMap.<String, String>builder()
                    .put("dynamic-catalog.embedded.path", directory.resolve(name).resolve("catalogs").toString())
                    .put("dynamic-catalog.audit.log-path", auditLog().toString())
                    .putAll(config)
                    .build());
            // it has no workers
            cluster.getCoordinator().setConfig("node-scheduler.include-coordinator", "true");
            progress("Starting a node %s", name);
            cluster.getCoordinator().start();
        }

        CatalogRounds rounds()
        {
            return new CatalogRounds(cluster, () -> "rounds", "mysql", PROPERTIES, catalogName -> {});
        }

        long storeBytes()
                throws IOException
        {
            return Files.size(store(name));
        }

        long auditBytes()
                throws IOException
        {
            return Files.size(auditLog());
        }

        @Override
        public void close()
        {
            cluster.close();
        }

        private Path auditLog()
        {
            return directory.resolve(name + "-audit.log");
        }
    }
}
