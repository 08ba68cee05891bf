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
package io.prestodynamic.tests.cluster.catalogs;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.base.Strings.repeat;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers to {@code export} and {@code import}. Definitions move from a cluster that exports secrets to one with default settings.
 */
@Test(singleThreaded = true)
public class TestTransferApi
{
    private static final String SALES = definition("sales", "tpch", "\"tpch.column-naming\": \"STANDARD\"");
    private static final String UNREADABLE = definition("unreadable", "memory", "\"memory.max-data-per-node\": \"much\", \"memory.secret\": \"much\"");

    private InProcessCluster source;
    private InProcessCluster target;

    @BeforeClass
    public void setUp()
    {
        source = new InProcessCluster(0, ImmutableMap.of("dynamic-catalog.export-secrets", "true"), new TolerantPlugin());
        target = new InProcessCluster(1, new TolerantPlugin());
        target.getQueryRunner().createCatalog("fixed", "tpch");
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }

    @AfterMethod(alwaysRun = true)
    public void deleteCatalogs()
    {
        for (InProcessCluster cluster : List.of(source, target)) {
            names(cluster).forEach(name -> cluster.getApi().send(cluster.getApi().request("/v1/catalog/delete?catalogName=" + name).DELETE()));
            cluster.awaitDrained();
        }
    }

