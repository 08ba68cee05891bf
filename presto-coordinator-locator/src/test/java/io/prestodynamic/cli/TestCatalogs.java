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
package io.prestodynamic.cli;

import io.prestodynamic.cli.output.Terminal;
import io.prestodynamic.locator.testing.Conditions;
import io.prestodynamic.locator.testing.FakeCoordinator;
import org.testng.annotations.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogs
{
    private static final List<String> COMMANDS = List.of(
            "list", "show", "history", "diff", "watch", "connectors", "add", "set", "unset", "replace", "enable", "disable", "describe", "limit", "test", "delete", "restore",
            "plan", "apply", "export", "import", "rekey", "completion");

    @Test
    public void testHelp()
    {
        String help = run(0, "--help");
        for (String command : COMMANDS) {
            assertThat(help).containsPattern("\n  %s +[A-Z]".formatted(command));
            assertThat(run(0, command, "--help")).startsWith("Usage: catalogs %s [OPTIONS]".formatted(command)).contains("--server=URL");
        }
        assertThat(help.lines()).allMatch(line -> line.length() <= 120);
        assertThat(run(2)).contains("A command is missing", "Try 'catalogs --help'");
        assertThat(run(2, "show")).contains("Missing required parameter: 'NAME'", "Try 'catalogs show --help'");
    }

    @Test
    public void testCompletion()
    {
        assertThat(run(0, "completion")).contains(COMMANDS).contains("complete -F");
    }

    @Test
    public void testWatch()
    {
        ClosableOutput output = new ClosableOutput();
        try (FakeCoordinator coordinator = new FakeCoordinator()) {
            coordinator.answer(200, catalogs("ACTIVE", "LOADED"));
            CompletableFuture<String> watching = CompletableFuture.supplyAsync(() ->
                    run(0, new PrintStream(output, true, UTF_8), "watch", "--interval", "0.01", "--server", coordinator.uri().toString()));
            Conditions.await("the list is read", () -> coordinator.requests().size() > 1);
            coordinator.answer(200, catalogs("PENDING", "FAILED"));
            Conditions.await("a state has changed", () -> output.lines().size() == 2);
            coordinator.stop();
            coordinator.answer(200, "[]");
            coordinator.start();
            Conditions.await("a catalog is deleted", () -> output.lines().size() == 3);
            output.close();
            assertThat(watching.join().lines().filter(line -> line.contains("answers again"))).hasSizeLessThanOrEqualTo(1);
            assertThat(output.lines()).extracting(line -> line.replaceFirst("^\\S+  ", "")).containsExactly(
                    "sales  state  PENDING",
                    "sales  node w1  FAILED",
                    "sales  deleted");
        }
    }

    private static String catalogs(String state, String nodeState)
    {
        return """
                [{"catalogName": "sales", "state": "%s", "version": "1-a", "nodes": [{"nodeId": "w1", "state": "%s"}]}]""".formatted(state, nodeState);
    }

    private static String run(int status, String... arguments)
    {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        return run(status, out, arguments) + printed.toString(UTF_8);
    }

    private static String run(int status, PrintStream out, String... arguments)
    {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Terminal terminal = Terminal.ofStreams(out, new PrintStream(errors, true, UTF_8), InputStream.nullInputStream());
        assertThat(Catalogs.run(terminal, Map.of(), Path.of("no-defaults"), List.of(arguments))).isEqualTo(status);
        return errors.toString(UTF_8);
    }

    /**
     * Output whose reader can go away.
     */
    private static final class ClosableOutput
            extends OutputStream
    {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private volatile boolean closed;

        private List<String> lines()
        {
            return printed.toString(UTF_8).lines().toList();
        }

        @Override
        public void write(int value)
        {
            printed.write(value);
        }

        @Override
        public void flush()
                throws IOException
        {
            if (closed) {
                throw new IOException("closed");
            }
        }

        @Override
        public void close()
        {
            closed = true;
        }
    }
}
