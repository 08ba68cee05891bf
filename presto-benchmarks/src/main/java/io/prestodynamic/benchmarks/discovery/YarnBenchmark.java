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
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.yarn.PrestoOnYarn.Instance;
import io.prestodynamic.harness.yarn.YarnDeployment;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.MoreCollectors.onlyElement;
import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of the time that a client is without answers when the coordinator's container dies in YARN, with one coordinator and with two. Runs a resource
 * manager, three node managers, two discovery servers, MySQL, the coordinators and two workers.
 */
public final class YarnBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "5", "lease-seconds", "10");

    private final int rounds;
    private final String lease;

    private YarnBenchmark(Options options)
    {
        rounds = options.number("rounds");
        lease = options.number("lease-seconds") + "s";
    }

    public static boolean run(Options options)
    {
        return new YarnBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("YARN, two discovery servers, MySQL, one or two coordinators and two workers");
        MarkdownTable table = new MarkdownTable("coordinators", "rounds", "killed to first answer, s", "to all instances in place, s", "queries failed");
        try (YarnDeployment deployment = new YarnDeployment(1, 2, ImmutableMap.of("dynamic-catalog.active-coordinator.lease", lease))) {
            progress("Starting the service");
            deployment.presto().run("start");
            awaitInstances(deployment, 1);
            deployment.api().add("shop", "tpch", ImmutableMap.of()).assertOk();
            measure(deployment, 1, table);
            deployment.presto().run("flex", "coordinator", "2");
            awaitInstances(deployment, 2);
            measure(deployment, 2, table);
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(YarnDeployment deployment, int coordinators, MarkdownTable table)
    {
        Measurements answered = new Measurements();
        Measurements complete = new Measurements();
        try (LoopingClient client = deployment.startClient("SELECT count(*) FROM shop.tiny.nation")) {
            for (int i = 1; i <= rounds; i++) {
                client.nextAnswer().join();
                Instance active = deployment.presto().instances().stream().filter(instance -> instance.state().equals("active")).collect(onlyElement());
                Instant killed = Instant.now();
                deployment.yarn().killContainer(active.container());
                CompletableFuture<Instant> answer = client.nextAnswer();
                Duration gap = Duration.between(killed, answer.join());
                answered.add(gap);
                awaitInstances(deployment, coordinators);
                complete.add(Duration.between(killed, Instant.now()));
                progress("Round %s: the client had an answer after %s s", i, seconds(gap));
            }
            table.add(coordinators, rounds, answered.seconds(), complete.seconds(), client.failures().size());
        }
    }

    private static void awaitInstances(YarnDeployment deployment, int coordinators)
    {
        Map<String, Integer> expected = coordinators == 1 ? ImmutableMap.of("active", 1, "announced", 2) : ImmutableMap.of("active", 1, "announced", 2, "standby", 1);
        deployment.awaitInstances("the instances are " + expected, instances -> instances.stream()
                .collect(toImmutableMap(Instance::state, instance -> 1, Integer::sum))
                .equals(expected));
        deployment.awaitWorkers(2);
    }
}
