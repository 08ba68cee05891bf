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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

/**
 * An unpacked tarball. Several nodes may run from one installation.
 */
public class ServerInstallation
{
    // tests want a short start, and benchmarks the options of users
    private static final List<String> JVM_OPTIONS = Splitter.on(' ').omitEmptyStrings().splitToList(System.getProperty("presto.server.jvm.options", ""));

    private final Path directory;
    private final List<String> jvmOptions;

    private ServerInstallation(Path directory, List<String> jvmOptions)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.jvmOptions = ImmutableList.copyOf(jvmOptions);
    }

    /**
     * Unpacks the tarball of Presto, once for each build of it. Its servers have an archive of their classes from the beginning, which the launcher makes after
     * the first start otherwise.
     */
    public static ServerInstallation unpack()
    {
        return unpack("presto.server.tarball", ClassArchive::ofPresto);
    }

    /**
     * Unpacks the tarball of the discovery server, once for each build of it. Its servers have an archive of their classes too.
     */
    public static ServerInstallation unpackDiscoveryServer()
    {
        return unpack("discovery.server.tarball", ClassArchive::ofDiscoveryServer);
    }

    /**
     * Returns an unpacked tarball whose servers have the options of users only.
     */
    public static ServerInstallation at(Path directory)
    {
        return new ServerInstallation(directory, ImmutableList.of());
    }

    private static synchronized ServerInstallation unpack(String property, Function<ServerInstallation, ClassArchive> classArchive)
    {
        Path tarball = Path.of(requireNonNull(System.getProperty(property), () -> "System property %s is not set".formatted(property)));
        Path installations = Path.of("target", "installation");
        try {
            Files.createDirectories(installations);
            // all test JVMs share the directory
            try (FileChannel channel = FileChannel.open(installations.resolve(property + ".lock"), CREATE, WRITE)) {
                channel.lock();
                return unpack(tarball, installations.resolve(property), classArchive);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerInstallation unpack(Path tarball, Path target, Function<ServerInstallation, ClassArchive> classArchive)
            throws IOException
    {
        Path marker = target.resolve("unpacked-" + Files.getLastModifiedTime(tarball).toMillis());
        if (!Files.exists(marker)) {
            Commands.run("rm", "-rf", target.toString());
            Files.createDirectories(target);
            Commands.run("tar", "-xzf", tarball.toString(), "-C", target.toString());
            Files.createFile(marker);
        }
        Path directory;
        try (Stream<Path> entries = Files.list(target)) {
            directory = entries.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
        }
        ServerInstallation installation = new ServerInstallation(directory, JVM_OPTIONS);
        List<String> archive = classArchive.apply(installation).createIfMissing(target.resolve("classes.jsa").toAbsolutePath());
        return new ServerInstallation(directory, ImmutableList.<String>builder().addAll(JVM_OPTIONS).addAll(archive).build());
    }

    public Path getDirectory()
    {
        return directory;
    }

    /**
     * Returns options for {@code jvm.config} that users do not have.
     */
    public List<String> getJvmOptions()
    {
        return jvmOptions;
    }

    /**
     * Returns the command line of {@code bin/launcher} for a node with its files in the directory.
     */
    public List<String> launcher(Path node, String... command)
    {
        return ImmutableList.<String>builder()
                .add(directory.resolve("bin/launcher").toString())
                .add("--etc-dir", node.resolve("etc").toString())
                .add("--data-dir", node.resolve("data").toString())
                .add(command)
                .build();
    }
}
