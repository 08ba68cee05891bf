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

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of a part of a definition, and changes on the condition that a catalog has a certain version.
 */
public class TestPatchApi
{
    private static final String STANDARD_NAMES = "{\"properties\": {\"tpch.column-naming\": \"STANDARD\"}}";

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
    public void testPatch()
    {
        Answer added = api.add("sales", "tpch", ImmutableMap.of("tpch.splits-per-node", "2")).assertOk();

        Answer patched = api.patch("sales", STANDARD_NAMES).assertOk();
        assertThat(patched.json().path("properties").toString()).isEqualTo("{\"tpch.column-naming\":\"STANDARD\",\"tpch.splits-per-node\":\"2\"}");
        assertThat(patched.text("version")).isNotEqualTo(added.text("version"));
        assertThat(cluster.execute("SELECT count(n_name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);

        Answer unchanged = api.patch("sales", STANDARD_NAMES).assertOk();
        assertThat(unchanged.text("version")).isEqualTo(patched.text("version"));
        assertThat(api.patch("sales", "{}").assertOk().text("version")).isEqualTo(patched.text("version"));

        assertThat(api.patch("sales", "{\"properties\": {\"tpch.column-naming\": null}}").assertOk().json().path("properties").toString()).isEqualTo("{\"tpch.splits-per-node\":\"2\"}");
        assertThat(cluster.execute("SELECT count(name) FROM sales.tiny.nation").getOnlyValue()).isEqualTo(25L);
        api.delete("sales").assertOk();
    }

    @Test
    public void testRefusedPatch()
    {
        Answer before = api.add("kept", "tpch", ImmutableMap.of()).assertOk();
        api.patch("kept", "{\"properties\": {\"tpch.no-such-property\": \"1\"}}").assertRefused(400, "INVALID_CONFIGURATION");
        api.patch("kept", "{\"connectorName\": \"nothing\"}").assertRefused(400, "UNKNOWN_CONNECTOR");
        api.patch("kept", "{\"state\": \"ACTIVE\"}").assertRefused(400, "INVALID_REQUEST");
        api.patch("missing", "{}").assertRefused(404, "CATALOG_NOT_FOUND");
        api.patch("fixed", "{}").assertRefused(409, "CATALOG_IS_STATIC");
        HttpRequest.Builder text = api.request("/v1/catalog/kept").header("Content-Type", "text/plain").method("PATCH", BodyPublishers.ofString("{}"));
        api.send(text).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(api.get("kept").json()).isEqualTo(before.json());
        api.delete("kept").assertOk();
    }

    @Test
    public void testVersionsAsConditions()
    {
        String first = etag(api.add("guarded", "tpch", ImmutableMap.of()).assertOk());
        assertThat(etag(api.get("guarded"))).isEqualTo(first);

        String second = etag(api.send(patch("If-Match", first)).assertOk());
        assertThat(second).isNotEqualTo(first);
        Answer refused = api.send(patch("If-Match", first)).assertRefused(412, "VERSION_MISMATCH");
        assertThat(refused.text("message")).contains(unquoted(first), unquoted(second));
        api.send(put("If-Match", first)).assertRefused(412, "VERSION_MISMATCH");
        api.send(put("If-None-Match", "*")).assertRefused(412, "VERSION_MISMATCH");
        api.send(api.request("/v1/catalog/guarded").header("If-Match", first).DELETE()).assertRefused(412, "VERSION_MISMATCH");
        api.send(api.request("/v1/catalog/delete?catalogName=guarded").header("If-Match", first).DELETE()).assertRefused(412, "VERSION_MISMATCH");
        api.send(put("If-Match", unquoted(second))).assertRefused(400, "INVALID_REQUEST");
        assertThat(etag(api.get("guarded"))).isEqualTo(second);

        String third = etag(api.send(put("If-Match", second)).assertOk());
        // of an answer that is compressed
        String compressed = etag(api.send(api.request("/v1/catalog/guarded").header("Accept-Encoding", "gzip")));
        assertThat(compressed).startsWith(third.substring(0, third.length() - 1));
        assertThat(etag(api.send(api.request("/v1/catalog/guarded").header("If-Match", compressed).DELETE()).assertOk())).isEqualTo(third);
        api.send(put("If-Match", "*")).assertRefused(412, "VERSION_MISMATCH");
        api.send(put("If-None-Match", "*")).assertStatus(201);
        api.delete("guarded").assertOk();
    }

    @Test
    public void testValidateStored()
    {
        Answer before = api.add("tried", "tpch", ImmutableMap.of()).assertOk();

        Answer valid = api.send(api.request("/v1/catalog/tried/validate").POST(BodyPublishers.noBody())).assertOk();
        assertThat(valid.json().path("valid").asBoolean()).isTrue();
        assertThat(valid.json().path("schemas").toString()).contains("\"tiny\"");
        assertThat(api.post("/v1/catalog/tried/validate", STANDARD_NAMES).assertOk().json().path("valid").asBoolean()).isTrue();
        api.post("/v1/catalog/tried/validate", "{\"properties\": {\"tpch.no-such-property\": \"1\"}}").assertRefused(400, "INVALID_CONFIGURATION");
        api.post("/v1/catalog/tried/validate", "{\"connectorName\": \"nothing\"}").assertRefused(400, "UNKNOWN_CONNECTOR");
        api.send(api.request("/v1/catalog/tried/validate").POST(BodyPublishers.ofString("{}"))).assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        api.post("/v1/catalog/missing/validate", "{}").assertRefused(404, "CATALOG_NOT_FOUND");
        api.post("/v1/catalog/fixed/validate", "{}").assertRefused(409, "CATALOG_IS_STATIC");

        assertThat(api.get("tried").json()).isEqualTo(before.json());
        api.delete("tried").assertOk();
    }

    private HttpRequest.Builder patch(String header, String value)
    {
        return api.request("/v1/catalog/guarded").header("Content-Type", "application/json").header(header, value).method("PATCH", BodyPublishers.ofString(STANDARD_NAMES));
    }

    private HttpRequest.Builder put(String header, String value)
    {
        return api.request("/v1/catalog/guarded").header("Content-Type", "application/json").header(header, value).PUT(BodyPublishers.ofString("{\"connectorName\": \"tpch\"}"));
    }

    private static String etag(Answer answer)
    {
        return answer.etag().orElseThrow();
    }

    private static String unquoted(String etag)
    {
        return etag.substring(1, etag.length() - 1);
    }
}
