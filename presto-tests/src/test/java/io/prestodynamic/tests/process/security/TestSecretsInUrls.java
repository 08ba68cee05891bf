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
package io.prestodynamic.tests.process.security;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.security.url.UrlsWithSecrets;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in URLs of definitions, accepted and refused ones, which no node shows or logs. Each URL is the property of a connector that it fits, and of one that it does not fit.
 */
@Test(singleThreaded = true)
public class TestSecretsInUrls
{
    private static final String SECRET = "the secret that all nodes of the test share";
    // the words are made unique, because parts of them are in other words too
    private static final Pattern WORD = Pattern.compile("Sec(?!ret)|Ret|X9y");
    private static final Pattern UNIQUE_WORD = Pattern.compile("q(?:Sec|Ret|X9y)\\d+");

    // ask a source that cannot be reached again and again
    private static final Set<String> SLOW = Set.of("hive-hadoop2", "mongodb", "redis");

    private final Map<String, String> shown = new LinkedHashMap<>();
    private ProcessCluster cluster;
    private CatalogApi api;
    private List<Definition> definitions;

    @BeforeClass
    public void setUp()
    {
        definitions = definitions();
        cluster = new ProcessCluster(1, ImmutableMap.of(
                "internal-communication.jwt.enabled", "true",
                NodeToken.SECRET_PROPERTY, SECRET,
                "dynamic-catalog.validation-timeout", "2s"));
        cluster.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testDefine()
    {
        int accepted = 0;
        for (Definition definition : definitions) {
            Answer put = api.put(definition.catalogName(), definition.connectorName(), definition.properties());
            accepted += put.status() == 201 ? 1 : 0;
            show(definition, "PUT", put);
            show(definition, "add", api.add(definition.catalogName(), definition.connectorName(), definition.properties()));
            show(definition, "GET", api.get(definition.catalogName()));
            show(definition, "misspelt", api.add("other", definition.connectorName(), ImmutableMap.<String, String>builder()
                    .putAll(definition.properties())
                    .put("conection-url", definition.url())
                    .build()));
        }
        // the drivers cannot read the others
        assertThat(accepted).isGreaterThanOrEqualTo(60);
        assertThat(definitions.stream().map(Definition::connectorName).distinct()).hasSizeGreaterThanOrEqualTo(12);
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testDefine")
    public void testValidate()
    {
        for (Definition definition : definitions.stream().filter(definition -> !SLOW.contains(definition.connectorName())).toList()) {
            show(definition, "validate", api.validate("probe", definition.connectorName(), definition.properties()));
        }
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testDefine")
    public void testListAndExport()
    {
        String list = api.list().assertOk().body();
        String export = api.exportAll("").assertOk().body();
        assertThat(export).contains("jdbc:mysql://", "******");
        shown.put("list", list);
        shown.put("export", export);
        shown.put("export with secrets", api.exportAll("?secrets=true").assertRefused(403, "FORBIDDEN").body());
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testListAndExport")
    public void testImport()
    {
        String document = definitions.stream().map(Definition::toJson).collect(joining(", ", "{\"catalogs\": [", "]}"));
        shown.put("import", api.importAll("", document).assertOk().body());
        shown.put("import that replaces", api.importAll("?mode=replace", document).assertOk().body());
        shown.put("import that is invalid", api.importAll("", document.replace("\"connectorName\"", "\"connector\"")).assertRefused(400, "INVALID_REQUEST").body());
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testDefine")
    public void testTables()
    {
        for (String table : List.of("system.metadata.dynamic_catalogs", "system.runtime.catalog_nodes", "system.metadata.catalogs", "system.runtime.nodes", "system.runtime.queries")) {
            shown.put(table, cluster.query("SELECT * FROM " + table).toString());
        }
        assertThat(shown.get("system.metadata.dynamic_catalogs")).contains("[u0, mysql, ");
        shown.put("SHOW CATALOGS", cluster.query("SHOW CATALOGS").toString());
        shown.put("SHOW SESSION", cluster.query("SHOW SESSION").toString());
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testDefine")
    public void testPagesAndMBeans()
    {
        for (ServerProcess node : cluster.getNodes()) {
            CatalogApi nodeApi = new CatalogApi(node.getUri());
            for (String path : List.of("/v1/jmx/mbean", "/v1/status", "/v1/info", "/v1/thread")) {
                shown.put(node.getNodeId() + path, nodeApi.send(nodeApi.request(path).header(NodeToken.HEADER, new NodeToken(SECRET).sign())).assertOk().body());
            }
        }
        shown.put("queries", api.send(api.request("/v1/query")).assertOk().body());
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = {"testValidate", "testImport", "testTables", "testPagesAndMBeans"})
    public void testLogs()
    {
        definitions.forEach(definition -> show(definition, "DELETE", api.delete(definition.catalogName())));
        for (ServerProcess node : cluster.getNodes()) {
            Map<String, String> logs = node.logs();
            assertThat(logs).containsKeys("server.log", "http-request.log");
            logs.forEach((file, text) -> shown.put(node.getNodeId() + " " + file, text));
        }
        assertThat(shown.get("coordinator server.log")).contains("Added catalog u0 version ");
        assertNothingIsShown();
    }

    private void show(Definition definition, String action, Answer answer)
    {
        shown.put("%s of %s".formatted(action, definition), answer.body());
    }

    private void assertNothingIsShown()
    {
        assertThat(shown).allSatisfy((place, text) -> assertThat(new TreeSet<>(UNIQUE_WORD.matcher(text).results().map(match -> match.group()).toList()))
                .as(place)
                .isEmpty());
    }

    private static List<Definition> definitions()
    {
        List<Definition> definitions = new ArrayList<>();
        for (int i = 0; i < UrlsWithSecrets.ALL.size(); i++) {
            String suffix = String.valueOf(i);
            String url = WORD.matcher(UrlsWithSecrets.ALL.get(i)).replaceAll(match -> "q" + match.group() + suffix);
            definitions.add(fitting("u" + i, url));
            definitions.add(unfitting("v" + i, url, i));
        }
        return definitions;
    }

    private static Definition fitting(String catalogName, String url)
    {
        String scheme = url.strip().toLowerCase();
        if (Stream.of("jdbc:postgresql", "jdbc:redshift").anyMatch(scheme::startsWith)) {
            return new Definition(catalogName, "postgresql", url, Map.of("connection-url", url));
        }
        if (Stream.of("jdbc:sqlserver", "jdbc:jtds").anyMatch(scheme::startsWith)) {
            return new Definition(catalogName, "sqlserver", url, Map.of("connection-url", url));
        }
        if (Stream.of("jdbc:clickhouse", "jdbc:ch").anyMatch(scheme::startsWith)) {
            return new Definition(catalogName, "clickhouse", url, Map.of("clickhouse.connection-url", url));
        }
        if (scheme.startsWith("mongodb")) {
            return new Definition(catalogName, "mongodb", url, Map.of("mongodb.seeds", url));
        }
        if (scheme.startsWith("redis")) {
            return new Definition(catalogName, "redis", url, Map.of("redis.nodes", url, "redis.table-names", "t"));
        }
        if (scheme.startsWith("thrift")) {
            return new Definition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", url));
        }
        if (scheme.startsWith("jdbc:mysql")) {
            // Presto refuses a database
            return new Definition(catalogName, "mysql", url, Map.of("connection-url", url.replaceFirst("/db(?=\\?|$)", "/")));
        }
        return new Definition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", "thrift://127.0.0.1:1", "hive.s3.endpoint", url));
    }

    private static Definition unfitting(String catalogName, String url, int index)
    {
        return switch (index % 8) {
            case 0 -> new Definition(catalogName, "tpch", url, Map.of("tpch.splits-per-node", url));
            case 1 -> new Definition(catalogName, "tpcds", url, Map.of("tpcds.splits-per-node", url));
            case 2 -> new Definition(catalogName, "memory", url, Map.of("memory.max-data-per-node", url));
            case 3 -> new Definition(catalogName, "localfile", url, Map.of("presto-logs.http-request-log.location", url));
            case 4 -> new Definition(catalogName, "jmx", url, Map.of("jmx.dump-tables", url));
            case 5 -> new Definition(catalogName, "blackhole", url, Map.of("connection-url", url));
            case 6 -> new Definition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", "thrift://127.0.0.1:1", "hive.config.resources", url));
            default -> new Definition(catalogName, "oracle", url, Map.of("connection-url", url));
        };
    }

    private record Definition(String catalogName, String connectorName, String url, Map<String, String> properties)
    {
        String toJson()
        {
            String entries = properties.entrySet().stream()
                    .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue().replace("\"", "\\\"")))
                    .collect(joining(", "));
            return "{\"catalogName\": \"%s\", \"connectorName\": \"%s\", \"properties\": {%s}}".formatted(catalogName, connectorName, entries);
        }

        @Override
        public String toString()
        {
            return "%s, %s with %s".formatted(catalogName, connectorName, url);
        }
    }
}