    @Test
    public void testMove()
    {
        Map<String, String> properties = ImmutableMap.of("tpch.column-naming", "STANDARD", "some-password", "hunter\\ \"2\" ü\n\uD83D\uDE00", "some-url", "jdbc:mysql://u:hunter2@h/");
        source.getApi().add("sales", TolerantPlugin.CONNECTOR, properties).assertStatus(202);
        source.getApi().add("plain", "memory", ImmutableMap.of()).assertStatus(202);

        Answer exported = source.getApi().exportAll("?secrets=true").assertOk();
        assertThat(exported.json().fieldNames()).toIterable().containsExactly("catalogs", "broken");
        assertThat(exported.json().path("broken")).isEmpty();
        assertThat(exported.json().at("/catalogs/1").fieldNames()).toIterable().containsExactly("catalogName", "connectorName", "properties");

        Answer imported = target.getApi().importAll("", exported.body()).assertOk();
        assertThat(imported.json()).isEqualTo(json("""
                {"added": 2, "replaced": 0, "unchanged": 0, "deleted": 0, "refused": 0, "catalogs": [
                    {"catalogName": "plain", "outcome": "added", "state": "ACTIVE"},
                    {"catalogName": "sales", "outcome": "added", "state": "ACTIVE"}]}"""));
        assertThat(target.execute("SELECT count(n_name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        // nothing differs from what was sent
        assertThat(target.getApi().put("sales", TolerantPlugin.CONNECTOR, properties).assertOk().text("version")).isEqualTo(target.getApi().get("sales").text("version"));
        assertThat(target.getApi().importAll("", exported.body()).assertOk().json().path("unchanged").asInt()).isEqualTo(2);
    }

    @Test
    public void testSecretsAreMasked()
    {
        source.getApi().add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertStatus(202);
        for (String parameters : List.of("", "?secrets=false")) {
            Answer exported = source.getApi().exportAll(parameters).assertOk();
            assertThat(exported.body()).doesNotContain("hunter2");
            assertThat(exported.json().at("/catalogs/0/properties/some-password").asText()).isEqualTo("******");

            Answer refused = target.getApi().importAll("", exported.body()).assertRefused(400, "INVALID_REQUEST");
            assertThat(refused.text("message")).contains("Catalog sales: Property some-password is masked");
        }
        assertThat(names(target)).isEmpty();
    }

    @Test
    public void testSecretsAreNotExportedByDefault()
    {
        target.getApi().add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk();
        Answer refused = target.getApi().exportAll("?secrets=true").assertRefused(403, "FORBIDDEN");
        assertThat(refused.text("message")).contains("dynamic-catalog.export-secrets=true");
        target.getApi().exportAll("?secrets=yes").assertRefused(400, "INVALID_REQUEST");
        target.getApi().exportAll("?secrets=").assertRefused(400, "INVALID_REQUEST");
    }

    @Test
    public void testOutcomes()
    {
        target.getApi().add("sales", "tpch", ImmutableMap.of()).assertOk();
        target.getApi().add("equal", "tpch", ImmutableMap.of()).assertOk();
        String document = document(SALES, definition("equal", "tpch", ""), definition("new", "tpch", ""), definition("fixed", "tpch", ""), definition("odd", "db2", ""), UNREADABLE);

        Answer added = target.getApi().importAll("?mode=add", document).assertOk();
        assertThat(outcomes(added)).containsExactly("CATALOG_EXISTS", "unchanged", "added", "CATALOG_IS_STATIC", "UNKNOWN_CONNECTOR", "INVALID_CONFIGURATION");
        assertThat(added.json().path("refused").asInt()).isEqualTo(4);
        assertThat(added.body()).doesNotContain("much");
        assertThat(target.execute("SELECT count(name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        Answer replaced = target.getApi().importAll("?mode=replace", document).assertOk();
        assertThat(outcomes(replaced)).containsExactly("replaced", "unchanged", "unchanged", "CATALOG_IS_STATIC", "UNKNOWN_CONNECTOR", "INVALID_CONFIGURATION");
        assertThat(target.execute("SELECT count(n_name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertThat(names(target)).containsExactlyInAnyOrder("equal", "new", "sales");
    }

    @DataProvider
    public Object[][] invalidDocuments()
    {
        return new Object[][] {
                {"", "not a JSON object"},
                {"{\"catalogs\": [", "not JSON"},
                {"{}", "catalogs is missing"},
                {document(SALES, "7"), "catalogs[1] is not an object"},
                {document(SALES, definition("Hr", "tpch", "")), "'Hr'"},
                {document(SALES, SALES), "catalogs[1]: Catalog sales occurs twice"},
                {document(SALES, definition("hr", "tpch", "\"a\": 1")), "Catalog hr: Property a is not a string"},
        };
    }

    @Test(dataProvider = "invalidDocuments")
    public void testInvalidDocument(String document, String message)
    {
        assertThat(target.getApi().importAll("", document).assertRefused(400, "INVALID_REQUEST").text("message")).contains(message);
        assertThat(names(target)).isEmpty();
    }

    @Test
    public void testInvalidRequests()
    {
        CatalogApi api = target.getApi();
        api.importAll("?mode=overwrite", document(SALES)).assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/catalog/import").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(document(SALES)))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(names(target)).isEmpty();
    }

    @Test
    public void testLargerThanOneDefinitionMayBe()
    {
        String document = document(SALES) + repeat(" ", 3 << 20);
        assertThat(target.getApi().importAll("", document).assertOk().json().path("added").asInt()).isEqualTo(1);
    }

    @Test
    public void testManyDefinitions()
    {
        String[] definitions = IntStream.range(0, 100).mapToObj(i -> definition("c" + i, "tpch", "")).toArray(String[]::new);
        Answer imported = target.getApi().importAll("", document(definitions)).assertOk();
        assertThat(imported.json().path("added").asInt()).isEqualTo(100);
        assertThat(outcomes(imported)).hasSize(100).containsOnly("added");
        assertThat(target.execute("SELECT count(*) FROM c7.tiny.region, c99.tiny.region").getOnlyValue()).isEqualTo(25L);
    }

    @Test
    public void testCatalogsNamedLikeThePaths()
    {
        JsonNode imported = target.getApi().importAll("", document(definition("export", "tpch", ""), definition("import", "tpch", ""))).assertOk().json();
        assertThat(stream(imported.path("catalogs")).map(catalog -> catalog.path("code").asText())).containsExactly("INVALID_REQUEST", "INVALID_REQUEST");
        target.getApi().add("history", "tpch", Map.of()).assertRefused(400, "INVALID_REQUEST");
        target.getApi().validate("rekey", "tpch", Map.of()).assertRefused(400, "INVALID_REQUEST");
        target.getApi().put("delete", "tpch", Map.of()).assertRefused(405, "METHOD_NOT_ALLOWED");
        assertThat(names(target)).isEmpty();
    }

    @Test
    public void testWorkerNamesCoordinator()
    {
        CatalogApi worker = new CatalogApi(target.getWorkers().get(0).getBaseUrl());
        for (Answer answer : List.of(worker.exportAll("?secrets=true"), worker.importAll("?mode=replace", document(SALES)))) {
            answer.assertRefused(503, "NOT_COORDINATOR");
            assertThat(answer.location()).hasValueSatisfying(location -> assertThat(location).startsWith(target.getQueryRunner().getCoordinator().getBaseUrl().toString()));
        }
    }

    private static Set<String> names(InProcessCluster cluster)
    {
        return stream(cluster.getApi().exportAll("").assertOk().json().path("catalogs"))
                .map(catalog -> catalog.path("catalogName").asText())
                .collect(toImmutableSet());
    }

    /**
     * Returns the outcome of each definition, or the code if it was refused.
     */
    private static List<String> outcomes(Answer imported)
    {
        return stream(imported.json().path("catalogs"))
                .map(catalog -> catalog.path("outcome").asText().equals("refused") ? catalog.path("code").asText() : catalog.path("outcome").asText())
                .collect(toImmutableList());
    }

    private static String document(String... definitions)
    {
        return Stream.of(definitions).collect(joining(", ", "{\"catalogs\": [", "]}"));
    }

    private static String definition(String name, String connector, String properties)
    {
        return "{\"catalogName\": \"%s\", \"connectorName\": \"%s\", \"properties\": {%s}}".formatted(name, connector, properties);
    }

    private static JsonNode json(String text)
    {
        return new Answer(200, Optional.empty(), Optional.empty(), text).json();
    }
}
