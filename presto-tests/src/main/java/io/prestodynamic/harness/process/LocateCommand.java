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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code bin/presto-locate} of the tarball as a process.
 */
public class LocateCommand
        implements AutoCloseable
{
    private final List<String> arguments;
    private final Path output;
    private final Process process;

    public LocateCommand(String... arguments)
    {
        this.arguments = ImmutableList.copyOf(arguments);
        try {
            output = Files.createTempFile("presto-locate", ".out");
            process = new ProcessBuilder(ImmutableList.<String>builder().add(ServerInstallation.unpack().getDirectory().resolve("bin/presto-locate").toString()).add(arguments).build())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the value of an option.
     */
    public String argument(String option)
    {
        return arguments.get(arguments.indexOf(option) + 1);
    }

    /**
     * Returns the lines that the command has printed until now.
     */
    public List<String> lines()
    {
        try {
            return Files.readAllLines(output);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the end of the command, and returns its output.
     */
    public String output()
    {
        process.onExit().join();
        return String.join("", lines().stream().map(line -> line + "\n").toList());
    }

    @Override
    public void close()
    {
        process.destroy();
        process.onExit().join();
        try {
            Files.delete(output);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
