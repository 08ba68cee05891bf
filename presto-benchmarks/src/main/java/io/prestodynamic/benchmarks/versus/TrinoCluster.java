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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.PropertiesFile;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.MoreCollectors.onlyElement;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * A coordinator of Trino that runs no splits, and workers, as processes from Trino's tarball. Catalogs are dynamic, and kept in files of the coordinator. Clients
 * of Presto are understood.
 */
final class TrinoCluster
        implements AutoCloseable
{
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    // what the tarball's README asks for, with the heap of the servers that it is compared with
    private static final List<String> JVM_CONFIG = ImmutableList.of(
            "-Xmx1200m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Djdk.attach.allowAttachSelf=true",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector");

    private final Closer closer = Closer.create();
    private final Path java;
    private final Path launcher;
    private final URI coordinator;
    private final int nodes;

    /**
     * Starts the nodes, and waits until queries can run on all workers.
     *
     * @param java the program {@code java} that it needs
     */
    TrinoCluster(Path tarball, Path java, int workers)
    {
        this.java = java;
        this.nodes = workers + 1;
        try {
            Path directory = Files.createTempDirectory("trino");
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
            Commands.run("tar", "-xzf", tarball.toString(), "-C", unpacked.toString());
            try (Stream<Path> installations = Files.list(unpacked)) {
                launcher = installations.collect(onlyElement()).resolve("bin/launcher");
            }
            List<Integer> ports = FreePorts.find(nodes);
            coordinator = URI.create("http://127.0.0.1:" + ports.get(0));
            start(directory, "coordinator", ports.get(0), ImmutableMap.of("coordinator", "true", "node-scheduler.include-coordinator", "false"));
            for (int worker = 1; worker < nodes; worker++) {
                start(directory, "worker" + worker, ports.get(worker), ImmutableMap.of("coordinator", "false"));
            }
            awaitNodes();
        }
        catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
        catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    URI getCoordinator()
    {
        return coordinator;
    }

    private void start(Path directory, String nodeId, int port, Map<String, String> config)
            throws IOException
    {
        Path etc = Files.createDirectories(directory.resolve(nodeId).resolve("etc"));
        Files.createDirectory(etc.resolve("catalog"));
        new PropertiesFile(etc.resolve("config.properties")).write(ImmutableMap.<String, String>builder()
                .put("http-server.http.port", String.valueOf(port))
                .put("discovery.uri", coordinator.toString())
                .put("catalog.management", "dynamic")
                .put("protocol.v1.alternate-header-name", "Presto")
                .putAll(config)
                .build());
        new PropertiesFile(etc.resolve("node.properties")).write(ImmutableMap.of(
                "node.environment", "test",
                "node.id", nodeId,
                "node.internal-address", "127.0.0.1",
                "node.data-dir", directory.resolve(nodeId).resolve("data").toString()));
        Files.write(etc.resolve("jvm.config"), JVM_CONFIG);
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "run", "--etc-dir", etc.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(nodeId).resolve("output").toFile());
        builder.environment().put("JAVA_HOME", java.toRealPath().getParent().getParent().toString());
        Process process = builder.start();
        closer.register(() -> end(process));
    }

    private static void end(Process process)
    {
        // the launcher may be the parent of the server
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle())).collect(toImmutableList());
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(handle -> handle.onExit().join());
    }

    private void awaitNodes()
    {
        ClientSession client = new ClientSession(coordinator, "benchmark");
        Conditions.await("Trino has all of its nodes", TIMEOUT, () -> {
            try {
                return client.execute("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'").rows().equals(List.of(String.valueOf(nodes)));
            }
            catch (UncheckedIOException | AssertionError e) {
                // it does not listen yet, or is starting
                return false;
            }
        });
    }

    @Override
    public void close()
    {
        try {
            closer.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
