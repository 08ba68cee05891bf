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
package io.prestodynamic.benchmarks.boot;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.command.UsageException;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of the start of a single node and of its first queries, with and without an archive of its classes, and of upstream's.
 */
public final class StartBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "5", "queries", "10", "upstream", "");

    private static final Duration ARCHIVE_TIMEOUT = Duration.ofMinutes(5);
    // Java does not archive by default, and the launcher does not if the option is there
    private static final String NO_ARCHIVE = "-Xshare:auto";

    private final int rounds;
    private final int queries;
    private final Optional<Path> upstream;

    private StartBenchmark(Options options)
    {
        rounds = options.number("rounds");
        queries = options.number("queries");
        upstream = options.file("upstream");
        if (queries < 2) {
            throw new UsageException("Option --queries needs 2 at least: the first one and the last one are reported");
        }
    }

    public static boolean run(Options options)
            throws IOException, SQLException
    {
        return new StartBenchmark(options).run();
    }

    private boolean run()
            throws IOException, SQLException
    {
        MachineDescription machine = new MachineDescription("a single node");
        Path directory = Files.createTempDirectory("start");
        try {
            List<MeasuredServer> servers = servers(directory);
            for (int round = 1; round <= rounds; round++) {
                for (MeasuredServer server : servers) {
                    progress("Round %s: %s", round, server.measure(queries));
                }
            }
            MarkdownTable table = MeasuredServer.table(queries);
            servers.forEach(server -> server.report(table));
            System.out.println(machine);
            System.out.println();
            System.out.println(table);
            return true;
        }
        finally {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    private List<MeasuredServer> servers(Path directory)
            throws IOException
    {
        ServerInstallation installation = ServerInstallation.at(ServerInstallation.unpack().getDirectory());
        ImmutableList.Builder<MeasuredServer> servers = ImmutableList.builder();
        if (upstream.isPresent()) {
            progress("Unpacking %s", upstream.get());
            ServerInstallation unpacked = UpstreamTarball.unpack(upstream.get(), directory.resolve("unpacked"), installation.getDirectory());
            servers.add(new MeasuredServer("upstream", prepare(unpacked, directory.resolve("upstream"), NO_ARCHIVE)));
        }
        servers.add(new MeasuredServer("without an archive", prepare(installation, directory.resolve("first"), NO_ARCHIVE)));
        ServerProcess archived = prepare(installation, directory.resolve("archived"));
        createArchive(archived);
        servers.add(new MeasuredServer("with an archive", archived));
        return servers.build();
    }

    private static ServerProcess prepare(ServerInstallation installation, Path directory, String... jvmOptions)
    {
        int port = FreePorts.find(1).get(0);
        ServerProcess server = new ServerProcess(
                installation,
                directory,
                port,
                "single",
                ImmutableMap.of(
                        "coordinator", "true",
                        "node-scheduler.include-coordinator", "true",
                        "discovery-server.enabled", "true",
                        "discovery.uri", "http://127.0.0.1:" + port),
                ImmutableList.<String>builder().add("-Xmx1200m").add(jvmOptions).build());
        MeasuredServer.CONNECTORS.forEach(connector -> server.addStaticCatalog(connector, ImmutableMap.of("connector.name", connector)));
        return server;
    }

    private static void createArchive(ServerProcess server)
    {
        progress("Waiting for an archive of classes");
        server.start();
        Conditions.await("there is an archive of classes", ARCHIVE_TIMEOUT, () -> !server.classArchives().isEmpty());
        server.stop();
    }
}
