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
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.Map;

import static com.google.common.collect.Iterables.getOnlyElement;
import static com.google.common.collect.Streams.stream;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Installed connectors, and the properties that they declare. In one process, all plugins have the classes of the server as well.
 */
@Test(singleThreaded = true)
public class TestConnectorApi
{
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(1, ImmutableMap.of("dynamic-catalog.allowed-connectors", "memory,tpch"));
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
    public void testList()
    {
        JsonNode list = get("").assertOk().json();
        assertThat(list.findValuesAsText("connectorName")).containsExactly("blackhole", "memory", "tpch");
        assertThat(list.findValuesAsText("allowed")).containsExactly("false", "true", "true");
        assertThat(list.path(0).fieldNames()).toIterable().containsExactly("connectorName", "allowed");
    }

    @Test
    public void testProperties()
    {
        JsonNode memory = get("/memory").assertOk().json();
        assertThat(memory.fieldNames()).toIterable().containsExactly("connectorName", "allowed", "properties", "otherProperties", "defunct");
        JsonNode size = property(memory, "memory.max-data-per-node");
        assertThat(size.fieldNames()).toIterable().containsExactly("name", "type", "defaultValue", "required", "secret", "deprecated");
        assertThat(size.path("type").asText()).isEqualTo("dataSize");
        assertThat(size.path("defaultValue").asText()).isEqualTo("128MB");
        assertThat(size.path("secret").asBoolean(true)).isFalse();

        // of the server, whose settings have these kinds
        JsonNode password = property(memory, "dynamic-catalog.jdbc.password");
        assertThat(password.path("secret").asBoolean()).isTrue();
        assertThat(password.has("defaultValue")).isFalse();
        JsonNode enabled = property(memory, "dynamic-catalog.enabled");
        assertThat(enabled.path("formerNames").path(0).asText()).isEqualTo("dynamic-catalog.enable");
        assertThat(enabled.path("defaultValue").asText()).isEqualTo("true");
    }

    @Test
    public void testUnknown()
    {
        for (String name : new String[] {"db2", "system", "Memory"}) {
            assertThat(get("/" + name).assertRefused(404, "UNKNOWN_CONNECTOR").text("message")).contains(name, "installed are: blackhole, memory, tpch");
        }
        api.add("x", "db2", ImmutableMap.of()).assertRefused(400, "UNKNOWN_CONNECTOR");
    }

    @Test
    public void testUnmatchedRequests()
    {
        get("/memory/properties").assertRefused(404, "NOT_FOUND");
        get("?all=true").assertRefused(400, "INVALID_REQUEST");
        get("/memory?all=true").assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/connector/memory").DELETE()).assertRefused(405, "METHOD_NOT_ALLOWED");
        api.send(api.request("/v1/connector").POST(noBody())).assertRefused(405, "METHOD_NOT_ALLOWED");
        api.send(api.request("/v1/connector").header("Accept", "text/html")).assertRefused(406, "NOT_ACCEPTABLE");
    }

    @Test
    public void testWorkerNamesCoordinator()
    {
        CatalogApi worker = new CatalogApi(cluster.getWorkers().get(0).getBaseUrl());
        String coordinator = cluster.getQueryRunner().getCoordinator().getBaseUrl().toString();
        for (String path : new String[] {"/v1/connector", "/v1/connector/memory"}) {
            assertThat(worker.send(worker.request(path)).assertRefused(503, "NOT_COORDINATOR").location()).hasValue(coordinator + path);
        }
    }

    @Test
    public void testSuggestion()
    {
        Map<String, String> properties = ImmutableMap.of("memory.max-data-per-nod", "1MB", "memory.hunter", "hunter2");
        String reason = "'memory.max-data-per-nod' was not used, did you mean 'memory.max-data-per-node'?";
        for (Answer answer : new Answer[] {api.add("x", "memory", properties), api.put("x", "memory", properties), api.validate("x", "memory", properties)}) {
            assertThat(answer.assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                    .contains(reason, "'memory.hunter' was not used")
                    .doesNotContain("hunter2");
        }
        JsonNode refused = api.importAll("", """
                {"catalogs": [{"catalogName": "x", "connectorName": "memory", "properties": {"memory.max-data-per-nod": "1MB"}}]}
                """).assertOk().json();
        assertThat(refused.path("catalogs").path(0).path("message").asText()).endsWith(reason);
    }

    private Answer get(String path)
    {
        return api.send(api.request("/v1/connector" + path));
    }

    private static JsonNode property(JsonNode connector, String name)
    {
        return getOnlyElement(stream(connector.path("properties")).filter(property -> property.path("name").asText().equals(name)).toList());
    }
}
