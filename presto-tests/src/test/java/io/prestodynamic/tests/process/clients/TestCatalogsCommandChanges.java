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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import io.prestodynamic.harness.process.Commands.Result;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Daily work with the command {@code catalogs}: single changes, and desired states.
 */
@Test(singleThreaded = true)
public class TestCatalogsCommandChanges
        extends AbstractTestCatalogsCommand
{
    // in one process, connectors declare the properties of the server as well
    private static final String SECRET = "dynamic-catalog.jdbc.password";
    // SHA-256 of this word
    private static final String HUNTER2 = "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

    @Test
    public void testLifeOfCatalog()
    {
        assertThat(succeed("add", "sales", "tpch", "tpch.splits-per-node=2", "--description", "Orders", "--comment", "new shop")).startsWith("sales ACTIVE ");
        assertThat(cluster.execute("SELECT count(*) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertRefused(run("add", "sales", "tpch"), "CATALOG_EXISTS");

        assertThat(succeed("test", "sales")).contains("create connector  passed", "list schemas      passed");
        assertRefused(run("test", "sales", "tpch.column-naming=nonsense"), "INVALID_CONFIGURATION");
        assertThat(succeed("set", "sales", "tpch.column-naming=STANDARD")).startsWith("sales ACTIVE ");
        assertThat(succeed("diff", "sales")).isEqualTo("tpch.column-naming  (none)  STANDARD\n");
        String version = api.get("sales").text("version");
        assertRefused(run("set", "sales", "tpch.splits-per-node=3", "--if-version", "1-abc"), "VERSION_MISMATCH");
        assertRefused(run("unset", "sales", "tpch.splits"), "Catalog sales has no property tpch.splits");
        assertRefused(run("show", ""), "The name is empty");
        succeed("unset", "sales", "tpch.splits-per-node", "--if-version", version);
        assertThat(properties("sales")).isEqualTo("{\"tpch.column-naming\":\"STANDARD\"}");

        succeed("describe", "sales", "Orders of the shop");
        assertThat(succeed("disable", "sales")).startsWith("sales DISABLED ");
        assertThat(succeed("show", "sales")).containsPattern("catalog +description +Orders of the shop").containsPattern("property +tpch.column-naming +STANDARD");
        assertThat(succeed("enable", "sales")).startsWith("sales ACTIVE ");
        assertThat(api.get("sales").text("description")).isEqualTo("Orders of the shop");
        succeed("describe", "sales", "");
        assertThat(api.get("sales").json().has("description")).isFalse();

        succeed("limit", "sales", "3");
        assertThat(succeed("show", "sales")).containsPattern("limit +maxQueries +3");
        assertThat(succeed("history", "sales", "--limit", "1")).contains("DESCRIBED", "limits");
        assertRefused(run("limit", "sales", "0"), "INVALID_REQUEST: maxQueries is not a whole number");
        assertThat(run("limit", "sales", "many").status()).isEqualTo(1);
        succeed("limit", "sales", "none");
        assertThat(api.get("sales").json().has("limits")).isFalse();

        succeed("replace", "sales", "memory");
        assertThat(succeed("diff", "sales")).contains("connector.name", "tpch", "memory");
        assertThat(succeed("delete", "sales", "--force", "--comment", "moved")).startsWith("sales DELETED ");
        assertRefused(run("replace", "sales", "memory"), "VERSION_MISMATCH: There is no catalog sales");
        assertThat(succeed("history", "sales", "--limit", "1")).contains("DELETED", "moved");
        assertThat(succeed("restore", "sales", version)).startsWith("sales ACTIVE ");
        assertThat(api.get("sales").text("connectorName")).isEqualTo("tpch");
    }

    @Test
    public void testSecrets()
            throws IOException
    {
        Result visible = run("add", "sales", TolerantPlugin.CONNECTOR, "some-url=a", SECRET + "=hunter2");
        assertRefused(visible, "Property " + SECRET + " is secret, and others can see a command line");
        assertThat(api.get("sales").status()).isEqualTo(404);

        String[] line = {"add", "sales", TolerantPlugin.CONNECTOR, "some-url=a", "some-user=u", "--secret", SECRET};
        Result added = runWithInput("hunter2\n", line);
        assertThat(added.status()).describedAs(added.toString()).isZero();
        assertThat(stored("sales", SECRET)).isEqualTo("hunter2");

        assertRefused(run("set", "sales", SECRET + "=other"), "Property " + SECRET + " is secret");
        assertRefused(run("test", "sales", SECRET + "=other"), "Property " + SECRET + " is secret");
        Path file = Files.writeString(directory.resolve("password"), "x$y \n");
        succeed("set", "sales", "--secret-file", SECRET + "=" + file);
        assertThat(stored("sales", SECRET)).isEqualTo("x$y ");
        assertThat(succeed("diff", "sales")).isEqualTo(SECRET + "  ******  ******\n");
        succeed("set", "sales", "some-user=@reader");
        assertThat(stored("sales", SECRET)).isEqualTo("x$y ");
        assertThat(stored("sales", "some-user")).isEqualTo("@reader");

        // a reference is no secret; the coordinator does not know this one
        assertRefused(run("set", "sales", SECRET + "=${ENV:MISSING_PASSWORD}"), "MISSING_PASSWORD");
        assertThat(run("show", "sales").output()).doesNotContain("x$y");
        assertRefused(run("set", "sales", "--secret", SECRET), "The standard input has no line");
        assertRefused(runWithInput("\n", "set", "sales", "--secret", SECRET), "The value of " + SECRET + " is empty");
        assertRefused(run("set", "sales"), "There is no property or file to set");
        assertRefused(run("set", "sales", "hunter2"), "Properties are written as KEY=VALUE");
    }

    @Test
    public void testCatalogFile()
    {
        assertThat(runWithInput("connector.name=tpch\ntpch.splits-per-node=2\n", "add", "sales", "--file", "-").status()).isZero();
        assertThat(properties("sales")).isEqualTo("{\"tpch.splits-per-node\":\"2\"}");
        assertRefused(run("add", "hr", "tpch", "--file", "x.properties"), "With --file, the connector and its properties are in the file");
        assertRefused(run("add", "hr", "some-password=hunter2"), "The connector is missing");
    }

    @Test
    public void testFormats()
    {
        succeed("add", "sales", "tpch", "--description", "a");
        assertThat(succeed("list", "--prefix", "sal", "--output", "csv")).isEqualTo("catalog,connector,source,state,error\nsales,tpch,dynamic,ACTIVE,\n");
        assertThat(json(succeed("list", "--prefix", "sal", "-o", "json")).at("/0/description").asText()).isEqualTo("a");
        assertThat(json(succeed("show", "sales", "-o", "JSON"))).isEqualTo(api.get("sales").json());
        assertThat(json(succeed("disable", "sales", "-o", "json")).path("state").asText()).isEqualTo("DISABLED");
        assertThat(succeed("-o", "csv", "history", "sales", "--limit", "1")).contains("at,catalog,action,version,user,source,changed,comment\n", ",sales,DISABLED,");
        assertThat(succeed("connectors", "-o", "csv")).contains("\ntpch,\n");
        assertThat(succeed("connectors", "memory")).containsPattern(SECRET + " +string +secret");
        assertThat(run("list", "-o", "xml").status()).isEqualTo(2);
    }

    @Test
    public void testPlanAndApply()
            throws IOException
    {
        succeed("add", "hr", "tpch", "--description", "People");
        succeed("add", "old", "tpch");
        Files.writeString(directory.resolve("sales.properties"), "connector.name=tpch\n");
        Files.writeString(directory.resolve("hr.properties"), "connector.name=tpch\ntpch.splits-per-node=2\n");

        String summary = "1 to add, 1 to change, 1 to delete, 0 to keep, 0 refused\n";
        Result plan = run("plan", "--prune", "--exit-code", directory.toString());
        assertThat(plan).isEqualTo(new Result(3, "change  hr     tpch.splits-per-node\nadd     sales\ndelete  old\n" + summary, ""));
        assertThat(api.get("sales").status()).isEqualTo(404);

        Result unconfirmed = run("apply", "--prune", directory.toString());
        assertThat(unconfirmed.errors()).contains("nothing was changed, because nobody can be asked; use --yes");
        assertThat(unconfirmed.status()).isEqualTo(1);
        assertThat(succeed("apply", "--prune", "--yes", "--comment", "merged", directory.toString())).endsWith(summary + "3 changes were made\n");
        assertThat(api.get("old").status()).isEqualTo(404);
        assertThat(api.get("hr").text("description")).isEqualTo("People");
        assertThat(succeed("history", "old", "--limit", "1")).contains("DELETED", "merged");

        assertThat(succeed("plan", "--prune", "--exit-code", directory.toString())).isEqualTo("0 to add, 0 to change, 0 to delete, 2 to keep, 0 refused\n");
        assertThat(succeed("apply", "--prune", directory.toString())).isEqualTo("0 to add, 0 to change, 0 to delete, 2 to keep, 0 refused\n");
    }

    @Test
    public void testPlanThatIsRefused()
            throws IOException
    {
        Files.writeString(directory.resolve("fixed.properties"), "connector.name=tpch\n");
        Files.writeString(directory.resolve("sales.properties"), "connector.name=tpch\n");
        Result applied = run("apply", "--yes", directory.toString());
        assertThat(applied.output()).contains("refuse  fixed  CATALOG_IS_STATIC: ");
        assertThat(applied.errors()).contains("nothing was changed, because a part of the desired state would be refused");
        assertThat(applied.status()).isEqualTo(1);
        assertThat(api.get("sales").status()).isEqualTo(404);
    }

    @Test
    public void testApplyStopsAtFirstSurprise()
            throws IOException
    {
        Path document = Files.writeString(directory.resolve("catalogs.yaml"), """
                catalogs:
                  - catalogName: first
                    connectorName: tpch
                  - catalogName: second
                    connectorName: tpch
                    properties:
                      tpch.column-naming: nonsense
                  - catalogName: third
                    connectorName: tpch
                """);
        Result applied = run("apply", "--yes", document.toString());
        assertThat(applied.errors()).contains("add second: INVALID_CONFIGURATION", "(1 of 3 changes were made)");
        assertThat(applied.status()).isEqualTo(1);
        assertThat(api.get("first").status()).isEqualTo(200);
        assertThat(api.get("third").status()).isEqualTo(404);
    }

    @Test
    public void testYaml()
            throws IOException
    {
        Path document = Files.writeString(directory.resolve("catalogs.yml"), """
                catalogs:
                  - catalogName: sales
                    connectorName: tpch
                    description: yes
                    enabled: false
                    properties: &same
                      tpch.column-naming: STANDARD
                  - catalogName: hr
                    connectorName: tpch
                    properties:
                      <<: *same
                      tpch.splits-per-node: 04
                """);
        assertThat(succeed("import", document.toString())).isEqualTo("2 added, 0 replaced, 0 unchanged, 0 refused\n");
        assertThat(api.get("sales").text("description")).isEqualTo("yes");
        assertThat(api.get("sales").text("state")).isEqualTo("DISABLED");
        assertThat(properties("hr")).isEqualTo("{\"tpch.column-naming\":\"STANDARD\",\"tpch.splits-per-node\":\"04\"}");
        assertThat(succeed("plan", document.toString())).isEqualTo("0 to add, 0 to change, 0 to delete, 2 to keep, 0 refused\n");
    }

    @Test
    public void testDocumentsThatAreNone()
    {
        assertRefused(runWithInput("{\"catalogs\": [], \"catalogs\": [{\"some-password\": \"hunter2\"}]}", "import", "-"), "The standard input has a field twice at line 1, column");
        assertRefused(runWithInput("catalogs:\n  - a: hunter2\n    a: hunter2\n", "plan", "-"), "The standard input has a field twice at line 3");
        assertRefused(runWithInput("catalogs: &a\n  - *a", "plan", "-"), "a part of it contains itself");
        assertRefused(runWithInput(" \n", "plan", "-"), "The standard input is empty");
        assertRefused(runWithInput("catalogs: [hunter2", "plan", "-"), "The standard input is not valid YAML");
    }

    @Test
    public void testExportToDirectory()
            throws IOException
    {
        api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "h\u00fcnter 2\\", "a:b=c", " x ")).assertOk();
        api.add("hr", "memory", ImmutableMap.of()).assertOk();
        Path target = directory.resolve("exported");
        assertThat(succeed("export", "--secrets", "--directory", target.toString())).isEqualTo("2 files are written\n");
        assertThat(Files.readString(target.resolve("hr.properties"))).isEqualTo("connector.name=memory\n");
        assertThat(succeed("plan", "--prune", target.toString())).isEqualTo("0 to add, 0 to change, 0 to delete, 2 to keep, 0 refused\n");
        assertRefused(run("export", "--directory", target.toString()), "hr.properties exists already");
    }

    @Test
    public void testAttachedFiles()
            throws IOException
    {
        String keytab = Files.writeString(directory.resolve("hive.keytab"), "hunter2").toString();
        String other = Files.writeString(directory.resolve("other"), "hunter22").toString();
        String reference = "some-keytab=${CATALOG_FILE:hive.keytab}";
        assertRefused(run("test", "sales", TolerantPlugin.CONNECTOR, reference), "There is no content for file hive.keytab");
        assertRefused(run("add", "sales", TolerantPlugin.CONNECTOR, reference), "the catalog has no file hive.keytab");
        succeed("test", "sales", TolerantPlugin.CONNECTOR, reference, "--attach", keytab);
        succeed("add", "sales", TolerantPlugin.CONNECTOR, reference, "--attach", keytab);
        succeed("replace", "sales", TolerantPlugin.CONNECTOR, reference, "some-user=u");
        assertThat(succeed("show", "sales")).containsPattern("file +hive.keytab +7 bytes, SHA-256 f52fbd32b2b3\n");
        assertThat(succeed("show", "sales", "-o", "csv")).contains("file,hive.keytab,\"7 bytes, SHA-256 " + HUNTER2 + "\"\n");

        succeed("set", "sales", "--attach", "hive.keytab=" + other);
        assertThat(succeed("history", "sales", "--limit", "1")).contains("files.hive.keytab");
        assertThat(succeed("diff", "sales")).isEqualTo("files.hive.keytab  7 bytes, SHA-256 f52fbd32b2b3  8 bytes, SHA-256 " + sha256("sales").substring(0, 12) + "\n");
        assertRefused(run("unset", "sales", "--detach", "hive.keytab"), "the catalog has no file hive.keytab");
        succeed("set", "sales", "some-keytab=${CATALOG_FILE:k}", "--attach", "k=" + keytab, "--detach", "hive.keytab");
        succeed("unset", "sales", "some-keytab", "--detach", "k");
        assertThat(api.get("sales").json().path("files")).isEmpty();
        assertThat(json(succeed("diff", "sales", "-o", "json")).at("/1/old").asText()).isEqualTo("7 bytes, SHA-256 " + HUNTER2);
    }

    @Test
    public void testFilesOfDesiredState()
            throws IOException
    {
        Path keytab = Files.writeString(directory.resolve("hive.keytab"), "hunter2");
        Path document = Files.writeString(directory.resolve("catalogs.yaml"), """
                catalogs:
                  - catalogName: sales
                    connectorName: %s
                    files:
                      k: {path: hive.keytab}
                    properties:
                      some-keytab: ${CATALOG_FILE:k}
                """.formatted(TolerantPlugin.CONNECTOR));
        String kept = "0 to add, 0 to change, 0 to delete, 1 to keep, 0 refused\n";
        assertThat(succeed("apply", "--yes", document.toString())).startsWith("add  sales").endsWith("1 changes were made\n");
        assertThat(sha256("sales")).isEqualTo(HUNTER2);
        assertThat(succeed("plan", document.toString())).isEqualTo(kept);

        Files.writeString(keytab, "hunter22");
        assertThat(succeed("plan", document.toString())).isEqualTo("change  sales  files.k\n0 to add, 1 to change, 0 to delete, 0 to keep, 0 refused\n");
        succeed("apply", "--yes", document.toString());
        assertThat(succeed("import", document.toString())).isEqualTo("0 added, 0 replaced, 1 unchanged, 0 refused\n");

        // an export without contents says what is stored
        Result masked = run("export");
        assertThat(masked.output()).contains(sha256("sales"));
        assertThat(masked.errors()).contains("use --secrets");
        assertThat(runWithInput(masked.output(), "plan", "--prune", "-").output()).isEqualTo(kept);

        Path complete = directory.resolve("complete");
        assertThat(succeed("export", "--secrets", "--directory", complete.toString())).isEqualTo("2 files are written\n");
        assertThat(Files.readString(complete.resolve("sales.files/k"))).isEqualTo("hunter22");
        assertThat(succeed("plan", "--prune", complete.toString())).isEqualTo(kept);
        api.delete("sales").assertOk();
        assertThat(succeed("import", complete.toString())).isEqualTo("1 added, 0 replaced, 0 unchanged, 0 refused\n");

        // a directory without the file leaves it as it is
        Files.delete(complete.resolve("sales.files/k"));
        Files.delete(complete.resolve("sales.files"));
        assertThat(succeed("plan", "--prune", complete.toString())).isEqualTo(kept);
    }

    private String sha256(String name)
    {
        return api.get(name).assertOk().json().at("/files/0/sha256").asText();
    }

    private String stored(String name, String property)
    {
        return exported("?secrets=true").get(name).path("properties").path(property).asText();
    }

    private String properties(String name)
    {
        return api.get(name).assertOk().json().path("properties").toString();
    }

    private static JsonNode json(String text)
    {
        try {
            return new ObjectMapper().readTree(text);
        }
        catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private String succeed(String... arguments)
    {
        Result result = run(arguments);
        assertThat(result.status()).describedAs(result.toString()).isZero();
        assertThat(result.errors()).isEmpty();
        return result.output();
    }

    private static void assertRefused(Result result, String message)
    {
        assertThat(result.errors()).contains(message).doesNotContain("hunter2");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
    }
}
