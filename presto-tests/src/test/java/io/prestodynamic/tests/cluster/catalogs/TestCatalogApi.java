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
import io.prestodynamic.catalog.server.representation.OpenApiDocument;
import io.prestodynamic.generated.ApiClient;
import io.prestodynamic.generated.ApiException;
import io.prestodynamic.generated.api.CatalogsApi;
import io.prestodynamic.generated.api.HistoryApi;
import io.prestodynamic.generated.api.TransferApi;
import io.prestodynamic.generated.model.Catalog;
import io.prestodynamic.generated.model.CatalogDefinition;
import io.prestodynamic.generated.model.CatalogImport;
import io.prestodynamic.generated.model.CatalogPatch;
import io.prestodynamic.generated.model.HistoryEntry;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static com.google.common.base.Strings.repeat;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static io.prestodynamic.generated.model.CatalogState.ACTIVE;
import static io.prestodynamic.generated.model.CatalogState.DELETED;
import static io.prestodynamic.generated.model.CatalogState.DISABLED;
import static io.prestodynamic.generated.model.HistoryEntry.ActionEnum;
import static io.prestodynamic.testing.Conditions.await;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The HTTP contract, request by request. After each test, all nodes must be as before.
 */
@Test(singleThreaded = true)
public class TestCatalogApi
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private InProcessCluster cluster;
    private CatalogApi api;
    private JsonNode before;
    private Map<URI, Set<String>> connectorsBefore;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(new TolerantPlugin());
        cluster.getQueryRunner().createCatalog("fixed", "tpch");
        api = cluster.getApi();
        api.add("existing", "tpch", ImmutableMap.of()).assertOk();
        // the new announcements of workers become known one by one
        await("all nodes are known to have the fixed catalog", TIMEOUT, () -> api.get("fixed").json().path("nodes").size() == 1 + cluster.getWorkers().size());
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeMethod
    public void remember()
    {
        before = api.list().json();
        connectorsBefore = cluster.getLoadedVersions();
    }

    @AfterMethod(alwaysRun = true)
    public void assertNothingChanged()
    {
        assertThat(api.list().json()).isEqualTo(before);
        assertThat(cluster.getLoadedVersions()).isEqualTo(connectorsBefore);
    }

    @DataProvider
    public Object[][] invalidBodies()
    {
        return new Object[][] {
                {"", "not a JSON object"},
                {"no json", "not JSON"},
                {"{\"catalogName\":\"x\",", "not JSON"},
                {"[]", "not a JSON object"},
                {"null", "not a JSON object"},
                {"{}", "catalogName is missing"},
                {"{\"catalogName\":\"x\"}", "connectorName is missing"},
                {"{\"catalogname\":\"x\",\"connectorName\":\"tpch\"}", "Field 'catalogname' is unknown"},
                {"connector.name=tpch\ntpch.splits-per-node=2\n", "properties file"},
                {"{\"catalogName\":7,\"connectorName\":\"tpch\",\"properties\":{}}", "catalogName is not a string"},
                {"{\"catalogName\":null,\"connectorName\":\"tpch\",\"properties\":{}}", "catalogName is not a string"},
                {"{\"catalogName\":\"x\",\"connectorName\":[],\"properties\":{}}", "connectorName is not a string"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"\",\"properties\":{}}", "connectorName is empty"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":[]}", "properties is not an object"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":\"a=b\"}", "properties is not an object"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":{\"tpch.splits-per-node\":4}}", "Property tpch.splits-per-node is not a string"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":{\"a\":null}}", "Property a is not a string"},
                {"{\"catalogName\":\"x\",\"catalogName\":\"y\",\"connectorName\":\"tpch\",\"properties\":{}}", "Field 'catalogName' occurs twice"},
                {"{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":{}} {}", "not JSON"},
        };
    }

    @Test(dataProvider = "invalidBodies")
    public void testInvalidBody(String body, String message)
    {
        assertThat(api.post("/v1/catalog/add", body).assertRefused(400, "INVALID_REQUEST").text("message")).contains(message);
    }

    @DataProvider
    public Object[][] invalidNames()
    {
        return new Object[][] {{"../x"}, {"DB2"}, {"a.b"}, {""}, {" "}, {"-x"}, {"a b"}, {"x'; DROP TABLE catalog; --"}, {"a/b"}, {"sales@1-abc"}, {"$system"}, {"ü"}, {repeat("x", 201)}, {repeat("x", 300)}};
    }

    @Test(dataProvider = "invalidNames")
    public void testInvalidName(String name)
    {
        api.add(name, "tpch", ImmutableMap.of()).assertRefused(400, "INVALID_REQUEST");
    }

    @Test
    public void testLongestName()
    {
        String name = repeat("x", 200);
        api.add(name, "tpch", ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SELECT count(*) FROM " + name + ".tiny.region").getOnlyValue()).isEqualTo(5L);
        api.delete(name).assertOk();
        cluster.awaitDrained();
    }

    @Test
    public void testUnknownConnector()
    {
        assertThat(api.add("x", "db2", ImmutableMap.of()).assertRefused(400, "UNKNOWN_CONNECTOR").text("message")).contains("db2", "installed are: blackhole, memory, tolerant, tpch");
        assertThat(api.add("x", "tpch ", ImmutableMap.of()).assertRefused(400, "UNKNOWN_CONNECTOR").text("message")).contains("There is no connector 'tpch ';");
    }

    @Test
    public void testRefusedProperty()
    {
        Answer refused = api.add("x", "memory", ImmutableMap.of("memory.no-such-property", "1", "memory.password", "hunter2")).assertRefused(400, "INVALID_CONFIGURATION");
        assertThat(refused.text("message")).contains("memory.no-such-property").doesNotContain("hunter2");
    }

    @DataProvider
    public Object[][] propertiesThatAreIgnored()
    {
        return new Object[][] {
                {"tpch", "tpch.splits", "Property 'tpch.splits' is unknown; known are tpch.column-naming, tpch.splits-per-node"},
                {"tpch", "tpch.splits-per-node ", "'tpch.splits-per-node ' begins or ends with a blank"},
                {"tpch", "connector.name", "connector.name is no property"},
                {"blackhole", "colour", "Property 'colour' is unknown; the connector has no properties"},
        };
    }

    @Test(dataProvider = "propertiesThatAreIgnored")
    public void testIgnoredProperty(String connectorName, String property, String message)
    {
        assertThat(api.add("x", connectorName, ImmutableMap.of(property, "hunter2")).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .contains(message)
                .doesNotContain("hunter2");
        api.validate("x", connectorName, ImmutableMap.of(property, "hunter2")).assertRefused(400, "INVALID_CONFIGURATION");
    }

    @Test
    public void testRefusedValueIsRedacted()
    {
        Answer refused = api.add("x", "memory", ImmutableMap.of("memory.max-data-per-node", "lots", "memory.secret", "lots")).assertRefused(400, "INVALID_CONFIGURATION");
        assertThat(refused.text("message")).contains("Property memory.max-data-per-node must be a data size").doesNotContain("lots");
    }

    @Test
    public void testDuplicate()
    {
        api.add("existing", "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_EXISTS");
        api.add("existing", "memory", ImmutableMap.of()).assertRefused(409, "CATALOG_EXISTS");
    }

    @Test
    public void testStaticCatalogs()
    {
        for (String name : new String[] {"fixed", "system"}) {
            api.add(name, "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_IS_STATIC");
            api.delete(name).assertRefused(409, "CATALOG_IS_STATIC");
            Answer info = api.get(name).assertOk();
            assertThat(info.text("source")).isEqualTo("static");
            assertThat(info.text("state")).isEqualTo("ACTIVE");
        }
        assertThat(cluster.execute("SELECT count(*) FROM fixed.tiny.region").getOnlyValue()).isEqualTo(5L);
    }

    @Test
    public void testUnknownCatalog()
    {
        api.get("missing").assertRefused(404, "CATALOG_NOT_FOUND");
        api.delete("missing").assertRefused(404, "CATALOG_NOT_FOUND");
        api.send(api.request("/v1/catalog/delete?catalogName=missing").DELETE()).assertRefused(404, "CATALOG_NOT_FOUND");
        api.send(api.request("/v1/catalog/delete").DELETE()).assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/catalog/delete?catalogName=DB2").DELETE()).assertRefused(400, "INVALID_REQUEST");
    }

    @Test
    public void testTooLarge()
    {
        String body = "{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":{\"a\":\"" + repeat("x", 2 << 20) + "\"}}";
        api.post("/v1/catalog/add", body).assertRefused(413, "REQUEST_TOO_LARGE");
    }

    @Test
    public void testMediaType()
    {
        String body = "{\"catalogName\":\"x\",\"connectorName\":\"tpch\",\"properties\":{}}";
        api.send(api.request("/v1/catalog/add").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(body))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        api.send(api.request("/v1/catalog/add").POST(BodyPublishers.ofString(body))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        for (String[] header : new String[][] {{"Content-Type", "application/json; charset=utf-16"}, {"Content-Encoding", "gzip"}}) {
            HttpRequest.Builder request = api.request("/v1/catalog/add").header("Content-Type", "application/json").setHeader(header[0], header[1]);
            assertThat(api.send(request.POST(BodyPublishers.ofString(body))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE").text("message")).contains(header[0]);
        }
    }

    @Test
    public void testNoProperties()
    {
        api.post("/v1/catalog/add", "{\"catalogName\":\"plain\",\"connectorName\":\"tpch\"}").assertOk();
        api.put("plain", api.get("plain").body()).assertOk();
        api.delete("plain").assertOk();
        cluster.awaitDrained();
    }

    @Test
    public void testUnmatchedRequests()
    {
        for (CatalogApi node : new CatalogApi[] {api, new CatalogApi(cluster.getWorkers().get(0).getBaseUrl())}) {
            assertThat(node.send(node.request("/v1/catalog").header("Accept", "text/html")).assertRefused(406, "NOT_ACCEPTABLE").text("message")).contains("application/json");
            assertThat(node.send(node.request("/v1/catalog/existing").method("FOO", noBody())).assertRefused(405, "METHOD_NOT_ALLOWED").text("message")).contains("FOO", "GET");
            node.send(node.request("/v1/catalog/existing").method("OPTIONS", noBody())).assertOk();
        }
        assertThat(api.get("existing/nodes").assertRefused(404, "NOT_FOUND").text("message")).contains("/v1/catalog/existing/nodes");
        api.send(api.request("/v1/catalog").DELETE()).assertRefused(405, "METHOD_NOT_ALLOWED");
        api.post("/v1/catalog/existing", "{}").assertRefused(405, "METHOD_NOT_ALLOWED");
        for (String type : new String[] {"nonsense", "application/json;", "application/json; charset", "/", ""}) {
            Answer answer = api.send(api.request("/v1/catalog/add").header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
            assertThat(answer.json().path("code").asText()).as(type).isIn("UNSUPPORTED_MEDIA_TYPE", "INVALID_REQUEST");
        }
        for (String type : new String[] {"nonsense", "application/json; q=banana", "application/json, text/plain"}) {
            api.send(api.request("/v1/catalog/add").header("Content-Type", type).POST(BodyPublishers.ofString("{}"))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        }
        api.send(api.request("/v1/catalog/add").header("Content-Type", "application/json").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")))
                .assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        for (String accepted : new String[] {"application/json; q=banana", "nonsense", ",,", "*/*; q=2"}) {
            Answer answer = api.send(api.request("/v1/catalog").header("Accept", accepted));
            assertThat(answer.status()).as(answer.body()).isIn(200, 400, 406);
            assertThat(answer.json()).as(accepted).isNotEmpty();
        }
    }

    @Test
    public void testWorkerNamesCoordinator()
    {
        URI coordinator = cluster.getQueryRunner().getCoordinator().getBaseUrl();
        CatalogApi worker = new CatalogApi(cluster.getWorkers().get(0).getBaseUrl());
        for (Answer answer : new Answer[] {worker.list(), worker.get("existing"), worker.get("openapi.json"), worker.add("x", "tpch", ImmutableMap.of()), worker.delete("existing")}) {
            answer.assertRefused(503, "NOT_COORDINATOR");
            assertThat(answer.location()).hasValueSatisfying(location -> assertThat(location).startsWith(coordinator.toString()));
        }
    }

    @Test
    public void testAnswerShape()
    {
        Answer added = api.add("shown", "memory", ImmutableMap.of("memory.max-data-per-node", "64MB")).assertOk();
        assertThat(added.json().fieldNames()).toIterable()
                .containsExactly("catalogName", "connectorName", "properties", "files", "source", "version", "state", "createdAt", "enabled", "nodes");
        assertThat(added.json().path("properties").path("memory.max-data-per-node").asText()).isEqualTo("64MB");
        assertThat(added.text("source")).isEqualTo("dynamic");
        assertThat(added.text("version")).matches("[0-9]+-[0-9a-f]+");
        assertThat(added.text("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(added.json().path("nodes")).hasSize(3);
        assertThat(stream(added.json().path("nodes")).filter(node -> node.path("coordinator").asBoolean()).count()).isEqualTo(1);

        assertThat(api.get("shown").assertOk().json()).isEqualTo(added.json());
        assertThat(stream(api.list().assertOk().json()).map(catalog -> catalog.path("catalogName").asText()).collect(toImmutableSet()))
                .containsAll(new TreeSet<>(Set.of("existing", "fixed", "shown", "system")));

        Answer deleted = api.send(api.request("/v1/catalog/delete?catalogName=shown").DELETE()).assertOk();
        assertThat(deleted.text("state")).isEqualTo("DELETED");
        assertThat(deleted.text("version")).isEqualTo(added.text("version"));
        cluster.awaitDrained();
        api.get("shown").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    @Test
    public void testSecretsAreMasked()
    {
        Answer added = api.add("masked", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2", "some-url", "jdbc:mysql://h:3306/?user=u&password=hunter2")).assertOk();
        assertThat(added.body()).doesNotContain("hunter2");
        assertThat(added.json().path("properties").path("some-password").asText()).isEqualTo("******");
        assertThat(added.json().path("properties").path("some-url").asText()).isEqualTo("jdbc:mysql://h:3306/?user=u&password=******");
        assertThat(api.list().body()).doesNotContain("hunter2");
        assertThat(cluster.execute("SELECT * FROM system.metadata.dynamic_catalogs").toString()).contains("masked").doesNotContain("hunter2");

        // what was answered is taken back, and keeps its secrets
        assertThat(api.put("masked", added.body()).assertOk().text("version")).isEqualTo(added.text("version"));
        Answer edited = api.put("masked", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "******", "other", "1")).assertOk();
        assertThat(edited.text("version")).isNotEqualTo(added.text("version"));
        Answer equal = api.put("masked", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2", "other", "1")).assertOk();
        assertThat(equal.text("version")).isEqualTo(edited.text("version"));
        assertThat(api.validate("masked", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "******")).assertOk().body()).doesNotContain("hunter2");
        api.validate("unknown", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "******")).assertRefused(400, "INVALID_REQUEST");
        api.delete("masked").assertOk();
        cluster.awaitDrained();
    }

    @Test
    public void testOpenApiDocument()
    {
        assertThat(api.get("openapi.json").assertOk().json()).isEqualTo(OpenApiDocument.read());
        api.delete("openapi.json").assertRefused(405, "METHOD_NOT_ALLOWED");
    }

    @Test
    public void testGeneratedClient()
            throws ApiException
    {
        ApiClient client = new ApiClient();
        client.updateBaseUri(cluster.getQueryRunner().getCoordinator().getBaseUrl().toString());
        CatalogsApi catalogs = new CatalogsApi(client);
        HistoryApi history = new HistoryApi(client);
        TransferApi transfer = new TransferApi(client);

        CatalogDefinition definition = new CatalogDefinition().catalogName("bought").connectorName(TolerantPlugin.CONNECTOR)
                .properties(Map.of("color", "red", "some-password", "hunter2"));
        Catalog added = catalogs.addCatalog(definition, "alice", "Bought from another shop");
        assertThat(added.getState()).isEqualTo(ACTIVE);
        assertThat(added.getCreatedBy()).isEqualTo("alice");
        String tag = catalogs.getCatalogWithHttpInfo("bought", null).getHeaders().get("etag").get(0);
        assertThat(catalogs.validateCatalog("bought", null, new CatalogPatch().putPropertiesItem("color", "blue")).getValid()).isTrue();

        CatalogPatch patch = new CatalogPatch().putPropertiesItem("color", null).putPropertiesItem("size", "1").description("Orders of the other shop");
        Catalog changed = catalogs.changeCatalog("bought", patch, "alice", null, tag);
        assertThat(changed.getProperties()).isEqualTo(Map.of("size", "1", "some-password", "******"));
        assertThatThrownBy(() -> catalogs.changeCatalog("bought", patch.putPropertiesItem("size", "2"), "alice", null, tag))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.getCode()).isEqualTo(412));
        assertThat(catalogs.changeCatalog("bought", new CatalogPatch().enabled(false), null, null, null).getState()).isEqualTo(DISABLED);
        assertThat(catalogs.changeCatalog("bought", new CatalogPatch().enabled(true), null, null, null).getState()).isEqualTo(ACTIVE);
        assertThat(history.listCatalogHistory("bought", null, null, null)).extracting(HistoryEntry::getAction)
                .containsExactly(ActionEnum.ENABLED, ActionEnum.DISABLED, ActionEnum.REPLACED, ActionEnum.ADDED);
        assertThat(history.restoreCatalog("bought", added.getVersion(), null, null, null).getProperties()).containsEntry("color", "red");

        CatalogImport export = new CatalogImport().catalogs(transfer.exportCatalogs(null, null).getCatalogs());
        export.getCatalogs().removeIf(catalog -> !catalog.getCatalogName().equals("bought"));
        export.getCatalogs().get(0).putPropertiesItem("color", "blue");
        assertThat(transfer.importCatalogs(export, null, null, "replace", null, true).getCatalogs()).singleElement()
                .satisfies(planned -> assertThat(planned.getChanged()).containsExactly("color"));
        assertThat(catalogs.deleteCatalog("bought", null, null, null, null).getState()).isEqualTo(DELETED);
        cluster.awaitDrained();
    }
}
