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
package io.prestodynamic.benchmarks.metrics;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.BenchmarkCluster;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.process.ServerProcess;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import static com.google.common.base.Verify.verify;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.stream.Collectors.joining;

/**
 * Benchmark of {@code GET /metrics}: what one answer of a coordinator and of a worker costs, with few and with many catalogs.
 */
public final class ScrapeBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("catalogs", "1000", "scrapes", "100");

    private static final int FEW = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int catalogs;
    private final int scrapes;
    private final MarkdownTable answers = new MarkdownTable("node", "catalogs", "scrapes", "bytes", "compressed, bytes", "lines", "ms", "CPU of the node, ms a scrape");

    private ScrapeBenchmark(Options options)
    {
        catalogs = options.number("catalogs");
        scrapes = options.number("scrapes");
    }

    public static boolean run(Options options)
            throws IOException, InterruptedException
    {
        return new ScrapeBenchmark(options).run();
    }

    private boolean run()
            throws IOException, InterruptedException
    {
        MachineDescription machine = new MachineDescription("a coordinator and a worker");
        try (BenchmarkCluster cluster = new BenchmarkCluster("scrape", 1, ImmutableMap.of())) {
            progress("Starting a coordinator and a worker");
            cluster.start();
            for (int count : new int[] {FEW, catalogs}) {
                progress("Importing %s catalogs", count);
                cluster.getApi().importAll("", document(count)).assertOk();
                measure("coordinator", count, cluster.getCoordinator());
                measure("worker", count, cluster.getWorkers().get(0));
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(answers);
        return true;
    }

    private void measure(String label, int count, ServerProcess node)
            throws IOException, InterruptedException
    {
        // the first ones compile
        for (int i = 0; i < scrapes; i++) {
            scrape(node, "identity");
        }
        Measurements times = new Measurements();
        Duration before = node.cpuTime();
        for (int i = 0; i < scrapes; i++) {
            long start = System.nanoTime();
            scrape(node, "identity");
            times.add(since(start));
        }
        long micros = node.cpuTime().minus(before).toNanos() / 1000 / scrapes;
        byte[] text = scrape(node, "identity");
        answers.add(label, count, scrapes, text.length, scrape(node, "gzip").length, new String(text).lines().count(), times.milliseconds(), "%.1f".formatted(micros / 1e3));
    }

    private byte[] scrape(ServerProcess node, String encoding)
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(node.getUri().resolve("/metrics")).header("Accept-Encoding", encoding).build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        verify(response.statusCode() == 200, "status %s", response.statusCode());
        return response.body();
    }

    private static String document(int count)
    {
        return IntStream.range(0, count)
                .mapToObj("{\"catalogName\":\"catalog%s\",\"connectorName\":\"tpch\"}"::formatted)
                .collect(joining(",", "{\"catalogs\":[", "]}"));
    }
}
