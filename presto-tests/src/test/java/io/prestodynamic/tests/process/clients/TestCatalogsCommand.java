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
package io.prestodynamic.tests.process.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.Commands.Result;
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static com.google.common.collect.Maps.fromProperties;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code catalogs}, and its script in the tarball.
 */
@Test(singleThreaded = true)
public class TestCatalogsCommand
        extends AbstractTestCatalogsCommand
{
    @Test
    public void testExportAndImport()
            throws IOException
    {
        api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hünter2 \uD83D\uDE00")).assertOk();
        api.add("hr", "memory", ImmutableMap.of()).assertOk();
        Map<String, JsonNode> before = exported("?secrets=true");

        Result export = run("export", "--secrets");
        assertThat(export.status()).isZero();
        assertThat(export.errors()).isEmpty();
        Path file = Files.writeString(directory.resolve("catalogs.json"), export.output());

        api.delete("sales").assertOk();
        assertImported(run("import", file.toString()), "1 added, 0 replaced, 1 unchanged, 0 refused");
        assertThat(exported("?secrets=true")).isEqualTo(before);

        api.put("sales", "memory", ImmutableMap.of()).assertOk();
        Result refused = run("import", file.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).isEqualTo("0 added, 0 replaced, 1 unchanged, 1 refused\n");
        assertThat(refused.errors()).isEqualTo("catalogs: sales: CATALOG_EXISTS: There is a catalog sales already\ncatalogs: with --replace, catalogs that are there get the definitions of the import\n");

        // from one command to the next, with no file between them
        assertImported(runWithInput(export.output(), "import", "--replace", "-"), "0 added, 1 replaced, 1 unchanged, 0 refused");
        assertThat(exported("?secrets=true")).isEqualTo(before);
    }

    @Test
    public void testMaskedExport()
    {
        api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk();
        Result export = run("export");
        assertThat(export.status()).isZero();
        assertThat(export.output()).doesNotContain("hunter2");
        assertThat(export.errors()).contains("use --secrets");

        // the secrets are taken from what is stored
        assertImported(runWithInput(export.output(), "import", "--replace", "-"), "0 added, 0 replaced, 1 unchanged, 0 refused");
        api.delete("sales").assertOk();
        Result refused = runWithInput(export.output(), "import", "-");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("catalogs: INVALID_REQUEST: Catalog sales: Property some-password is masked; the request needs its real value, " +
                        "because there is no catalog sales with connector %s to take it from\n".formatted(TolerantPlugin.CONNECTOR));
    }

    @Test
    public void testDisableAndPrune()
            throws IOException
    {
        api.add("sales", "tpch", ImmutableMap.of()).assertOk();
        api.add("old", "tpch", ImmutableMap.of()).assertOk();
        Result disabled = run("disable", "sales", "--comment", "the shop moves");
        assertThat(disabled.status()).isZero();
        assertThat(disabled.output()).startsWith("sales DISABLED ");
        assertThat(run("history", "sales", "--limit", "1").output()).contains("DISABLED", "the shop moves");
        assertThat(run("enable", "sales").output()).startsWith("sales ACTIVE ");
        assertThat(run("enable", "missing").errors()).contains("CATALOG_NOT_FOUND");

        write("sales.properties", "connector.name=tpch\ntpch.splits-per-node=2\n");
        Result planned = run("import", "--replace", "--prune", "--dry-run", directory.resolve("sales.properties").toString());
        assertThat(planned.output()).isEqualTo("""
                replaced  sales  tpch.splits-per-node
                deleted   old
                nothing is changed; it would be: 0 added, 1 replaced, 0 unchanged, 1 deleted, 0 refused
                """);
        assertThat(api.get("old").status()).isEqualTo(200);
        assertImported(run("import", "--replace", "--prune", directory.resolve("sales.properties").toString()), "0 added, 1 replaced, 0 unchanged, 1 deleted, 0 refused");
        assertThat(api.get("old").status()).isEqualTo(404);
    }

    @Test
    public void testCatalogFiles()
            throws IOException
    {
        write("sales.properties", "# the sales\nconnector.name=tpch\ntpch.column-naming=STANDARD\n");
        write("hr.properties", "connector.name: memory");
        write("fixed.properties", "connector.name=tpch\nsome-password=hunter2\n");
        write("README.txt", "connector.name=tpch");
        Result imported = run("import", directory.toString());
        assertThat(imported.status()).isEqualTo(1);
        assertThat(imported.output()).isEqualTo("2 added, 0 replaced, 0 unchanged, 1 refused\n");
        assertThat(imported.errors())
                .contains("README.txt is left out", "catalogs: fixed: CATALOG_IS_STATIC: Catalog fixed comes from the server's configuration files")
                .doesNotContain("hunter2");
        assertThat(cluster.execute("SELECT count(n_name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        assertImported(run("import", directory.resolve("sales.properties").toString()), "0 added, 0 replaced, 1 unchanged, 0 refused");
    }

    @Test
    public void testFileThatIsNone()
            throws IOException
    {
        write("hr.properties", "connector.name=memory\n");
        write("odd.properties", "some-password=hunter2\n");
        write("bad.properties", "connector.name=memory\nsome-password=\\u00fx hunter2\n");
        Result refused = run("import", directory.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("odd.properties is not a catalog file: it has no connector.name", "bad.properties is not a catalog file: it has \\u without", "nothing was done")
                .doesNotContain("hunter2");
        assertThat(exported("")).isEmpty();
    }

    @Test
    public void testPropertiesAreReadAsJavaReadsThem()
            throws IOException
    {
        String text = String.join("\n",
                "# comment \\",
                "  ! comment",
                "",
                " \t\f",
                "connector.name = " + TolerantPlugin.CONNECTOR,
                "equals=a=b:c",
                "colon:a",
                "space a b",
                "tab\ta",
                "spaced  =  a  ",
                "empty=",
                "nothing",
                "double = = a",
                "es\\ ca\\:p\\=ed=a\\tb\\nc\\\\d\\q\\#",
                "unicode=\\u00fc\\ud83d\\ude00ü",
                "back\\u005cslash=a",
                "long=a, \\",
                "    b, \\",
                "    # c",
                "even=a\\\\",
                "ended=a\\",
                "",
                "windows=a\r",
                "folded=a\\\r",
                "  b\rold=a",
                "vertical=a\u000bb\u0085c",
                "twice=1",
                "twice=2",
                "   indented=a",
                "last=a\\");
        write("sales.properties", text);
        Properties expected = new Properties();
        expected.load(new StringReader(text));
        expected.remove("connector.name");

        assertImported(run("import", directory.toString()), "1 added, 0 replaced, 0 unchanged, 0 refused");
        ImmutableMap.Builder<String, String> actual = ImmutableMap.builder();
        exported("?secrets=true").get("sales").path("properties").fields().forEachRemaining(property -> actual.put(property.getKey(), property.getValue().asText()));
        assertThat(actual.build()).isEqualTo(fromProperties(expected)).hasSizeGreaterThan(20);
    }

    @Test
    public void testList()
    {
        api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk();
        Result list = run("list");
        assertThat(list.status()).isZero();
        assertThat(list.output().lines().map(line -> line.split(" +")))
                .contains(new String[] {"sales", TolerantPlugin.CONNECTOR, "dynamic", "ACTIVE"})
                .anyMatch(row -> row[0].equals("fixed"));
        assertThat(list.output()).doesNotContain("hunter2");
    }

    @Test
    public void testHistoryAndRestore()
    {
        String version = api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk().text("version");
        api.delete("sales").assertOk();
        Result restored = run("restore", "sales", version, "--user", "alice", "--comment", "undone \u001b[31m");
        assertThat(restored.status()).describedAs(restored.toString()).isZero();
        assertThat(restored.output()).startsWith("sales ACTIVE ");

        Result history = run("history", "sales");
        assertThat(history.status()).isZero();
        assertThat(history.output().lines().map(line -> line.split(" +")[2]).limit(3)).containsExactly("RESTORED", "DELETED", "ADDED");
        assertThat(history.output()).contains("alice (claimed)", "undone  [31m").doesNotContain("hunter2", "\u001b");
        assertThat(run("history", "sales", "--json", "--limit", "1").output()).contains("\"action\": \"RESTORED\"");
        assertThat(run("history", "--limit", "1").output()).contains("RESTORED");
        assertFailed(run("history", "missing"), 1, "CATALOG_NOT_FOUND");
        assertFailed(run("restore", "sales", "1-ffff"), 1, "VERSION_NOT_FOUND");
    }

    @Test
    public void testScript()
    {
        String command = ServerInstallation.unpack().getDirectory().resolve("bin/catalogs").toString();
        api.add("sales", "tpch", ImmutableMap.of()).assertOk();
        Result list = Commands.execute(ImmutableList.of(command, "list", "--prefix", "sales"), ImmutableMap.of("PRESTO_CATALOGS_SERVER", coordinator().toString()), "");
        assertThat(list).isEqualTo(new Result(0, "sales  tpch  dynamic  ACTIVE\n", ""));
        assertThat(Commands.execute(ImmutableList.of(command, "forget"), ImmutableMap.of(), "").status()).isEqualTo(2);
    }

    @Test
    public void testWhatCannotWork()
    {
        assertFailed(run("import", directory.resolve("missing.json").toString()), 1, "missing.json cannot be read: No such file or directory");
        assertFailed(run("import", directory.toString()), 1, "has no .properties files");
        assertFailed(runWithInput("{}", "import", "-"), 1, "INVALID_REQUEST: catalogs is missing");
        assertFailed(runAt(URI.create("http://127.0.0.1:1"), "", "list"), 1, "http://127.0.0.1:1 does not answer: ");
        assertFailed(runAt(URI.create("coordinator:8080"), "", "list"), 1, "coordinator:8080 is no address of a server");
        assertFailed(runAt(cluster.getWorkers().get(0).getBaseUrl(), "", "export"), 1, "NOT_COORDINATOR: This node is a worker; send the request to the coordinator at " + coordinator());
        assertFailed(runAt(coordinator().resolve("/elsewhere"), "", "export"), 1, "answers 404");
        assertFailed(run("export", "--user", "admin", "--password"), 1, "a password is sent over https only");
        assertFailed(run("forget"), 2, "There is no command 'forget'");
    }

    private void write(String name, String text)
            throws IOException
    {
        Files.writeString(directory.resolve(name), text, ISO_8859_1);
    }

    private static void assertImported(Result result, String summary)
    {
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(summary + "\n");
        assertThat(result.status()).isZero();
    }

    private static void assertFailed(Result result, int status, String message)
    {
        assertThat(result.errors()).contains(message).doesNotContain("Traceback");
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.output()).isEmpty();
    }
}
