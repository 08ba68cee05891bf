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
import io.prestodynamic.locator.testing.FakeCoordinator;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of commands that attach files to a catalog, and what they refuse to send.
 */
@Test(singleThreaded = true)
public class TestAttachedFiles
{
    // SHA-256 of this word
    private static final String HUNTER2 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

    private FakeCoordinator coordinator;
    private Path directory;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("attached");
        Files.writeString(directory.resolve("hive.keytab"), "hunter2");
        coordinator = new FakeCoordinator();
        coordinator.answer(200, """
                {"catalogName": "sales", "connectorName": "hive", "state": "ACTIVE", "version": "1-a", "valid": true, "files": [{"name": "old", "size": 1, "sha256": "12"}]}""");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        coordinator.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void testAttach()
    {
        String path = directory.resolve("hive.keytab").toString();
        run(0, "add", "sales", "hive", "a=${CATALOG_FILE:hive.keytab}", "--attach", path);
        assertSent("POST /v1/catalog/add {'connectorName':'hive','properties':{'a':'${CATALOG_FILE:hive.keytab}'}," +
                "'files':{'hive.keytab':{'content':'aHVudGVyMg=='}},'catalogName':'sales'}");
        run(0, "replace", "sales", "hive", "a=${CATALOG_FILE:k}:${CATALOG_FILE:old}:$${CATALOG_FILE:none}", "--attach", "k=" + path);
        assertSent("PUT /v1/catalog/sales {'connectorName':'hive','properties':{'a':'${CATALOG_FILE:k}:${CATALOG_FILE:old}:$${CATALOG_FILE:none}'}," +
                "'files':{'k':{'content':'aHVudGVyMg=='},'old':{}}}");
        run(0, "set", "sales", "--attach", "k=" + path, "--detach", "old");
        assertSent("PATCH /v1/catalog/sales {'files':{'k':{'content':'aHVudGVyMg=='},'old':null}}");
        run(0, "unset", "sales", "--detach", "old");
        assertSent("PATCH /v1/catalog/sales {'files':{'old':null}}");
        run(0, "test", "sales", "--attach", "k=" + path, "--detach", "old");
        assertSent("POST /v1/catalog/sales/validate {'properties':{},'files':{'k':{'content':'aHVudGVyMg=='},'old':null}}");
        run(0, "test", "sales", "hive", "a=${CATALOG_FILE:old}");
        assertSent("POST /v1/catalog/validate {'connectorName':'hive','properties':{'a':'${CATALOG_FILE:old}'},'catalogName':'sales','files':{'old':{}}}");
    }

    @Test
    public void testWhatIsNotSent()
            throws IOException
    {
        Path large = directory.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((8 << 20) + 1);
        }
        Path named = Files.writeString(directory.resolve(".named=a"), "hunter2");
        List<List<String>> commands = List.of(List.of("add", "sales", "hive"), List.of("replace", "sales", "hive"), List.of("set", "sales"), List.of("test", "sales"));
        for (List<String> command : commands) {
            assertRefused(2, command, "the standard input has none", "--attach", "-");
            assertRefused(2, command, "the standard input has none", "--attach", "a=-");
            assertRefused(2, command, "missing cannot be read: No such file or directory", "--attach", "a=" + directory.resolve("missing"));
            assertRefused(2, command, "cannot be read: Is a directory", "--attach", directory.toString());
            assertRefused(2, command, "large is too large: a file of a catalog has at most 8 MB", "--attach", large.toString());
            assertRefused(2, command, "'.named=a' is no name of a file of a catalog", "--attach", named.toString());
        }
        assertRefused(1, List.of("test", "sales", "hive"), "--detach is for that of a catalog", "--detach", "old");
        assertThat(coordinator.requests()).isEmpty();

        for (List<String> command : commands) {
            assertRefused(1, command, "File k occurs twice", "--attach", "k=" + named, "--attach", "k=" + named);
        }
        assertRefused(1, List.of("set", "sales"), "Catalog sales has no file other", "--detach", "other");
        assertRefused(1, List.of("set", "sales"), "File old occurs twice", "--attach", "old=" + named, "--detach", "old");
        assertRefused(1, List.of("unset", "sales"), "There is no property or file to remove");
        assertThat(coordinator.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    public void testPlanSendsOtherContents()
            throws IOException
    {
        coordinator.answer(200, """
                [{"catalogName": "sales", "files": [{"name": "old", "size": 7, "sha256": "%s"}]}]""".formatted(HUNTER2));
        Path document = Files.writeString(directory.resolve("catalogs.json"), """
                {"catalogs": [
                {"catalogName": "sales", "files": {"a": {"path": "hive.keytab"}, "b": {"content": "aHVudGVy\\nMg==", "sha256": "%1$s"},
                "c": {"content": "aGE="}, "d": {"content": "?"}}},
                {"catalogName": "hr", "files": {"a": {"path": "hive.keytab"}}}]}""".formatted(HUNTER2));
        run(0, "plan", document.toString());
        assertSent(("POST /v1/catalog/import?mode=replace&prune=false&dryRun=true {'catalogs':[" +
                "{'catalogName':'sales','files':{'a':{'sha256':'%1$s'},'b':{'sha256':'%1$s'},'c':{'content':'aGE='},'d':{'content':'?'}}}," +
                "{'catalogName':'hr','files':{'a':{'content':'aHVudGVyMg=='}}}]}").formatted(HUNTER2));
    }

    @Test
    public void testHelp()
    {
        for (String command : List.of("add", "replace", "set", "test")) {
            assertThat(run(0, command, "--help")).contains("--attach=[NAME=]PATH", "${CATALOG_FILE:NAME}").doesNotContain("$${");
        }
        assertThat(run(0, "unset", "--help")).contains("--detach=NAME");
        assertThat(run(0, "completion")).contains("--attach", "--detach");
    }

    private void assertRefused(int status, List<String> command, String message, String... options)
    {
        String output = run(status, Stream.concat(command.stream(), Stream.of(options)).toArray(String[]::new));
        assertThat(output).contains(message).doesNotContain("hunter2");
    }

    private void assertSent(String request)
    {
        assertThat(coordinator.requests()).last()
                .extracting(sent -> "%s %s %s".formatted(sent.method(), sent.target(), sent.body().replace('"', '\'')))
                .isEqualTo(request);
    }

    private String run(int status, String... arguments)
    {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Terminal terminal = Terminal.ofStreams(out, out, InputStream.nullInputStream());
        int actual = Catalogs.run(terminal, Map.of("PRESTO_CATALOGS_SERVER", coordinator.uri().toString()), Path.of("no-defaults"), List.of(arguments));
        assertThat(actual).describedAs(printed.toString(UTF_8)).isEqualTo(status);
        return printed.toString(UTF_8);
    }
}
