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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.ServerInstallation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * {@code bin/presto-on-yarn} of the tarball, with an edited copy of {@code examples/yarn}.
 */
public class PrestoOnYarn
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final YarnCluster yarn;
    private final Path installation = ServerInstallation.unpack().getDirectory();
    private final Path etc;

    /**
     * A line of {@code presto-on-yarn status}.
     */
    public record Instance(String name, String container, String host, String uri, String state)
    {
        private static Instance parse(String line)
        {
            List<String> columns = Splitter.on(' ').omitEmptyStrings().splitToList(line);
            return new Instance(columns.get(0), columns.get(1), columns.get(2), columns.size() > 4 ? columns.get(3) : "", columns.get(columns.size() - 1));
        }
    }

    /**
     * Copies the files that are in the tarball.
     *
     * @param directory directory of the files of the service, and of those that it uploads
     */
    public PrestoOnYarn(YarnCluster yarn, Path directory)
    {
        this.yarn = requireNonNull(yarn, "yarn is null");
        this.etc = directory.resolve("etc");
        try {
            Files.createDirectories(directory);
            Commands.run("cp", "-r", installation.resolve("examples/yarn").toString(), etc.toString());
            Files.createDirectory(etc.resolve("secrets"));
            Path service = etc.resolve("presto.json");
            String tarball = Path.of(System.getProperty("presto.server.tarball")).toRealPath().toUri().toString();
            ObjectNode definition = (ObjectNode) MAPPER.readTree(Files.readString(service)
                    .replaceAll("/apps/presto/presto-server-[^\"]*", tarball)
                    .replace("/apps/presto/", directory.toUri().toString())
                    .replaceAll("\"JAVA_HOME\": \"[^\"]*\"", "\"JAVA_HOME\": \"%s\"".formatted(System.getProperty("java.home"))));
            Files.writeString(service, definition.toString());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sets how many containers a component has at the next start, and how large they are.
     *
     * @param memory memory of each container, in MB
     */
    public void setComponent(String name, int containers, int memory)
    {
        Path service = etc.resolve("presto.json");
        try {
            JsonNode definition = MAPPER.readTree(Files.readString(service));
            for (JsonNode component : definition.path("components")) {
                if (component.path("name").asText().equals(name)) {
                    ((ObjectNode) component).put("number_of_containers", containers);
                    ((ObjectNode) component).putObject("resource").put("cpus", 1).put("memory", String.valueOf(memory));
                }
            }
            Files.writeString(service, definition.toString());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sets a line of a properties file, read by the containers that start after the next start of the service.
     */
    public void setProperty(String file, String name, String value)
    {
        Path path = etc.resolve(file);
        try {
            List<String> others = Files.readAllLines(path).stream().filter(line -> !line.startsWith(name + "=")).toList();
            Files.write(path, ImmutableList.<String>builder().addAll(others).add(name + "=" + value).build());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void setSecret(String name, String value)
    {
        try {
            Files.writeString(etc.resolve("secrets").resolve(name), value);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void addJvmOptions(List<String> options)
    {
        Path config = etc.resolve("jvm.config");
        try {
            Files.write(config, ImmutableList.<String>builder().addAll(Files.readAllLines(config)).addAll(options).build());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the command, and returns what it printed.
     *
     * @throws IllegalStateException if the command fails, with its output
     */
    public String run(String command, String... arguments)
    {
        return Commands.run(commandLine(command, arguments), yarn.environment());
    }

    /**
     * Runs the command, which may fail.
     */
    public Commands.Result execute(String command, String... arguments)
    {
        return Commands.execute(commandLine(command, arguments), yarn.environment(), "");
    }

    private List<String> commandLine(String command, String... arguments)
    {
        return ImmutableList.<String>builder()
                .add(installation.resolve("bin/presto-on-yarn").toString(), command)
                .add(arguments)
                .add("--etc-dir", etc.toString())
                .build();
    }

    /**
     * Returns what {@code status} shows of each instance that has a container.
     */
    public List<Instance> instances()
    {
        return execute("status").output().lines()
                .filter(line -> line.contains("container_"))
                .map(Instance::parse)
                .collect(toImmutableList());
    }
}
