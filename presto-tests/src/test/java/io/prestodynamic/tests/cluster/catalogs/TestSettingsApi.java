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
import com.google.common.collect.Streams;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Descriptions, catalogs that are disabled, filters of the list, and imports that delete or only plan.
 */
@Test(singleThreaded = true)
public class TestSettingsApi
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws Exception
    {
        cluster = new InProcessCluster();
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
    public void testLife()
    {
        Answer added = api.post("/v1/catalog/add", """
                {"catalogName": "sales", "connectorName": "tpch", "description": "Orders of the shop", "enabled": false}""").assertOk();
        assertThat(added.text("state")).isEqualTo("DISABLED");
        assertThat(added.text("description")).isEqualTo("Orders of the shop");
        assertThat(added.json().path("enabled").asBoolean(true)).isFalse();
        assertThatThrownBy(() -> cluster.execute("SELECT 1 FROM sales.tiny.nation")).hasMessageContaining("Catalog sales does not exist");
        assertThat(cluster.execute("SHOW CATALOGS").getOnlyColumnAsSet()).doesNotContain("sales");

        Answer enabled = api.patch("sales", "{\"enabled\": true}").assertOk();
        assertThat(enabled.text("state")).isEqualTo("ACTIVE");
        assertThat(enabled.text("version")).isEqualTo(added.text("version"));
        assertThat(enabled.text("description")).isEqualTo("Orders of the shop");
        assertQueried("sales");

        Answer described = api.patch("sales", "{\"description\": null}").assertOk();
        assertThat(described.json().has("description")).isFalse();
        assertThat(described.text("version")).isEqualTo(added.text("version"));

        Answer disabled = api.patch("sales", "{\"enabled\": false}").assertOk();
        assertThat(disabled.text("state")).isEqualTo("DISABLED");
        Conditions.await("no node has it", TIMEOUT, () -> api.get("sales").json().path("nodes").isEmpty());
        assertThat(cluster.execute("SELECT description, enabled, state FROM system.metadata.dynamic_catalogs WHERE catalog_name = 'sales'").getMaterializedRows().get(0).getFields())
                .containsExactly(null, false, "DISABLED");

        // what GET answers may be sent back
        assertThat(api.put("sales", api.get("sales").body()).assertOk().text("version")).isEqualTo(added.text("version"));
        assertThat(api.put("sales", "tpch", ImmutableMap.of()).assertOk().text("state")).isEqualTo("ACTIVE");
        assertQueried("sales");
        assertThat(Streams.stream(api.send(api.request("/v1/catalog/sales/history")).json()).map(entry -> entry.path("action").asText()))
                .containsExactly("ENABLED", "DISABLED", "DESCRIBED", "ENABLED", "ADDED");
        api.delete("sales").assertOk();
    }

    @Test
    public void testRefused()
    {
        for (String field : List.of("\"enabled\": \"no\"", "\"description\": 1", "\"description\": \"%s\"".formatted("x".repeat(1001)))) {
            api.post("/v1/catalog/add", "{\"catalogName\": \"refused\", \"connectorName\": \"tpch\", %s}".formatted(field)).assertRefused(400, "INVALID_REQUEST");
        }
        api.get("refused").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    @Test
    public void testFilters()
    {
        api.add("shop_a", "tpch", ImmutableMap.of()).assertOk();
        api.add("shop_b", "blackhole", ImmutableMap.of()).assertOk();
        api.patch("shop_b", "{\"enabled\": false}").assertOk();
        assertThat(list("prefix=shop_")).containsExactly("shop_a", "shop_b");
        assertThat(list("prefix=shop_&state=ACTIVE")).containsExactly("shop_a");
        assertThat(list("state=DISABLED&connector=blackhole")).containsExactly("shop_b");
        assertThat(list("state=FAILED")).isEmpty();
        api.send(api.request("/v1/catalog?state=failed")).assertRefused(400, "INVALID_REQUEST");
        api.delete("shop_a").assertOk();
        api.delete("shop_b").assertOk();
    }

    @Test
    public void testImport()
    {
        api.add("first", "tpch", ImmutableMap.of()).assertOk();
        api.add("second", "tpch", ImmutableMap.of()).assertOk();
        api.patch("first", "{\"description\": \"One\", \"enabled\": false}").assertOk();
        String exported = api.exportAll("").assertOk().body();
        assertThat(exported).contains("\"description\":\"One\"", "\"enabled\":false");
        api.add("third", "tpch", ImmutableMap.of()).assertOk();
        api.patch("first", "{\"properties\": {\"tpch.splits-per-node\": \"1\"}, \"enabled\": true}").assertOk();

        JsonNode planned = api.importAll("?mode=replace&prune=true&dryRun=true", exported).assertOk().json();
        assertThat(planned.toString()).isEqualTo("{\"added\":0,\"replaced\":1,\"unchanged\":1,\"deleted\":1,\"refused\":0,\"catalogs\":[" +
                "{\"catalogName\":\"first\",\"outcome\":\"replaced\",\"changed\":[\"enabled\",\"tpch.splits-per-node\"]}," +
                "{\"catalogName\":\"second\",\"outcome\":\"unchanged\"}," +
                "{\"catalogName\":\"third\",\"outcome\":\"deleted\"}]}");
        assertQueried("third");

        JsonNode imported = api.importAll("?mode=replace&prune=true", exported).assertOk().json();
        assertThat(imported.path("deleted").asInt()).isEqualTo(1);
        assertThat(api.exportAll("").body()).isEqualTo(exported);
        api.get("third").assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(api.importAll("?prune=true", "{\"catalogs\": []}").assertOk().json().path("deleted").asInt()).isEqualTo(2);
        api.importAll("?prune=yes", "{\"catalogs\": []}").assertRefused(400, "INVALID_REQUEST");
    }

    private List<String> list(String parameters)
    {
        return Streams.stream(api.send(api.request("/v1/catalog?" + parameters)).assertOk().json()).map(catalog -> catalog.path("catalogName").asText()).toList();
    }

    private void assertQueried(String catalog)
    {
        assertThat(cluster.execute("SELECT count(*) FROM %s.tiny.nation".formatted(catalog)).getOnlyValue()).isEqualTo(25L);
    }
}
