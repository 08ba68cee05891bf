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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Commands, run as from a shell.
 */
public final class Commands
{
    private Commands() {}

    /**
     * Runs a command that may fail.
     *
     * @param input standard input of the command
     */
    public static Result execute(List<String> command, Map<String, String> environment, String input)
    {
        try {
            Path errors = Files.createTempFile("command", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try (OutputStream out = process.getOutputStream()) {
                    out.write(input.getBytes(UTF_8));
                }
                String output = new String(process.getInputStream().readAllBytes(), UTF_8);
                return new Result(process.waitFor(), output, Files.readString(errors));
            }
            finally {
                Files.delete(errors);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * @return the output of the command
     * @throws IllegalStateException if the command fails, with its output
     */
    public static String run(String... command)
    {
        return run(List.of(command));
    }

    public static String run(List<String> command)
    {
        return run(command, Map.of());
    }

    /**
     * @param environment additional environment variables
     */
    public static String run(List<String> command, Map<String, String> environment)
    {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("%s failed with status %s: %s".formatted(String.join(" ", command), status, output));
            }
            return output;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public record Result(int status, String output, String errors)
    {
    }
}
