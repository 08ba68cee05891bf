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
package io.prestodynamic.benchmarks.discovery;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.cluster.DiscoveryWay;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.cluster.NodeWatch;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.ServerProcess;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Benchmark of what a coordinator and its clients notice when each of two discovery servers is killed and started again, or frozen, for each way to configure
 * discovery servers.
 */
public final class DiscoveryBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("way", "all", "rounds", "2", "down-seconds", "45");

    private static final int WORKERS = 2;
    private static final String QUERY = "SELECT count(*) FROM tpch.tiny.nation";

    private final List<DiscoveryWay> ways;
    private final int rounds;
    private final int downSeconds;
    private final MarkdownTable table = new MarkdownTable("nodes know of the discovery servers by", "fault, in turn", "rounds", "seconds watched", "of them with a node missing", "queries", "queries failed");

    private DiscoveryBenchmark(Options options)
    {
        ways = options.choices("way", DiscoveryWay.class);
        rounds = options.number("rounds");
        downSeconds = options.number("down-seconds");
    }

    public static boolean run(Options options)
    {
        return new DiscoveryBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("two discovery servers, a coordinator and two workers");
        ways.forEach(this::measure);
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(DiscoveryWay way)
    {
        progress("Starting a cluster that knows of discovery servers by %s", way.describe());
        try (ExternalDiscoveryCluster cluster = new ExternalDiscoveryCluster(ImmutableMap.of("discovery.http-client.request-timeout", "5s"), ImmutableMap.of())) {
            ServerProcess coordinator = cluster.addCoordinator(way);
            for (int i = 0; i < WORKERS; i++) {
                cluster.addWorker(way);
            }
            cluster.getNodes().forEach(node -> node.addStaticCatalog("tpch", ImmutableMap.of("connector.name", Connector.TPCH.toString())));
            cluster.start();
            measure(way, "killed, and started", cluster, coordinator, server -> {
                server.kill();
                sleepUninterruptibly(downSeconds, SECONDS);
                server.start();
            });
            measure(way, "stands still, and goes on", cluster, coordinator, server -> {
                server.freeze();
                sleepUninterruptibly(downSeconds, SECONDS);
                server.thaw();
            });
        }
    }

    private void measure(DiscoveryWay way, String description, ExternalDiscoveryCluster cluster, ServerProcess coordinator, Consumer<DiscoveryServerProcess> fault)
    {
        LoopingClient client = new LoopingClient("jdbc:presto://" + coordinator.getUri().getAuthority(), QUERY, Duration.ofMillis(100));
        NodeWatch watch = new NodeWatch(coordinator, WORKERS);
        try {
            for (int round = 1; round <= rounds; round++) {
                for (DiscoveryServerProcess server : cluster.discoveryServers()) {
                    progress("Round %s: %s is %s", round, server.getNodeId(), description);
                    fault.accept(server);
                }
            }
            // the coordinator asks for nodes once more
            sleepUninterruptibly(15, SECONDS);
        }
        finally {
            client.close();
            watch.close();
        }
        Duration watched = watch.watched();
        double lost = (double) watch.losses().size() / watch.looks() * watched.toSeconds();
        table.add(way.describe(), description, rounds, watched.toSeconds(), "%.1f".formatted(lost), client.answers() + client.failures().size(), client.failures().size());
    }
}
