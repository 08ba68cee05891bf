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
package io.prestodynamic.harness.yarn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.testing.Conditions;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * A resource manager and node managers of YARN on loopback, with the commands {@code yarn} and {@code hadoop}. The file system of the cluster is the
 * machine's own, and a ZooKeeper has its registry of services.
 */
public class YarnCluster
        implements AutoCloseable
{
    /**
     * Memory of the smallest container, in MB.
     */
    static final int SMALLEST_CONTAINER = 128;
    /**
     * Memory of an application master, in MB.
     */
    static final int MASTER_MEMORY = 4 * SMALLEST_CONTAINER;

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final HttpClient HTTP_CLIENT = HttpClient.newHttpClient();
    private static final List<String> JVM_OPTIONS = ImmutableList.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED");

    private final Path directory;
    private final YarnDaemon zooKeeper;
    private final URI webPage;
    private final YarnDaemon resourceManager;
    private final List<YarnDaemon> nodeManagers;

    /**
     * Starts all processes.
     *
     * @param directory directory of all their files
     * @param memory memory of each node manager for containers, in MB
     */
    public YarnCluster(Path directory, int nodeManagerCount, int memory)
            throws IOException
    {
        this.directory = requireNonNull(directory, "directory is null");
        List<Integer> ports = FreePorts.find(6);
        webPage = URI.create("http://127.0.0.1:" + ports.get(0));
        Files.createDirectories(conf());
        writeConfiguration("core-site.xml", ImmutableMap.of(
                "fs.defaultFS", "file:///",
                "hadoop.tmp.dir", directory.resolve("tmp").toString(),
                "hadoop.registry.zk.quorum", "127.0.0.1:" + ports.get(5),
                "ipc.client.connect.max.retries", "1"));
        writeConfiguration("capacity-scheduler.xml", ImmutableMap.of(
                "yarn.scheduler.capacity.root.queues", "default",
                "yarn.scheduler.capacity.root.default.capacity", "100",
                "yarn.scheduler.capacity.maximum-am-resource-percent", "0.5"));
        writeConfiguration("yarn-site.xml", yarnConfiguration(ports, memory));
        Files.writeString(conf().resolve("log4j.properties"), """
                log4j.rootLogger=INFO,console
                log4j.appender.console=org.apache.log4j.ConsoleAppender
                log4j.appender.console.target=System.err
                log4j.appender.console.layout=org.apache.log4j.PatternLayout
                log4j.appender.console.layout.ConversionPattern=%d %p %c{2}: %m%n
                """);
        Path zooKeeperConfiguration = Files.writeString(conf().resolve("zoo.cfg"), """
                dataDir=%s
                clientPort=%s
                clientPortAddress=127.0.0.1
                admin.enableServer=false
                """.formatted(directory.resolve("zookeeper").resolve("data"), ports.get(5)));
        writeCommand("yarn", "org.apache.hadoop.yarn.client.cli.ApplicationCLI \"$@\"");
        // the first argument is fs
        writeCommand("hadoop", "org.apache.hadoop.fs.FsShell \"${@:2}\"");

        zooKeeper = start("zookeeper", "org.apache.zookeeper.server.quorum.QuorumPeerMain", zooKeeperConfiguration.toString());
        resourceManager = start("resourcemanager", "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager");
        nodeManagers = IntStream.range(0, nodeManagerCount)
                .mapToObj(i -> start(
                        "nodemanager" + i,
                        "org.apache.hadoop.yarn.server.nodemanager.NodeManager",
                        "-Dyarn.nodemanager.local-dirs=" + directory.resolve("nodemanager" + i).resolve("local"),
                        "-Dyarn.nodemanager.log-dirs=" + directory.resolve("nodemanager" + i).resolve("logs")))
                .collect(toImmutableList());
    }

    /**
     * Waits until every node manager can be given containers.
     */
    public void awaitStarted()
    {
        Conditions.await("all node managers are running", TIMEOUT, () -> runningNodeManagers() == nodeManagers.size());
    }

    private Map<String, String> yarnConfiguration(List<Integer> ports, int memory)
    {
        return ImmutableMap.<String, String>builder()
                .put("yarn.resourcemanager.webapp.address", webPage.getAuthority())
                .put("yarn.resourcemanager.address", "127.0.0.1:" + ports.get(1))
                .put("yarn.resourcemanager.scheduler.address", "127.0.0.1:" + ports.get(2))
                .put("yarn.resourcemanager.resource-tracker.address", "127.0.0.1:" + ports.get(3))
                .put("yarn.resourcemanager.admin.address", "127.0.0.1:" + ports.get(4))
                .put("yarn.resourcemanager.connect.retry-interval.ms", "1000")
                .put("yarn.webapp.api-service.enable", "true")
                .put("yarn.scheduler.minimum-allocation-mb", String.valueOf(SMALLEST_CONTAINER))
                // ten minutes by default
                .put("yarn.nm.liveness-monitor.expiry-interval-ms", "10000")
                .put("yarn.am.liveness-monitor.expiry-interval-ms", "10000")
                .put("yarn.nodemanager.hostname", "127.0.0.1")
                .put("yarn.nodemanager.address", "127.0.0.1:0")
                .put("yarn.nodemanager.localizer.address", "127.0.0.1:0")
                .put("yarn.nodemanager.webapp.address", "127.0.0.1:0")
                .put("yarn.nodemanager.resource.memory-mb", String.valueOf(memory))
                .put("yarn.nodemanager.vmem-check-enabled", "false")
                // a disk of a machine with tests may be nearly full
                .put("yarn.nodemanager.disk-health-checker.enable", "false")
                .put("yarn.service.base.path", directory.resolve("services").toUri().toString())
                .put("yarn.service.classpath", conf() + "," + libraries() + "/*")
                .put("yarn.service.am-resource.memory", String.valueOf(MASTER_MEMORY))
                .put("yarn.service.am.java.opts", String.join(" ", JVM_OPTIONS))
                .build();
    }

    /**
     * Returns the environment in which the commands of the cluster are found.
     */
    public Map<String, String> environment()
    {
        return ImmutableMap.of("PATH", bin() + File.pathSeparator + System.getenv("PATH"));
    }

    /**
     * Kills all processes of a container, which its node manager notices.
     */
    public void killContainer(String container)
    {
        nodeManagerOf(container).killContainer(container);
    }

    /**
     * Kills the node manager of a container, and none of its containers.
     */
    public void killNodeManagerOf(String container)
    {
        nodeManagerOf(container).close();
    }

    /**
     * Kills a container and all others that its node manager has started.
     */
    public void killContainersOf(String container)
    {
        nodeManagerOf(container).killContainers();
    }

    private YarnDaemon nodeManagerOf(String container)
    {
        return nodeManagers.stream()
                .filter(nodeManager -> nodeManager.containers().containsKey(container))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("No node manager runs " + container));
    }

    private long runningNodeManagers()
    {
        if (!resourceManager.isAlive()) {
            throw new IllegalStateException("The resource manager has ended: " + resourceManager.lastLines());
        }
        try {
            String nodes = HTTP_CLIENT.send(HttpRequest.newBuilder(webPage.resolve("/ws/v1/cluster/nodes?states=RUNNING")).build(), BodyHandlers.ofString()).body();
            return nodes.split("\"nodeHostName\"", -1).length - 1;
        }
        catch (IOException e) {
            // it does not listen yet
            return 0;
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private YarnDaemon start(String name, String mainClass, String... arguments)
    {
        // with DefaultContainerExecutor, Hadoop 3.4.2 deletes lib/ and etc/ in this directory if it starts a container of a service again in its place
        return new YarnDaemon(directory.resolve(name), conf(), ImmutableList.<String>builder().addAll(java(mainClass)).add(arguments).build());
    }

    private List<String> java(String mainClass)
    {
        return ImmutableList.<String>builder()
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .addAll(JVM_OPTIONS)
                .add("-Djava.io.tmpdir=" + directory)
                .add("-cp", conf() + File.pathSeparator + libraries() + "/*")
                .add(mainClass)
                .build();
    }

    private void writeCommand(String name, String mainClassAndArguments)
            throws IOException
    {
        Files.createDirectories(bin());
        List<String> java = java("");
        String command = java.stream().limit(java.size() - 1).map("'%s'"::formatted).collect(joining(" "));
        Path file = Files.writeString(bin().resolve(name), "#!/usr/bin/env bash\nexec %s %s\n".formatted(command, mainClassAndArguments));
        file.toFile().setExecutable(true);
    }

    private void writeConfiguration(String name, Map<String, String> properties)
            throws IOException
    {
        Files.writeString(conf().resolve(name), properties.entrySet().stream()
                .map(property -> "<property><name>%s</name><value>%s</value></property>%n".formatted(property.getKey(), property.getValue()))
                .collect(joining("", "<configuration>\n", "</configuration>\n")));
    }

    private Path conf()
    {
        return directory.resolve("conf");
    }

    private Path bin()
    {
        return directory.resolve("bin");
    }

    private static Path libraries()
    {
        return Path.of(System.getProperty("yarn.libraries")).toAbsolutePath().normalize();
    }

    @Override
    public void close()
    {
        try (Closer closer = Closer.create()) {
            closer.register(zooKeeper::close);
            closer.register(resourceManager::close);
            for (YarnDaemon nodeManager : nodeManagers) {
                // after the node manager, which would start others
                closer.register(nodeManager::killContainers);
                closer.register(nodeManager::close);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
