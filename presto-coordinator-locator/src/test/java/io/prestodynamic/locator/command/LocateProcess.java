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
package io.prestodynamic.locator.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Process of the command.
 */
final class LocateProcess
        implements AutoCloseable
{
    private static final int TIMEOUT_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final List<Thread> readers = new ArrayList<>();

    LocateProcess(String... arguments)
    {
        this(Stream.concat(
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrestoLocate.class.getName()),
                Stream.of(arguments)).toList(), Map.of());
    }

    /**
     * @param environment additional environment variables
     */
    LocateProcess(List<String> command, Map<String, String> environment)
    {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            process = builder.start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        readers.add(read(process.getInputStream(), output));
        readers.add(read(process.getErrorStream(), errors));
    }

    /**
     * Writes to its standard input.
     */
    LocateProcess input(String input)
            throws IOException
    {
        process.getOutputStream().write(input.getBytes(UTF_8));
        process.getOutputStream().close();
        return this;
    }

    String nextLine()
            throws InterruptedException
    {
        return next(output);
    }

    String nextError()
            throws InterruptedException
    {
        return next(errors);
    }

    void terminate()
    {
        // Process.destroy would close its streams too
        process.toHandle().destroy();
    }

    Result result()
            throws InterruptedException
    {
        if (!process.waitFor(TIMEOUT_SECONDS, SECONDS)) {
            throw new AssertionError("The command does not end");
        }
        for (Thread reader : readers) {
            reader.join(TIMEOUT_SECONDS * 1000L);
            if (reader.isAlive()) {
                throw new AssertionError("What the command has started does not end");
            }
        }
        return new Result(process.exitValue(), List.copyOf(output), List.copyOf(errors));
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }

    private static String next(BlockingQueue<String> lines)
            throws InterruptedException
    {
        String line = lines.poll(TIMEOUT_SECONDS, SECONDS);
        if (line == null) {
            throw new AssertionError("The command prints nothing");
        }
        return line;
    }

    private static Thread read(InputStream stream, BlockingQueue<String> lines)
    {
        Thread thread = new Thread(() -> new BufferedReader(new InputStreamReader(stream, UTF_8)).lines().forEach(lines::add), "read-command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    record Result(int status, List<String> output, List<String> errors)
    {
    }
}
