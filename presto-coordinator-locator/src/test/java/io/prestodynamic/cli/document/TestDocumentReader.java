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
package io.prestodynamic.cli.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.CatalogDocument.Settings;
import io.prestodynamic.cli.output.Terminal;
import org.testng.annotations.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDocumentReader
{
    @Test
    public void testJson()
    {
        CatalogDocument document = read("\n {\"catalogs\": [{\"catalogName\": \"a\", \"properties\": {\"n\": 1}}], \"broken\": []}");
        assertThat(document.json().toString()).isEqualTo("{\"catalogs\":[{\"catalogName\":\"a\",\"properties\":{\"n\":1}}],\"broken\":[]}");
        assertThat(document.settings()).isEqualTo(Settings.DEFAULT);
        assertThat(document.toString()).isEqualTo("1 catalogs");
    }

    @Test
    public void testYamlTakesValuesAsTheyAreWritten()
    {
        CatalogDocument document = read("""
                catalogs:
                - catalogName: a
                  enabled: true
                  limits:
                    maxQueries: 20
                  properties:
                    port: 08080
                    big: 1e3
                    flag: yes
                    none: null
                    day: 2026-11-28
                    url: jdbc:mysql://db:3306
                    quoted: "a: b"
                    folded: >-
                      one
                      two
                """);
        assertThat(document.json().toString().replace('"', '\'')).isEqualTo("{'catalogs':[{'catalogName':'a','enabled':true,'limits':{'maxQueries':20},'properties':{" +
                "'port':'08080','big':'1e3','flag':'yes','none':'null','day':'2026-11-28','url':'jdbc:mysql://db:3306','quoted':'a: b','folded':'one two'}}]}");
    }

    @Test
    public void testMalformed()
    {
        for (String text : List.of(
                "{\"catalogs\": [}",
                "{\"a\": \"hunter2\", \"a\": 1}",
                "{} hunter2",
                "catalogs: [hunter2",
                "a: hunter2\na: 1",
                "!!javax.script.ScriptEngineManager [hunter2]",
                "a: *hunter2",
                "a: &a [*a]")) {
            assertThatThrownBy(() -> read(text)).describedAs(text).isInstanceOf(ClientException.class)
                    .hasMessageMatching("The standard input (is not valid|has a field twice).*")
                    .hasMessageNotContaining("hunter2");
        }
        StringBuilder bomb = new StringBuilder("a0: &a0 x\n");
        for (int level = 1; level < 100; level++) {
            bomb.append("a%1$s: &a%1$s [*a%2$s, *a%2$s]\n".formatted(level, level - 1));
        }
        assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(ClientException.class);
    }

    @Test
    public void testFiles()
            throws IOException
    {
        Path directory = Files.createTempDirectory("document");
        try {
            Path document = directory.resolve("catalogs.yaml");
            Path keytab = Files.writeString(directory.resolve("hive.keytab"), "hunter2");
            Files.writeString(document, """
                    catalogs:
                    - catalogName: a
                      files:
                        k: {path: hive.keytab}
                        l:
                          path: %s
                        m: {sha256: 12}
                        n: {content: aGE=}
                        o: {}
                    """.formatted(keytab));
            assertThat(new DocumentReader(terminal("")).read(document.toString()).json().toString().replace('"', '\'')).isEqualTo("{'catalogs':[{'catalogName':'a','files':{" +
                    "'k':{'content':'aHVudGVyMg=='},'l':{'content':'aHVudGVyMg=='},'m':{'sha256':'12'},'n':{'content':'aGE='},'o':{}}}]}");
            Map<String, String> refused = Map.of(
                    "{path: missing}", "Catalog a: file k: missing cannot be read: No such file or directory",
                    "{path: [hunter2]}", "Catalog a: file k: path is not a string",
                    "{path: hive.keytab, content: hunter2}", "Catalog a: file k: it has a path and a content");
            refused.forEach((file, message) -> assertThatThrownBy(() -> read("catalogs: [{catalogName: a, files: {k: %s}}]".formatted(file)))
                    .isInstanceOf(ClientException.class)
                    .hasMessage(message));
        }
        finally {
            Files.delete(directory.resolve("hive.keytab"));
            Files.delete(directory.resolve("catalogs.yaml"));
            Files.delete(directory);
        }
    }

    @Test
    public void testCatalogFile()
    {
        ObjectNode definition = CatalogFile.parse("a", "connector.name = x\nb c=1\n".getBytes(ISO_8859_1));
        assertThat(definition.toString()).isEqualTo("{\"connectorName\":\"x\",\"properties\":{\"b\":\"c=1\"}}");
        ObjectNode properties = definition.withObject("/properties");
        properties.put("a = b", " #\u00fc\u4e2d\\ \n");
        properties.put("#", "");
        assertThat(CatalogFile.parse("a", CatalogFile.format(definition))).isEqualTo(definition);
        assertThat(new String(CatalogFile.format(definition), ISO_8859_1)).startsWith("connector.name=x\n\\#=\na\\ \\=\\ b=").endsWith("b=c\\=1\n");
    }

    private static CatalogDocument read(String text)
    {
        return new DocumentReader(terminal(text)).read("-");
    }

    private static Terminal terminal(String input)
    {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return Terminal.ofStreams(out, out, new ByteArrayInputStream(input.getBytes(UTF_8)));
    }
}
