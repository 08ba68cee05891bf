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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers to {@code PUT} and {@code validate}.
 */
@Test(singleThreaded = true)
public class TestReplaceApi
{
    private static final Map<String, String> STANDARD = ImmutableMap.of("tpch.column-naming", "STANDARD");
    private static final Map<String, String> UNREADABLE = ImmutableMap.of("memory.max-data-per-node", "much");

    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster();
        cluster.getQueryRunner().createCatalog("fixed", "tpch");
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
    public void testPut()
    {
        Answer added = api.put("sales", "tpch", ImmutableMap.of()).assertStatus(201);
        assertThat(added.text("state")).isEqualTo("ACTIVE");
        assertThat(cluster.execute("SELECT count(name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        Answer unchanged = api.put("sales", "tpch", ImmutableMap.of()).assertOk();
        assertThat(unchanged.text("version")).isEqualTo(added.text("version"));

        Answer replaced = api.put("sales", "tpch", STANDARD).assertOk();
        assertThat(replaced.text("version")).isNotEqualTo(added.text("version"));
        assertThat(replaced.json().at("/properties/tpch.column-naming").asText()).isEqualTo("STANDARD");
        assertThat(cluster.execute("SELECT count(n_name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        Answer other = api.put("sales", "memory", ImmutableMap.of()).assertOk();
        assertThat(other.text("connectorName")).isEqualTo("memory");
        cluster.execute("CREATE TABLE sales.default.t AS SELECT 1 x");
        cluster.awaitDrained();
        assertThat(cluster.execute("SELECT x FROM sales.default.t").getOnlyValue()).isEqualTo(1);
        api.delete("sales").assertOk();
        api.put("sales", "tpch", ImmutableMap.of()).assertStatus(201);
        api.delete("sales").assertOk();
    }

    @Test
    public void testRefusedPut()
    {
        Answer before = api.put("kept", "tpch", ImmutableMap.of()).assertStatus(201);
        api.put("kept", "memory", UNREADABLE).assertRefused(400, "INVALID_CONFIGURATION");
        api.put("kept", "nothing", ImmutableMap.of()).assertRefused(400, "UNKNOWN_CONNECTOR");
        api.put("kept", "no json").assertRefused(400, "INVALID_REQUEST");
        api.put("kept", "{\"properties\":{}}").assertRefused(400, "INVALID_REQUEST");
        api.put("kept", "{\"catalogName\":\"other\",\"connectorName\":\"tpch\",\"properties\":{}}").assertRefused(400, "INVALID_REQUEST");
        api.put("KEPT", "tpch", ImmutableMap.of()).assertRefused(400, "INVALID_REQUEST");
        api.put("fixed", "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_IS_STATIC");
        api.put("system", "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_IS_STATIC");
        assertThat(api.get("kept").assertOk().json()).isEqualTo(before.json());
        assertThat(cluster.execute("SELECT count(*) FROM kept.tiny.nation").getOnlyValue()).isEqualTo(25L);
        // the body may contain the name, as answers do
        api.put("kept", "{\"catalogName\":\"kept\",\"connectorName\":\"tpch\",\"properties\":{}}").assertOk();
        api.delete("kept").assertOk();
    }

    @Test
    public void testForceParameter()
    {
        api.put("forced", "tpch", ImmutableMap.of()).assertStatus(201);
        api.send(api.request("/v1/catalog/forced?force=yes").DELETE()).assertRefused(400, "INVALID_REQUEST");
        Answer misspelt = api.send(api.request("/v1/catalog/forced?forced=true").DELETE()).assertRefused(400, "INVALID_REQUEST");
        assertThat(misspelt.text("message")).isEqualTo("Parameter 'forced' is unknown; this request takes force");
        api.send(api.request("/v1/catalog?force=true")).assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/catalog/forced?force=false").DELETE()).assertOk();
        api.forceDelete("forced").assertRefused(404, "CATALOG_NOT_FOUND");
        api.put("forced", "tpch", ImmutableMap.of()).assertStatus(201);
        assertThat(api.send(api.request("/v1/catalog/delete?catalogName=forced&force=true").DELETE()).assertOk().text("state")).isEqualTo("DELETED");
        api.forceDelete("system").assertRefused(409, "CATALOG_IS_STATIC");
    }

    @Test
    public void testValidate()
    {
        Answer valid = api.validate("trial", "tpch", STANDARD).assertOk();
        assertThat(valid.json().path("valid").asBoolean()).isTrue();
        assertThat(valid.json().path("schemas").toString()).contains("\"tiny\"", "\"sf1\"");
        api.get("trial").assertRefused(404, "CATALOG_NOT_FOUND");

        api.validate("trial", "memory", UNREADABLE).assertRefused(400, "INVALID_CONFIGURATION");
        api.validate("trial", "nothing", ImmutableMap.of()).assertRefused(400, "UNKNOWN_CONNECTOR");
        api.validate("fixed", "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_IS_STATIC");
        api.post("/v1/catalog/validate", "{}").assertRefused(400, "INVALID_REQUEST");

        // a catalog of the same name is not affected
        api.put("sales", "tpch", ImmutableMap.of()).assertStatus(201);
        assertThat(api.validate("sales", "memory", ImmutableMap.of()).assertOk().json().path("valid").asBoolean()).isTrue();
        assertThat(cluster.execute("SELECT count(*) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);
        api.delete("sales").assertOk();
        cluster.awaitDrained();
    }
}
