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
package io.prestodynamic.chaos;

import com.facebook.presto.testing.TestingMetadata;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.chaos.history.FaultWindow;
import io.prestodynamic.chaos.history.History;
import io.prestodynamic.chaos.history.Operation;
import io.prestodynamic.chaos.history.Recorder;
import io.prestodynamic.chaos.plan.ChaosPlan;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.plugin.GenerationConnector;
import io.prestodynamic.harness.plugin.GenerationPlugin;
import io.prestodynamic.harness.plugin.GenerationSplit;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.TestingMySqlServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.stream.Collectors.joining;

/**
 * Test of whether a cluster keeps its promises while its processes are killed and frozen at random, from a seed.
 */
public final class Chaos
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("seed", "1")
            .put("duration", "60s")
            .put("clients", "4")
            .put("catalogs", "3")
            .put("workers", "2")
            .put("store", "embedded")
            .build();

    private Chaos() {}

    public static boolean run(Options options)
    {
        MachineDescription machine = new MachineDescription("a coordinator and %s workers".formatted(options.number("workers")));
        ChaosPlan plan = new ChaosPlan(options.number("seed"), options.duration("duration"), options.number("workers"), options.number("clients"), options.number("catalogs"));
        boolean passed = true;
        System.out.println(machine + "\n");
        for (Store store : options.choices("store", Store.class)) {
            ChaosReport report = run(plan, store, Path.of("logs", "chaos-%s-%s".formatted(store, plan.seed())));
            System.out.println("Store: " + store + "\n");
            System.out.println(new Tally(report));
            passed &= report.violations().isEmpty();
        }
        return passed;
    }

    /**
     * Runs a plan on a cluster of its own.
     *
     * @param directory directory for the plan, the history and the logs of the servers; its former content is deleted
     */
    static ChaosReport run(ChaosPlan plan, Store store, Path directory)
    {
        try {
            if (Files.exists(directory)) {
                deleteRecursively(directory, ALLOW_INSECURE);
            }
            Path plugins = new PluginDirectory(directory.toAbsolutePath(), GenerationPlugin.class, GenerationConnector.class, GenerationSplit.class)
                    // what these need besides the SPI
                    .withLibraries(TestingMetadata.class, ImmutableList.class)
                    .getPath();
            Files.writeString(directory.resolve("plan.txt"), plan.toString());
            progress("%s", plan.describeFaults());
            if (store == Store.EMBEDDED) {
                return run(plan, config(plugins, ImmutableMap.of()), directory);
            }
            try (TestingMySqlServer mysql = new TestingMySqlServer()) {
                mysql.createDatabase("meta");
                return run(plan, config(plugins, store.config(mysql)), directory);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChaosReport run(ChaosPlan plan, Map<String, String> config, Path directory)
            throws IOException
    {
        Recorder recorder = new Recorder();
        try (ProcessCluster cluster = new ProcessCluster(plan.workers(), config)) {
            try {
                progress("Starting a coordinator and %s workers; their logs will be in %s", plan.workers(), directory);
                cluster.start();
                return new ChaosRun(plan, cluster, recorder).run();
            }
            finally {
                Files.writeString(directory.resolve("history.txt"), describe(recorder.history()));
                List<ServerProcess> nodes = cluster.getNodes();
                for (int i = 0; i < nodes.size(); i++) {
                    Files.writeString(directory.resolve(i == 0 ? "coordinator.log" : "worker%s.log".formatted(i)), nodes.get(i).log());
                }
            }
        }
    }

    private static Map<String, String> config(Path plugins, Map<String, String> store)
    {
        return ImmutableMap.<String, String>builder()
                .putAll(store)
                .put("plugin.dir", plugins.toString())
                .put("dynamic-catalog.push-timeout", "3s")
                .put("dynamic-catalog.reconcile-interval", ChaosRun.RECONCILE_INTERVAL.toSeconds() + "s")
                // makes a query that waits for a dead worker fail within seconds
                .put("query.remote-task.max-error-duration", "10s")
                .build();
    }

    private static String describe(History history)
    {
        return history.faults().stream().map(FaultWindow::toString).collect(joining("\n", "Faults\n", "\n\nOperations\n"))
                + history.operations().stream().map(Operation::toString).collect(joining("\n", "", "\n"));
    }
}
