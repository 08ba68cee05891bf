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
package io.prestodynamic.benchmarks.footprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

/**
 * File descriptors of a process on Linux, and those of them that are TCP connections, including connections that the other side has closed.
 */
record OpenFiles(int count, List<TcpConnection> connections)
{
    private static final String LISTENING = "0A";

    OpenFiles
    {
        connections = List.copyOf(requireNonNull(connections, "connections is null"));
    }

    static OpenFiles of(long pid)
    {
        Path directory = Path.of("/proc", String.valueOf(pid));
        List<String> files = files(directory.resolve("fd"));
        Map<String, TcpConnection> tcp = Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(directory.resolve(table)))
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[0].matches("[0-9]+:") && !columns[3].equals(LISTENING))
                .collect(toMap(columns -> "socket:[%s]".formatted(columns[9]), columns -> new TcpConnection(port(columns[1]), port(columns[2])), (first, second) -> first));
        return new OpenFiles(files.size(), files.stream().map(tcp::get).filter(Objects::nonNull).collect(toImmutableList()));
    }

    /**
     * Returns these files without the connections to other processes on this machine.
     */
    OpenFiles withoutConnectionsTo(List<OpenFiles> others)
    {
        List<TcpConnection> remaining = connections.stream()
                .filter(connection -> others.stream().noneMatch(other -> other.connections.contains(connection.reversed())))
                .collect(toImmutableList());
        return new OpenFiles(count - connections.size() + remaining.size(), remaining);
    }

    private static List<String> files(Path directory)
    {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(OpenFiles::target).flatMap(Optional::stream).collect(toImmutableList());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> target(Path file)
    {
        try {
            return Optional.of(Files.readSymbolicLink(file).toString());
        }
        // closed since it was listed
        catch (NoSuchFileException e) {
            return Optional.empty();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path table)
    {
        try {
            return Files.readAllLines(table).stream();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(String address)
    {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    /**
     * TCP connection without its addresses. The ports are sufficient between processes of one machine, and one side may write the loopback address as IPv6.
     */
    private record TcpConnection(int localPort, int remotePort)
    {
        TcpConnection reversed()
        {
            return new TcpConnection(remotePort, localPort);
        }
    }
}
