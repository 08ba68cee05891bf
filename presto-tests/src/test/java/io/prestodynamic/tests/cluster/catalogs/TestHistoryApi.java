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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Streams.stream;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers about the history of catalogs, and restored versions.
 */
@Test(singleThreaded = true)
public class TestHistoryApi
{
    private Path directory;
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("history-api");
        cluster = new InProcessCluster(1, ImmutableMap.of("dynamic-catalog.audit.log-path", auditLog().toString()), new TolerantPlugin());
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testHistory()
            throws IOException
    {
        String first = api.add("sales", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2", "color", "red")).assertOk().text("version");
        String replaced = putByAlice("sales", "{\"connectorName\": \"%s\", \"properties\": {\"some-password\": \"******\", \"color\": \"blue\"}}".formatted(TolerantPlugin.CONNECTOR));
        Answer current = api.get("sales").assertOk();
        assertThat(current.text("createdBy")).isEqualTo("alice");
        api.delete("sales").assertOk();

        Answer history = history("/v1/catalog/sales/history").assertOk();
        assertThat(history.body()).doesNotContain("hunter2");
        JsonNode entries = history.json();
        assertThat(stream(entries).map(entry -> entry.path("action").asText()).collect(toImmutableList())).containsExactly("DELETED", "REPLACED", "ADDED");
        JsonNode entry = entries.path(1);
        assertThat(entry.path("version").asText()).isEqualTo(current.text("version"));
        assertThat(entry.path("previousVersion").asText()).isEqualTo(first);
        assertThat(entry.path("user").asText()).isEqualTo("alice");
        assertThat(entry.path("authenticated").asBoolean()).isFalse();
        assertThat(entry.path("source").asText()).isEqualTo("HTTP");
        assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(replaced).contains("X-Request-Id: " + entry.path("requestId").asText() + "\r\n");
        assertThat(entry.path("comment").asText()).isEqualTo("Größer, 数据源");
        assertThat(entry.path("changed")).extracting(JsonNode::asText).containsExactly("color");
        assertThat(entry.path("properties").path("some-password").asText()).isEqualTo("******");
        assertThat(entries.path(0).path("version").isMissingNode()).isTrue();

        assertThat(cluster.execute("SELECT \"user\", changed_properties, comment FROM system.metadata.catalog_history WHERE version = '%s'".formatted(current.text("version")))
                .getMaterializedRows().get(0).getFields()).containsExactly("alice", "color", "Größer, 数据源");
        assertThat(history("/v1/catalog/sales/history?limit=1").assertOk().json()).hasSize(1);
        assertThat(history("/v1/catalog/history?limit=2").assertOk().json()).hasSize(2);
        testPages(entries);
        history("/v1/catalog/missing/history").assertRefused(404, "CATALOG_NOT_FOUND");
        history("/v1/catalog/history?limit=0").assertRefused(400, "INVALID_REQUEST");
        history("/v1/catalog/history?limit=many").assertRefused(400, "INVALID_REQUEST");
        history("/v1/catalog/history?last=2").assertRefused(400, "INVALID_REQUEST");
        history("/v1/catalog/history?before=yesterday").assertRefused(400, "INVALID_REQUEST");
    }

    private void testPages(JsonNode entries)
            throws IOException
    {
        assertThat(link("/v1/catalog/sales/history?limit=2")).contains("<?limit=2&before=%s>; rel=\"next\"".formatted(entries.path(1).path("sequence").asLong()));
        Answer second = history("/v1/catalog/sales/history?limit=2&before=" + entries.path(1).path("sequence").asLong()).assertOk();
        assertThat(second.json()).containsExactly(entries.path(2));
        String last = "/v1/catalog/sales/history?limit=2&before=" + entries.path(2).path("sequence").asLong();
        assertThat(history(last).assertOk().json()).isEmpty();
        assertThat(link(last)).isEmpty();
        assertThat(history("/v1/catalog/history?before=" + entries.path(0).path("sequence").asLong()).assertOk().json()).contains(entries.path(1));
        assertThat(cluster.execute("SELECT count(*) FROM system.metadata.catalog_history WHERE catalog_name = 'sales'").getOnlyValue()).isEqualTo(3L);
    }

    private Optional<String> link(String path)
            throws IOException
    {
        try {
            return HttpClient.newHttpClient().send(api.request(path).build(), BodyHandlers.discarding()).headers().firstValue("Link");
        }
        catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void testRestore()
    {
        String first = api.add("restored", "tpch", ImmutableMap.of("tpch.column-naming", "STANDARD")).assertOk().text("version");
        api.put("restored", "tpch", ImmutableMap.of()).assertOk();
        cluster.execute("SELECT count(nationkey) FROM restored.tiny.nation");

        Answer restored = restore("restored", first).assertOk();
        assertThat(restored.json().at("/properties/tpch.column-naming").asText()).isEqualTo("STANDARD");
        assertThat(cluster.execute("SELECT count(n_nationkey) FROM restored.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertThat(restore("restored", first).assertOk().text("version")).as("an equal definition is left").isEqualTo(restored.text("version"));

        api.delete("restored").assertOk();
        restore("restored", first).assertOk();
        assertThat(cluster.execute("SELECT count(n_nationkey) FROM restored.tiny.nation").getOnlyValue()).isEqualTo(25L);
        assertThat(history("/v1/catalog/restored/history").json().path(0).path("action").asText()).isEqualTo("RESTORED");

        restore("restored", "1-ffffff").assertRefused(404, "VERSION_NOT_FOUND");
        restore("missing", first).assertRefused(404, "VERSION_NOT_FOUND");
        api.post("/v1/catalog/restored/restore", "").assertRefused(400, "INVALID_REQUEST");
        assertThat(api.get("restored").assertOk().text("state")).isEqualTo("ACTIVE");
    }

    @Test
    public void testAudit()
            throws IOException
    {
        putByAlice("audited", "{\"connectorName\": \"%s\", \"properties\": {\"some-password\": \"hunter2\"}}".formatted(TolerantPlugin.CONNECTOR));
        api.add("audited", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter3")).assertRefused(409, "CATALOG_EXISTS");
        api.validate("audited", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter4")).assertOk();
        api.exportAll("?secrets=true").assertRefused(403, "FORBIDDEN");
        api.send(api.request("/v1/catalog/audited").header("Origin", "https://elsewhere.example.com").DELETE()).assertRefused(403, "FORBIDDEN");
        api.put("audited", "no JSON").assertRefused(400, "INVALID_REQUEST");

        String log = Files.readString(auditLog());
        assertThat(log).doesNotContain("hunter");
        List<JsonNode> lines = log.lines().map(TestHistoryApi::parse).toList();
        assertThat(lines).extracting(line -> line.path("sequence").asLong()).isEqualTo(LongStream.rangeClosed(1, lines.size()).boxed().toList());
        List<JsonNode> last = lines.subList(lines.size() - 6, lines.size());
        assertThat(last).extracting(line -> line.path("action").asText()).containsExactly("PUT", "ADD", "VALIDATE", "EXPORT_SECRETS", "REQUEST", "PUT");
        assertThat(last).extracting(line -> line.path("outcome").asText()).containsExactly("ADDED", "CATALOG_EXISTS", "VALID", "FORBIDDEN", "FORBIDDEN", "INVALID_REQUEST");
        assertThat(last.get(0).path("user").asText()).isEqualTo("alice");
        assertThat(last.get(0).path("catalogName").asText()).isEqualTo("audited");
        assertThat(last.get(0).path("requestId").asText()).isEqualTo(history("/v1/catalog/audited/history").json().path(0).path("requestId").asText());
        assertThat(last.get(4).path("message").asText()).startsWith("DELETE /v1/catalog/audited: ");
    }

    @Test
    public void testAuditOfRequestsThatAreNotRead()
            throws IOException
    {
        int before = auditLines().size();
        api.send(api.request("/v1/catalog/named").header("X-HTTP-Method-Override", "DELETE")).assertRefused(400, "INVALID_REQUEST");
        api.post("/v1/catalog/named?_method=DELETE", "").assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/catalog/delete?catalogName=named").header("Origin", "https://elsewhere.example.com").DELETE()).assertRefused(403, "FORBIDDEN");
        api.send(api.request("/v1/catalog/named").header("Content-Type", "application/x-www-form-urlencoded").PUT(BodyPublishers.ofString("a=b")))
                .assertRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        api.send(api.request("/v1/catalog/named?froce=true").DELETE()).assertRefused(400, "INVALID_REQUEST");
        api.post("/v1/catalog/named/restore", "").assertRefused(400, "INVALID_REQUEST");
        api.put("named", "no JSON").assertRefused(400, "INVALID_REQUEST");
        api.put("named", "x".repeat(2 << 20)).assertRefused(413, "REQUEST_TOO_LARGE");
        api.importAll("?mode=nonsense", "{}").assertRefused(400, "INVALID_REQUEST");
        api.importAll("", "no JSON").assertRefused(400, "INVALID_REQUEST");
        api.send(api.request("/v1/catalog/named/unknown").DELETE()).assertRefused(404, "NOT_FOUND");
        api.get("named").assertRefused(404, "CATALOG_NOT_FOUND");
        history("/v1/catalog/history?limit=0").assertRefused(400, "INVALID_REQUEST");

        List<JsonNode> lines = auditLines();
        List<JsonNode> added = lines.subList(before, lines.size());
        assertThat(added).extracting(line -> line.path("outcome").asText()).containsExactly(
                "INVALID_REQUEST", "INVALID_REQUEST", "FORBIDDEN", "UNSUPPORTED_MEDIA_TYPE", "INVALID_REQUEST", "INVALID_REQUEST", "INVALID_REQUEST", "REQUEST_TOO_LARGE",
                "INVALID_REQUEST", "INVALID_REQUEST", "NOT_FOUND");
        assertThat(added).extracting(line -> line.path("catalogName").asText()).containsExactly(
                "named", "named", "named", "named", "named", "named", "named", "named", "", "", "named");
        assertThat(added).extracting(line -> line.path("requestId").asText()).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    public void testRefused()
    {
        api.add("attempted", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2")).assertOk();
        api.add("attempted", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter3")).assertRefused(409, "CATALOG_EXISTS");
        api.delete("attempted").assertOk();
        api.send(api.request("/v1/catalog/attempted").header("Origin", "https://elsewhere.example.com").DELETE()).assertRefused(403, "FORBIDDEN");
        api.exportAll("?secrets=true").assertRefused(403, "FORBIDDEN");

        Answer refused = history("/v1/catalog/history/refused?limit=1000").assertOk();
        assertThat(refused.body()).doesNotContain("hunter");
        List<JsonNode> attempts = stream(refused.json()).filter(attempt -> attempt.path("catalogName").asText().equals("attempted")).toList();
        assertThat(attempts).extracting(attempt -> attempt.path("action").asText()).containsExactly("REQUEST", "ADD");
        assertThat(attempts).extracting(attempt -> attempt.path("code").asText()).containsExactly("FORBIDDEN", "CATALOG_EXISTS");
        assertThat(attempts.get(1).path("message").asText()).isEqualTo("There is a catalog attempted already");
        assertThat(attempts.get(1).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(history("/v1/catalog/history/refused?limit=1").assertOk().json()).hasSize(1);
        history("/v1/catalog/history/refused?limit=0").assertRefused(400, "INVALID_REQUEST");
        history("/v1/catalog/history/refused?before=1").assertRefused(400, "INVALID_REQUEST");
    }

    @Test
    public void testTooLongComment()
    {
        api.send(api.request("/v1/catalog/add")
                .header("Content-Type", "application/json")
                .header("X-Presto-Catalog-Comment", "x".repeat(1001))
                .POST(BodyPublishers.ofString("{\"catalogName\": \"commented\", \"connectorName\": \"tpch\"}"))).assertRefused(400, "INVALID_REQUEST");
        api.get("commented").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    private Path auditLog()
    {
        return directory.resolve("catalog-audit.log");
    }

    private List<JsonNode> auditLines()
            throws IOException
    {
        return Files.readString(auditLog()).lines().map(TestHistoryApi::parse).toList();
    }

    private static JsonNode parse(String line)
    {
        try {
            return new ObjectMapper().readTree(line);
        }
        catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    // clients send headers in UTF-8, as they were typed
    private String putByAlice(String name, String body)
            throws IOException
    {
        URI uri = cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl();
        String request = """
                PUT /v1/catalog/%s HTTP/1.1\r
                Host: 127.0.0.1\r
                Connection: close\r
                Content-Type: application/json\r
                Content-Length: %s\r
                X-Presto-User: alice\r
                X-Presto-Catalog-Comment: Größer, 数据源\r
                \r
                %s""".formatted(name, body.length(), body);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort()); OutputStream output = socket.getOutputStream()) {
            output.write(request.getBytes(UTF_8));
            output.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Answer history(String path)
    {
        return api.send(api.request(path));
    }

    private Answer restore(String name, String version)
    {
        return api.post("/v1/catalog/%s/restore?version=%s".formatted(name, version), "");
    }
}
