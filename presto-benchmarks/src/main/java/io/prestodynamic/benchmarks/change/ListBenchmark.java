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
import io.prestodynamic.benchmarks.cluster.CatalogDocument;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of the lists of many tpch catalogs.
 */
public final class ListBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("counts", "1000,10000", "lists", "50", "warmup", "50");

    private static final List<String> STATEMENTS = List.of(
            "SHOW CATALOGS",
            "SELECT * FROM system.metadata.dynamic_catalogs",
            "SELECT * FROM system.metadata.dynamic_catalogs WHERE catalog_name = 'catalog_7'",
            "SELECT * FROM system.runtime.catalog_nodes");

    private final List<Integer> counts;
    private final int lists;
    private final int warmup;
    private final MarkdownTable table = new MarkdownTable("catalogs", "list", "times", "rows", "ms");

    private ListBenchmark(Options options)
    {
        counts = options.numbers("counts").stream().sorted().toList();
        lists = options.number("lists");
        warmup = options.number("warmup");
    }

    public static boolean run(Options options)
            throws IOException, SQLException, InterruptedException
    {
        return new ListBenchmark(options).run();
    }

    private boolean run()
            throws IOException, SQLException, InterruptedException
    {
        MachineDescription machine = new MachineDescription("a coordinator and two workers");
        try (BenchmarkCluster cluster = new BenchmarkCluster("list", 2, ImmutableMap.of())) {
            cluster.start();
            int stored = 0;
            for (int count : counts) {
                progress("Importing %s catalogs", count - stored);
                cluster.getApi().importAll("?mode=add", CatalogDocument.of(stored, count, Connector.TPCH, ImmutableMap.of())).assertOk();
                stored = count;
                measure(cluster, count);
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(BenchmarkCluster cluster, int catalogs)
            throws IOException, SQLException, InterruptedException
    {
        // without the checks of the client for tests
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(cluster.getCoordinator().getUri().resolve("/v1/catalog")).build();
        report(catalogs, "GET /v1/catalog", () -> {
            checkState(client.send(request, BodyHandlers.discarding()).statusCode() == 200, "There is no list");
            return catalogs;
        });
        try (Connection connection = cluster.connect()) {
            for (String sql : STATEMENTS) {
                report(catalogs, sql, () -> rows(connection, sql));
            }
        }
    }

    private void report(int catalogs, String name, Listing listing)
            throws IOException, SQLException, InterruptedException
    {
        progress("%s with %s catalogs", name, catalogs);
        int rows = 0;
        Measurements times = new Measurements();
        for (int i = -warmup; i < lists; i++) {
            long start = System.nanoTime();
            rows = listing.rows();
            if (i >= 0) {
                times.add(since(start));
            }
        }
        checkState(rows > 0, "%s is empty", name);
        table.add(catalogs, "`%s`".formatted(name), lists, rows, times.milliseconds());
    }

    private static int rows(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    @FunctionalInterface
    private interface Listing
    {
        int rows()
                throws IOException, SQLException, InterruptedException;
    }
}
