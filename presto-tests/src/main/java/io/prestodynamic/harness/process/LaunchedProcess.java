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
package io.prestodynamic.harness.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

/**
 * A server process under test, started and stopped by {@code bin/launcher}.
 */
public abstract class LaunchedProcess
        implements AutoCloseable
{
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final HttpClient HTTP_CLIENT = HttpClient.newHttpClient();

    private final ServerInstallation installation;
    private final Path directory;
    private final URI uri;
    private Map<String, String> environment = ImmutableMap.of();

    /**
     * @param directory directory of its configuration and data
     */
    protected LaunchedProcess(ServerInstallation installation, Path directory, int port, String nodeId, Map<String, String> config, Iterable<String> jvmOptions)
    {
        this.installation = requireNonNull(installation, "installation is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.uri = URI.create("http://127.0.0.1:" + port);

        try {
            Files.createDirectories(etc());
            configProperties().write(ImmutableMap.<String, String>builder()
                    .put("http-server.http.port", String.valueOf(port))
                    .putAll(config)
                    .build());
            nodeProperties().write(ImmutableMap.of(
                    "node.environment", "test",
                    "node.id", nodeId,
                    "node.internal-address", "127.0.0.1",
                    "node.bind-ip", "127.0.0.1",
                    "node.data-dir", directory.resolve("data").toString()));
            // the shipped options, with a heap that allows several servers on one machine
            Iterable<String> shipped = Files.readAllLines(installation.getDirectory().resolve("etc/jvm.config")).stream()
                    .filter(option -> !option.startsWith("-Xm") && !option.startsWith("#"))
                    .collect(toImmutableList());
            Files.write(etc().resolve("jvm.config"), Iterables.concat(shipped, installation.getJvmOptions(), jvmOptions));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether the start is complete.
     */
    protected abstract boolean isReady();

    public URI getUri()
    {
        return uri;
    }

    public String getNodeId()
    {
        return nodeProperties().read().get("node.id");
    }

    /**
     * Sets a line of {@code node.properties}, read at the next start.
     */
    public void setNodeProperty(String name, String value)
    {
        nodeProperties().set(name, value);
    }

    /**
     * Sets a line of {@code config.properties}, read at the next start.
     */
    public void setConfig(String name, String value)
    {
        configProperties().set(name, value);
    }

    /**
     * Sets additional environment variables, used from the next start on.
     */
    public void setEnvironment(Map<String, String> environment)
    {
        this.environment = ImmutableMap.copyOf(environment);
    }

    /**
     * Returns the data directory, in which the node runs.
     */
    public Path getDataDirectory()
    {
        return directory.resolve("data");
    }

    /**
     * Writes a file in the data directory, in which the node runs.
     *
     * @param name path of the file in that directory
     */
    public void writeFile(String name, String text)
    {
        Path file = getDataDirectory().resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the node without waiting for it.
     */
    public void launch()
    {
        Commands.run(installation.launcher(directory, "start", "--no-wait"), environment);
    }

    /**
     * Starts the node and waits until it serves queries.
     */
    public void start()
    {
        Commands.run(installation.launcher(directory, "start", "--timeout", START_TIMEOUT.toSeconds() + "s"), environment);
        awaitStarted();
    }

    /**
     * Runs the node until it ends. Fails with its exit status and output.
     */
    public void run()
    {
        Commands.run(installation.launcher(directory, "run"));
    }

    public void awaitStarted()
    {
        Conditions.await("server at " + uri + " has started, its log is in " + directory, START_TIMEOUT, this::isStarted);
    }

    /**
     * Returns whether the server answers requests, even if its start is not complete.
     */
    public boolean isListening()
    {
        return get("/").isPresent();
    }

    public boolean isRunning()
    {
        return pid().isPresent();
    }

    /**
     * Stops the node as an operator would.
     */
    public void stop()
    {
        Commands.run(installation.launcher(directory, "stop"));
    }

    public void restart()
    {
        stop();
        start();
    }

    /**
     * Restarts the node without waiting for its start.
     */
    public void relaunch()
    {
        Commands.run(installation.launcher(directory, "restart", "--no-wait"));
    }

    /**
     * Kills the process.
     */
    public void kill()
    {
        ProcessHandle process = pid().orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * Suspends the process until {@link #thaw}.
     */
    public void freeze()
    {
        signal("STOP");
    }

    public void thaw()
    {
        signal("CONT");
    }

    private void signal(String name)
    {
        Commands.run("kill", "-" + name, String.valueOf(pid().orElseThrow().pid()));
    }

    public Optional<ProcessHandle> pid()
    {
        Path pidFile = directory.resolve("data/var/run/launcher.pid");
        try {
            return Files.exists(pidFile) ? ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).filter(ProcessHandle::isAlive) : Optional.empty();
        }
        catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the CPU time of the process since its start.
     */
    public Duration cpuTime()
    {
        return pid().flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
    }

    /**
     * Returns the time of the last complete start, from the log.
     */
    public Instant lastStarted()
    {
        return serverLog().lastStarted();
    }

    public String log()
    {
        return serverLog().text();
    }

    /**
     * Returns the texts of all files with logs by their names.
     */
    public Map<String, String> logs()
    {
        try (Stream<Path> files = Files.list(directory.resolve("data/var/log"))) {
            ImmutableMap.Builder<String, String> logs = ImmutableMap.builder();
            for (Path file : files.toList()) {
                logs.put(file.getFileName().toString(), Files.readString(file));
            }
            return logs.build();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the archives of classes that the launcher has made.
     */
    public List<Path> classArchives()
    {
        Path archives = getDataDirectory().resolve("var/class-archive");
        if (!Files.isDirectory(archives)) {
            return ImmutableList.of();
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).collect(toImmutableList());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the contents of all files of the node by their paths, a character for each byte.
     */
    public Map<String, String> files()
    {
        try (Stream<Path> files = Files.walk(directory)) {
            ImmutableMap.Builder<String, String> contents = ImmutableMap.builder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.readString(file, ISO_8859_1));
            }
            return contents.build();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
    {
        if (isRunning()) {
            kill();
        }
    }

    /**
     * Returns whether the start is complete.
     *
     * @throws IllegalStateException if the process has ended
     */
    public boolean isStarted()
    {
        if (!isRunning()) {
            throw new IllegalStateException("Server at %s has ended: %s".formatted(uri, serverLog().lastLines(20)));
        }
        return isReady();
    }

    /**
     * Sends a request, and returns the answer, or empty if there is none in time.
     */
    protected final Optional<HttpResponse<String>> get(String path)
    {
        try {
            return Optional.of(HTTP_CLIENT.send(HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString()));
        }
        catch (IOException e) {
            return Optional.empty();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    protected final Path etc()
    {
        return directory.resolve("etc");
    }

    private ServerLog serverLog()
    {
        return new ServerLog(directory.resolve("data/var/log/server.log"));
    }

    private PropertiesFile nodeProperties()
    {
        return new PropertiesFile(etc().resolve("node.properties"));
    }

    private PropertiesFile configProperties()
    {
        return new PropertiesFile(etc().resolve("config.properties"));
    }
}
