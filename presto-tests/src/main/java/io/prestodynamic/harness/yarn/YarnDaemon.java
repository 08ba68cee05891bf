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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.process.ServerLog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * A process of YARN that runs until it is killed.
 */
class YarnDaemon
        implements AutoCloseable
{
    private final Path directory;
    private final Process process;

    /**
     * @param directory working directory, which is created
     * @param conf directory of the cluster's configuration
     */
    YarnDaemon(Path directory, Path conf, List<String> command)
    {
        this.directory = requireNonNull(directory, "directory is null");
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile());
            builder.environment().put("HADOOP_CONF_DIR", conf.toString());
            process = builder.start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    String lastLines()
    {
        return new ServerLog(log()).lastLines(20);
    }

    /**
     * Returns the first process of each running container by container id. Containers go on without their node manager.
     */
    Map<String, ProcessHandle> containers()
    {
        Path pids = directory.resolve("local/nmPrivate");
        if (!Files.exists(pids)) {
            return ImmutableMap.of();
        }
        try (Stream<Path> files = Files.walk(pids)) {
            ImmutableMap.Builder<String, ProcessHandle> containers = ImmutableMap.builder();
            for (Path file : files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                String container = file.getFileName().toString().replace(".pid", "");
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        // a container that has ended leaves its file behind if its node manager has ended before
                        .filter(process -> process.info().commandLine().orElse("").contains(container))
                        .ifPresent(process -> containers.put(container, process));
            }
            return containers.build();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killContainer(String container)
    {
        kill(containers().get(container));
    }

    void killContainers()
    {
        containers().values().forEach(YarnDaemon::kill);
    }

    private static void kill(ProcessHandle container)
    {
        List<ProcessHandle> processes = Stream.concat(container.descendants(), Stream.of(container)).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(killed -> killed.onExit().join());
    }

    @Override
    public void close()
    {
        process.destroyForcibly().onExit().join();
    }

    private Path log()
    {
        return directory.resolve("daemon.log");
    }
}
