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
package io.prestodynamic.testing;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.ProcessBuilder.Redirect.appendTo;

/**
 * A temporary directory, a free port, and the process of a database server that uses them, with the processes that it starts.
 */
final class DatabaseProcess
{
    private final Path directory;
    private final Path log;
    private final int port;

    private Process process;

    private DatabaseProcess(Path directory, int port)
    {
        this.directory = directory;
        this.log = directory.resolve("server.log");
        this.port = port;
    }

    static DatabaseProcess create(String name)
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DatabaseProcess(Files.createTempDirectory(name), socket.getLocalPort());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory()
    {
        return directory;
    }

    int port()
    {
        return port;
    }

    /**
     * Runs a command to its end.
     */
    void run(List<String> command)
    {
        int exitValue = launch(command).onExit().join().exitValue();
        if (exitValue != 0) {
            throw failure(command.get(0), exitValue);
        }
    }

    void start(List<String> command)
    {
        checkState(process == null || !process.isAlive(), "The server runs already");
        process = launch(command);
    }

    void checkRunning()
    {
        if (!process.isAlive()) {
            throw failure("The server", process.exitValue());
        }
    }

    void kill()
    {
        if (process != null && process.isAlive()) {
            // what stands still starts no more processes
            signal("STOP");
            List<ProcessHandle> processes = processes();
            processes.forEach(ProcessHandle::destroyForcibly);
            processes.forEach(handle -> handle.onExit().join());
        }
    }

    void signal(String signal)
    {
        // the first one alone before the others, so that a server that stands still starts none
        signal(signal, process.toHandle());
        process.descendants().forEach(handle -> signal(signal, handle));
    }

    void delete()
    {
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal, ProcessHandle handle)
    {
        int exitValue = launch(ImmutableList.of("kill", "-" + signal, Long.toString(handle.pid()))).onExit().join().exitValue();
        // one that has ended meanwhile needs no signal
        checkState(exitValue == 0 || !handle.isAlive(), "kill -%s ended with code %s", signal, exitValue);
    }

    private List<ProcessHandle> processes()
    {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).collect(toImmutableList());
    }

    private Process launch(List<String> command)
    {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(appendTo(log.toFile()));
            // servers that are installed at the same time remove each other's temporary tables
            builder.environment().put("TMPDIR", directory.toString());
            return builder.start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String command, int exitValue)
    {
        try {
            return new IllegalStateException("%s ended with code %s\n%s".formatted(command, exitValue, Files.readString(log)));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
