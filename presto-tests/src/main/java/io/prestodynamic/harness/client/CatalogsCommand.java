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
package io.prestodynamic.harness.client;

import io.prestodynamic.cli.Catalogs;
import io.prestodynamic.cli.output.Terminal;
import io.prestodynamic.harness.process.Commands.Result;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The command {@code catalogs} in this process, without a terminal.
 */
public final class CatalogsCommand
{
    private static final Path NO_DEFAULTS = Path.of("no-defaults");

    private CatalogsCommand() {}

    /**
     * @param environment all of its environment
     * @param input its standard input
     */
    public static Result run(Map<String, String> environment, String input, List<String> arguments)
    {
        return run(environment, NO_DEFAULTS, input, arguments);
    }

    /**
     * @param defaults file with defaults of options, which may be missing
     */
    public static Result run(Map<String, String> environment, Path defaults, String input, List<String> arguments)
    {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Terminal terminal = Terminal.ofStreams(new PrintStream(output, true, UTF_8), new PrintStream(errors, true, UTF_8), new ByteArrayInputStream(input.getBytes(UTF_8)));
        int status = Catalogs.run(terminal, environment, defaults, arguments);
        return new Result(status, output.toString(UTF_8), errors.toString(UTF_8));
    }
}
