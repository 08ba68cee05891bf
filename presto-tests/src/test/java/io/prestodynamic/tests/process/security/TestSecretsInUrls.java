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
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in URLs of definitions, accepted and refused ones, which no node shows or logs. Each URL is the property of a connector that it fits, and of one that it does not fit.
 */
@Test(singleThreaded = true)
public class TestSecretsInUrls
{
    private static final String SECRET = "the secret that all nodes of the test share";

    // ask a source that cannot be reached again and again
    private static final Set<String> SLOW = Set.of("hive-hadoop2", "mongodb", "redis");

    private final Map<String, String> shown = new LinkedHashMap<>();
    private ProcessCluster cluster;
    private CatalogApi api;
    private List<SecretDefinition> definitions;

    @BeforeClass
    public void setUp()
    {
        definitions = SecretDefinition.list();
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
        for (SecretDefinition definition : definitions) {
            Answer put = api.put(definition.catalogName(), definition.connectorName(), definition.properties());
            accepted += put.status() == 201 ? 1 : 0;
            show(definition, "PUT", put);
            show(definition, "add", api.add(definition.catalogName(), definition.connectorName(), definition.properties()));
            show(definition, "GET", api.get(definition.catalogName()));
            // of any connector; this one is created in the least time
            show(definition, "misspelt", api.add("other", "blackhole", ImmutableMap.of("conection-url", definition.url())));
        }
        // the drivers cannot read the others
        assertThat(accepted).isGreaterThanOrEqualTo(60);
        assertThat(definitions.stream().map(SecretDefinition::connectorName).distinct()).hasSizeGreaterThanOrEqualTo(12);
        assertNothingIsShown();
    }

    @Test(dependsOnMethods = "testDefine")
    public void testValidate()
    {
        for (SecretDefinition definition : definitions.stream().filter(definition -> !SLOW.contains(definition.connectorName())).toList()) {
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
        String document = definitions.stream().map(SecretDefinition::toJson).collect(joining(", ", "{\"catalogs\": [", "]}"));
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

    private void show(SecretDefinition definition, String action, Answer answer)
    {
        shown.put("%s of %s".formatted(action, definition), answer.body());
    }

    private void assertNothingIsShown()
    {
        assertThat(shown).allSatisfy((place, text) -> assertThat(SecretDefinition.findSecrets(text)).as(place).isEmpty());
    }
}
