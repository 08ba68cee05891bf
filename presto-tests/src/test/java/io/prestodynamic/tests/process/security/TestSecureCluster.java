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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.SecureClients;
import io.prestodynamic.harness.process.SecureCluster;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.harness.process.SecureCluster.COORDINATOR;
import static io.prestodynamic.harness.process.SecureCluster.STANDBY;
import static io.prestodynamic.harness.process.SecureCluster.WORKER;
import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The cluster of {@code examples/secure}, with a standby and discovery servers of its own: who gets in, what they may do then, and clients that follow the
 * coordinator. A plain port is open beside it, and tasks run on the coordinator too.
 */
@Test(singleThreaded = true)
public class TestSecureCluster
{
    private static final Map<String, String> PASSWORDS = ImmutableMap.of("admin", "admin-secret", "sales-anne", "anne-secret", "bob", "bob-secret", "eve", "eve-secret");
    private static final String RULES = """
            {"rules": [
              {"user": "admin", "allow": ["see", "read", "change", "export"]},
              {"user": "sales-.*", "catalog": "sales_.*", "connector": "mysql|postgresql", "allow": ["see", "read", "change"]},
              {"allow": ["%s"]}]}
            """;
    private static final String ANNOUNCEMENT = """
            {"environment": "production", "pool": "general", "location": "/fake", "services": [
            {"id": "00000000-0000-4000-8000-000000000001", "type": "presto", "properties": {"https": "https://127.0.0.1:1"}}]}""";
    private static final String NODE_IDS = "SELECT node_id FROM system.runtime.nodes WHERE coordinator";

    private TestingMySqlServer mysql;
    private SecureCluster cluster;
    private SSLContext defaultSslContext;
    private SecureClients clients;
    private int plainPort;

    @BeforeClass
    public void setUp()
            throws Exception
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        plainPort = FreePorts.find(1).get(0);
        cluster = new SecureCluster(PASSWORDS, ImmutableMap.<String, String>builder()
                .put("node-scheduler.include-coordinator", "true")
                .put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()))
                .put("dynamic-catalog.jdbc.username", mysql.getUser())
                .put("dynamic-catalog.jdbc.password", mysql.getPassword())
                .put("dynamic-catalog.active-coordinator.enabled", "true")
                .put("dynamic-catalog.active-coordinator.warm-up-queries", "4")
                .put("dynamic-catalog.active-coordinator.lease", "4s")
                .build());
        cluster.setConfig(COORDINATOR, "http-server.http.enabled", "true");
        cluster.setConfig(COORDINATOR, "http-server.http.port", String.valueOf(plainPort));
        // on the other nodes, metrics are as they are by default
        cluster.setConfig(COORDINATOR, "dynamic-catalog.metrics.access", "authenticated");
        // the locator's driver takes it for discovery servers
        defaultSslContext = SSLContext.getDefault();
        SSLContext.setDefault(cluster.getSslContext());
        clients = new SecureClients(cluster, PASSWORDS);
        cluster.start();
        Conditions.await("both nodes run queries", Duration.ofMinutes(3), () -> clients.rows("admin", "SELECT node_id FROM system.runtime.nodes").size() == 2);
        clients.as("admin", "PUT", "sales_facts", "{\"connectorName\": \"tpcds\", \"properties\": {}}").assertStatus(201);
        clients.as("admin", "PUT", "payroll", "{\"connectorName\": \"tpcds\", \"properties\": {}}").assertStatus(201);
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (defaultSslContext != null) {
            SSLContext.setDefault(defaultSslContext);
        }
        if (cluster != null) {
            cluster.close();
        }
        if (mysql != null) {
            mysql.close();
        }
    }

    @Test
    public void testQueriesRunOnBothNodes()
    {
        assertThat(clients.rows("admin", "SELECT count(*) FROM sales_facts.tiny.item")).containsExactly("2000");
        assertThat(clients.rows("bob", "SELECT count(*) FROM sales_facts.tiny.ship_mode")).containsExactly("20");
        assertThat(clients.as("admin", "GET", "sales_facts", "").json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED");
    }

    @Test
    public void testUsersSeeWhatTheyMay()
    {
        assertThat(clients.as("admin", "GET", "", "").assertOk().json().findValuesAsText("catalogName")).contains("payroll", "sales_facts");
        assertThat(clients.as("bob", "GET", "", "").assertOk().json().findValuesAsText("catalogName")).contains("sales_facts").doesNotContain("payroll");
        clients.as("bob", "GET", "payroll", "").assertRefused(404, "CATALOG_NOT_FOUND");
        clients.as("bob", "DELETE", "payroll?force=true", "").assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(clients.as("bob", "GET", "sales_facts", "").assertOk().json().has("connectorName")).isFalse();
        assertThat(clients.as("admin", "GET", "sales_facts", "").assertOk().text("connectorName")).isEqualTo("tpcds");
    }

    @Test
    public void testUsersChangeWhatTheyMay()
    {
        String mysql = "{\"connectorName\": \"mysql\", \"properties\": {\"connection-url\": \"jdbc:mysql://127.0.0.1:1\", \"connection-user\": \"u\", \"connection-password\": \"p\"}}";
        clients.as("sales-anne", "PUT", "sales_db", mysql).assertStatus(201);
        assertThat(clients.as("sales-anne", "GET", "sales_db", "").assertOk().json().path("properties").path("connection-user").asText()).isEqualTo("u");
        clients.as("sales-anne", "PUT", "sales_facts", mysql).assertRefused(403, "FORBIDDEN");
        clients.as("sales-anne", "PUT", "sales_db", "{\"connectorName\": \"tpcds\", \"properties\": {}}").assertRefused(403, "FORBIDDEN");
        clients.as("sales-anne", "DELETE", "sales_facts", "").assertRefused(403, "FORBIDDEN");
        clients.as("bob", "DELETE", "sales_db", "").assertRefused(403, "FORBIDDEN");
        clients.as("bob", "PUT", "sales_db", mysql).assertRefused(403, "FORBIDDEN");
        clients.as("bob", "GET", "export", "").assertRefused(403, "FORBIDDEN");
        clients.as("bob", "POST", "validate", "{\"catalogName\": \"probe\", \"connectorName\": \"tpcds\", \"properties\": {}}").assertRefused(403, "FORBIDDEN");
        clients.as("sales-anne", "DELETE", "sales_db", "").assertOk();
    }

    @Test
    public void testTablesShowWhatTheListsShow()
    {
        assertThat(clients.rows("admin", "SELECT catalog_name || ' ' || connector_name FROM system.metadata.dynamic_catalogs")).contains("payroll tpcds", "sales_facts tpcds");
        assertThat(clients.rows("bob", "SELECT catalog_name || coalesce(connector_name, '') FROM system.metadata.dynamic_catalogs")).contains("sales_facts").doesNotContain("payroll");
        assertThat(clients.rows("bob", "SELECT DISTINCT catalog_name FROM system.runtime.catalog_nodes")).contains("sales_facts").doesNotContain("payroll");
    }

    @Test
    public void testNobodyGetsInWithoutPassword()
    {
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog"), "GET", "", Map.of()).status()).isEqualTo(401);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog/payroll"), "DELETE", "", Map.of("X-Presto-User", "admin")).status()).isEqualTo(401);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog"), "GET", "", SecureClients.basic("admin", "wrong")).status()).isEqualTo(401);
        assertThatThrownBy(() -> clients.rows("admin", "wrong", "SELECT 1")).hasMessageContaining("Authentication failed");
    }

    @Test
    public void testPageAsksForLogin()
            throws IOException
    {
        URI page = cluster.getUri(COORDINATOR).resolve("/ui/catalogs/");
        HttpResponse<String> nobody = clients.exchange(page, "GET", "", Map.of());
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().allValues("WWW-Authenticate")).anyMatch(challenge -> challenge.startsWith("Basic "));
        assertThat(clients.exchange(page, "GET", "", clients.login("bob")).statusCode()).isEqualTo(200);
    }

    @Test
    public void testUsersAreToldTheirRights()
    {
        assertThat(clients.as("admin", "GET", "rights", "").assertOk().json()).hasToString("{\"user\":\"admin\",\"authenticated\":true,\"rights\":[\"see\",\"read\",\"change\",\"export\"]}");
        assertThat(clients.as("bob", "GET", "rights", "").assertOk().json().path("rights")).hasToString("[\"see\"]");
        assertThat(clients.as("bob", "GET", "rights?catalogName=sales_facts", "").assertOk().json().path("rights")).hasToString("[\"see\"]");
        clients.as("bob", "GET", "rights?catalogName=payroll", "").assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(clients.as("sales-anne", "GET", "rights", "").assertOk().json().path("rights")).hasToString("[\"see\",\"read\",\"change\"]");
        // a catalog of tpcds is not hers
        assertThat(clients.as("sales-anne", "GET", "rights?catalogName=sales_facts", "").assertOk().json().path("rights")).hasToString("[\"see\"]");
    }

    @Test
    public void testRefusedLoginsAreAudited()
            throws IOException
    {
        URI payroll = cluster.getUri(COORDINATOR).resolve("/v1/catalog/payroll");
        List<String> requestIds = new ArrayList<>();
        for (Map<String, String> headers : List.of(SecureClients.basic("bob", "not-of-bob"), Map.of("X-Presto-User", "admin"), Map.of(NodeToken.HEADER, "forged"))) {
            HttpResponse<String> response = clients.exchange(payroll, "DELETE", "", headers);
            assertThat(response.statusCode()).isEqualTo(401);
            requestIds.add(response.headers().firstValue("X-Request-Id").orElseThrow());
        }
        String log = Files.readString(cluster.getLog(COORDINATOR, "catalog-audit.log"));
        assertThat(log).doesNotContain("not-of-bob");
        List<String> lines = log.lines().filter(line -> requestIds.stream().anyMatch(line::contains)).toList();
        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line)
                .contains("\"authenticated\":false", "\"address\":\"127.0.0.1\"", "\"action\":\"REQUEST\"", "\"outcome\":\"UNAUTHENTICATED\"", "DELETE /v1/catalog/payroll: "));
        assertThat(lines.get(0)).contains("\"user\":\"bob\"");
        assertThat(lines.get(1)).contains("\"user\":\"admin\"");
        assertThat(lines.get(2)).doesNotContain("\"user\"");

        HttpResponse<String> node = clients.exchange(payroll, "DELETE", "", Map.of(NodeToken.HEADER, cluster.getNodeToken()));
        assertThat(node.statusCode()).isEqualTo(403);
        assertThat(Files.readString(cluster.getLog(COORDINATOR, "catalog-audit.log")).lines().filter(line -> line.contains(node.headers().firstValue("X-Request-Id").orElseThrow())))
                .hasSize(1).first().asString().contains("\"authenticated\":true", "\"outcome\":\"FORBIDDEN\"");
    }

    @Test
    public void testAttemptsOfUsersWithoutRightsAreAudited()
            throws IOException
    {
        for (String request : List.of("PUT sales_facts", "DELETE sales_facts", "DELETE delete?catalogName=sales_facts", "POST sales_facts/restore?version=1-ff")) {
            List<String> words = Splitter.on(' ').splitToList(request);
            URI uri = cluster.getUri(COORDINATOR).resolve("/v1/catalog/" + words.get(1));
            HttpResponse<String> response = clients.exchange(uri, words.get(0), words.get(0).equals("PUT") ? "{" : "", clients.login("bob"));
            assertThat(response.statusCode()).as(request).isEqualTo(403);
            try (Stream<String> lines = Files.lines(cluster.getLog(COORDINATOR, "catalog-audit.log"))) {
                assertThat(lines.filter(line -> line.contains(response.headers().firstValue("X-Request-Id").orElseThrow()))).as(request).hasSize(1).first().asString()
                        .contains("\"user\":\"bob\"", "\"authenticated\":true", "\"catalogName\":\"sales_facts\"", "\"outcome\":\"FORBIDDEN\"");
            }
        }
    }

    @Test
    public void testRequestLogHasUsers()
    {
        clients.as("bob", "GET", "sales_facts?of=bob", "");
        clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog/sales_facts?of=nobody"), "GET", "", SecureClients.basic("bob", "not-of-bob"));
        clients.send(cluster.getUri(COORDINATOR).resolve("/v1/info?of=eve"), "GET", "", clients.login("eve"));
        assertThat(loggedUser("/v1/catalog/sales_facts?of=bob")).isEqualTo("bob");
        assertThat(loggedUser("/v1/catalog/sales_facts?of=nobody")).isEqualTo("null");
        assertThat(loggedUser("/v1/info?of=eve")).isEqualTo("eve");
    }

    // the log has a buffer, which requests flush after ten seconds
    private String loggedUser(String uri)
    {
        List<String> users = new ArrayList<>();
        Conditions.await(uri + " is logged", Duration.ofMinutes(1), () -> {
            clients.send(cluster.getUri(COORDINATOR).resolve("/v1/info"), "GET", "", clients.login("eve"));
            try (Stream<String> lines = Files.lines(cluster.getLog(COORDINATOR, "http-request.log"))) {
                lines.map(line -> line.split("\t", -1)).filter(columns -> columns.length > 4 && columns[3].equals(uri)).forEach(columns -> users.add(columns[4]));
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return !users.isEmpty();
        });
        return users.get(0);
    }

    @Test
    public void testNobodyBecomesSomebodyElse()
    {
        Map<String, String> headers = ImmutableMap.<String, String>builder().putAll(clients.login("bob")).put("X-Presto-User", "admin").build();
        clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog/payroll"), "DELETE", "", headers).assertRefused(403, "FORBIDDEN");
        assertThat(clients.as("admin", "GET", "payroll", "").status()).isEqualTo(200);
    }

    @Test
    public void testPlainPortIsNoWayAround()
    {
        URI plain = URI.create("http://127.0.0.1:" + plainPort);
        for (String path : List.of("/v1/catalog", "/v1/catalog/payroll", "/v1/catalog/export", "/v1/catalog/no/such/path", "/v1/%63atalog", "/v1/catalog;a=b")) {
            clients.send(URI.create(plain + path), "GET", "", Map.of("X-Presto-User", "admin")).assertRefused(403, "INSECURE");
        }
        // over HTTP/2, which this client takes, jetty refuses it
        clients.send(URI.create(plain + "//v1/catalog"), "GET", "", Map.of("X-Presto-User", "admin")).assertStatus(400);
        clients.send(plain.resolve("/v1/catalog/payroll"), "DELETE", "", clients.login("admin")).assertRefused(403, "INSECURE");
        clients.send(plain.resolve("/v1/catalog/add"), "POST", "{}", Map.of("X-Presto-User", "admin")).assertRefused(403, "INSECURE");
    }

    /**
     * Neither access control, which denies nearly everything to users that it does not know, nor the encryption between nodes is in the way.
     */
    @Test
    public void testStandbyWarmsUp()
    {
        Conditions.await("the standby has run queries for itself", Duration.ofMinutes(2), () -> serverLog(STANDBY).contains("Warmed up with 4 queries"));
    }

    @Test
    public void testMetricsAreOffByDefault()
    {
        Conditions.await("the standby refuses metrics", Duration.ofMinutes(2), () -> metrics(STANDBY, clients.login("admin")).filter(answer -> answer.status() == 403).isPresent());
        metrics(STANDBY, clients.login("admin")).orElseThrow().assertRefused(403, "FORBIDDEN");
        metrics(WORKER, Map.of(NodeToken.HEADER, cluster.getNodeToken())).orElseThrow().assertStatus(403);
        metrics(WORKER, Map.of()).orElseThrow().assertStatus(401);
    }

    @Test
    public void testUsersGetMetricsOfCatalogsThatTheySee()
    {
        metrics(COORDINATOR, Map.of()).orElseThrow().assertStatus(401);
        metrics(COORDINATOR, Map.of(NodeToken.HEADER, cluster.getNodeToken())).orElseThrow().assertStatus(403);
        clients.send(URI.create("http://127.0.0.1:%s/metrics".formatted(plainPort)), "GET", "", Map.of("X-Presto-User", "admin")).assertStatus(403);
        assertThat(metrics(COORDINATOR, clients.login("admin")).orElseThrow().assertOk().body())
                .contains("presto_catalog_up{catalog=\"sales_facts\"} 1.0", "presto_catalog_up{catalog=\"payroll\"} 1.0", "presto_queries_running ");
        assertThat(metrics(COORDINATOR, clients.login("eve")).orElseThrow().assertOk().body())
                .contains("presto_catalog_up{catalog=\"sales_facts\"} 1.0", "presto_queries_running ")
                .doesNotContain("payroll");
    }

    private Optional<Answer> metrics(String node, Map<String, String> headers)
    {
        return clients.trySend(cluster.getUri(node).resolve("/metrics"), "GET", "", headers);
    }

    @Test
    public void testTokenOfNodeIsForNodes()
    {
        Map<String, String> token = Map.of(NodeToken.HEADER, cluster.getNodeToken(), "X-Presto-User", "admin");
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/task"), "GET", "", token).status()).isEqualTo(200);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/service"), "GET", "", token).status()).isEqualTo(200);
        clients.send(cluster.getUri(COORDINATOR).resolve("/v1/catalog"), "GET", "", token).assertRefused(403, "FORBIDDEN");
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/statement"), "POST", "SELECT 1", token).status()).isEqualTo(403);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/jmx/mbean"), "GET", "", token).status()).isEqualTo(403);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/info/state"), "PUT", "\"SHUTTING_DOWN\"", token).status()).isEqualTo(403);

        assertThat(clients.send(cluster.getUri(WORKER).resolve("/v1/task"), "GET", "", token).status()).isEqualTo(200);
        assertThat(clients.send(cluster.getUri(WORKER).resolve("/v1/task"), "GET", "", Map.of()).status()).isEqualTo(401);
        assertThat(clients.send(cluster.getUri(WORKER).resolve("/v1/thread"), "GET", "", Map.of("X-Presto-User", "admin")).status()).isEqualTo(401);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/task"), "GET", "", Map.of(NodeToken.HEADER, "forged")).status()).isEqualTo(401);
    }

    @Test
    public void testCatalogsNeedNoRole()
    {
        assertThat(clients.as("eve", "GET", "", "").assertOk().json().findValuesAsText("catalogName")).contains("sales_facts").doesNotContain("payroll");
        assertThat(clients.rows("eve", "SELECT count(*) FROM sales_facts.tiny.ship_mode")).containsExactly("20");
    }

    @Test
    public void testOnlyAdminsStopNodes()
    {
        URI state = cluster.getUri(COORDINATOR).resolve("/v1/info/state");
        assertThat(clients.send(state, "PUT", "\"SHUTTING_DOWN\"", clients.login("bob")).status()).isEqualTo(403);
        assertThat(clients.send(state, "GET", "", clients.login("bob")).status()).isEqualTo(403);
        assertThat(clients.send(state, "PUT", "\"ACTIVE\"", clients.login("admin")).status()).isEqualTo(200);
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/v1/thread"), "GET", "", clients.login("bob")).status()).isEqualTo(403);
    }

    @Test
    public void testUsersSeeAndStopTheirOwnQueries()
    {
        String adminQuery = clients.rows("admin", "SELECT query_id FROM system.runtime.queries WHERE query LIKE '%the query of admin%'").get(0);
        String bobQuery = clients.rows("bob", "SELECT query_id FROM system.runtime.queries WHERE query LIKE '%the query of bob%'").get(0);

        assertThat(clients.rows("bob", "SELECT DISTINCT \"user\" FROM system.runtime.queries")).containsExactly("bob");
        assertThat(clients.rows("admin", "SELECT DISTINCT \"user\" FROM system.runtime.queries")).contains("admin", "bob");
        assertThatThrownBy(() -> clients.rows("bob", "CALL system.runtime.kill_query('%s', 'no')".formatted(adminQuery)))
                .hasMessageContaining("Access Denied: Cannot kill query " + adminQuery);
        for (String user : List.of("bob", "admin")) {
            assertThatThrownBy(() -> clients.rows(user, "CALL system.runtime.kill_query('%s', 'yes')".formatted(bobQuery))).hasMessageContaining("Target query is not running");
        }

        for (String request : List.of("GET query/%s", "DELETE query/%s", "PUT query/%s/killed", "PUT query/%s/preempted", "GET queryState/%s", "DELETE stage/%s.0")) {
            assertThat(sendAs("bob", request.formatted(adminQuery)).status()).as(request).isEqualTo(403);
            assertThat(sendAs("bob", request.formatted(bobQuery)).status()).as(request).isNotEqualTo(403);
            assertThat(sendAs("admin", request.formatted(bobQuery)).status()).as(request).isNotEqualTo(403);
        }
        for (String list : List.of("GET query", "GET query?state=FINISHED", "GET queryState?includeAllQueries=true")) {
            assertThat(sendAs("bob", list).assertOk().json().findValuesAsText("queryId")).as(list).contains(bobQuery).doesNotContain(adminQuery);
            assertThat(sendAs("admin", list).assertOk().json().findValuesAsText("queryId")).as(list).contains(bobQuery, adminQuery);
        }
        assertThat(sendAs("bob", "GET query/no-such-query").status()).isNotIn(200, 403);
    }

    @Test
    public void testUsersCancelTheirRunningQueries()
            throws SQLException
    {
        ExecutorService executor = newSingleThreadExecutor(daemonThreadsNamed("long-query"));
        try {
            Future<List<String>> query = executor.submit(() -> clients.rows("bob", "SELECT count(*) FROM sales_facts.sf1000.store_sales -- the long query"));
            String running = "SELECT query_id FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%-- the long query'";
            Conditions.await("the query runs", Duration.ofMinutes(1), () -> clients.rows("bob", running).size() == 1);
            String id = clients.rows("bob", running).get(0);
            assertThatThrownBy(() -> clients.rows("eve", "CALL system.runtime.kill_query('%s', 'no')".formatted(id))).hasMessageContaining("Access Denied");
            assertThat(sendAs("eve", "PUT query/%s/killed".formatted(id)).status()).isEqualTo(403);
            try (Connection connection = cluster.connect("presto://" + cluster.getUri(COORDINATOR).getAuthority(), "bob", PASSWORDS.get("bob")); Statement statement = connection.createStatement()) {
                statement.execute("CALL system.runtime.kill_query('%s', 'enough')".formatted(id));
            }
            assertThatThrownBy(query::get).hasMessageContaining("Query killed. Message: enough");
        }
        finally {
            executor.shutdownNow();
        }
    }

    @Test
    public void testUsersGetTheWebInterface()
    {
        Answer root = clients.send(cluster.getUri(COORDINATOR).resolve("/"), "GET", "", clients.login("bob")).assertStatus(301);
        assertThat(root.location().orElseThrow()).endsWith("/ui/");
        assertThat(clients.send(cluster.getUri(COORDINATOR).resolve("/ui/"), "GET", "", clients.login("bob")).status()).isEqualTo(200);
        for (String request : List.of("GET cluster", "GET query", "GET info")) {
            assertThat(sendAs("bob", request).status()).as(request).isEqualTo(200);
        }
    }

    private Answer sendAs(String user, String request)
    {
        List<String> words = Splitter.on(' ').splitToList(request);
        return clients.send(cluster.getUri(COORDINATOR).resolve("/v1/" + words.get(1)), words.get(0), words.get(0).equals("PUT") ? "\"text\"" : "", clients.login(user));
    }

    @Test
    public void testRulesAreReadAgain()
    {
        assertThat(clients.as("bob", "GET", "sales_facts", "").assertOk().json().has("connectorName")).isFalse();
        cluster.write("catalog-rules.json", RULES.formatted("read"));
        assertThat(clients.as("bob", "GET", "sales_facts", "").assertOk().text("connectorName")).isEqualTo("tpcds");
        cluster.write("catalog-rules.json", "{\"rules\": [{\"allow\": [\"all\"]}]}");
        assertThat(clients.as("bob", "GET", "sales_facts", "").assertOk().text("connectorName")).as("the last valid rules").isEqualTo("tpcds");
        cluster.write("catalog-rules.json", RULES.formatted("see"));
        assertThat(clients.as("bob", "GET", "sales_facts", "").assertOk().json().has("connectorName")).isFalse();
    }

    @Test
    public void testNobodyAnnouncesNodes()
    {
        for (String server : cluster.getDiscoveryServers().split(",")) {
            URI uri = URI.create(server);
            assertNobodyAnnouncesNodes(uri);
            assertThat(clients.send(uri.resolve("/v1/service"), "GET", "", Map.of()).body()).contains(COORDINATOR, WORKER).doesNotContain("fake");
        }
        // no node uses its discovery server, which the shipped configuration has
        URI embedded = cluster.getUri(COORDINATOR);
        assertNobodyAnnouncesNodes(embedded);
        Map<String, String> token = Map.of(NodeToken.HEADER, cluster.getNodeToken());
        assertThat(clients.send(embedded.resolve("/v1/announcement/fake"), "PUT", ANNOUNCEMENT, token).status()).isEqualTo(202);
        assertThat(clients.send(embedded.resolve("/v1/service"), "GET", "", token).body()).contains("fake");
    }

    private void assertNobodyAnnouncesNodes(URI server)
    {
        assertThat(clients.send(server.resolve("/v1/announcement/fake"), "PUT", ANNOUNCEMENT, Map.of()).status()).isEqualTo(401);
        assertThat(clients.send(server.resolve("/v1/announcement/" + WORKER), "DELETE", "", Map.of(NodeToken.HEADER, "forged")).status()).isEqualTo(401);
    }

    @Test
    public void testClientsFindTheCoordinator()
    {
        assertThat(locate()).isEqualTo(cluster.getUri(COORDINATOR) + "\n");
        assertClients(COORDINATOR);
    }

    @Test(priority = 1)
    public void testTakeover()
            throws SQLException
    {
        Conditions.await("the other stands by", Duration.ofMinutes(3), () -> {
            Optional<Answer> answer = clients.trySend(cluster.getUri(STANDBY).resolve("/v1/catalog"), "GET", "", clients.login("admin"));
            return answer.isPresent() && answer.get().status() == 503 && answer.get().text("code").equals("NOT_COORDINATOR");
        });
        try (Connection connection = cluster.connect(discoveryUrl(), "admin", PASSWORDS.get("admin"))) {
            assertThat(SecureClients.rows(connection, NODE_IDS)).contains(COORDINATOR);
            cluster.kill(COORDINATOR);
            // until then, the other one can give tasks to it, and the query fails after a minute
            Conditions.await("the other one knows that it is gone", Duration.ofMinutes(2), () -> activeNodes(STANDBY).equals(Optional.of(2)));
            Conditions.await("the connection has the other coordinator", Duration.ofMinutes(2), () -> SecureClients.rows(connection, NODE_IDS).contains(STANDBY));
        }
        assertThat(locate()).isEqualTo(cluster.getUri(STANDBY) + "\n");
        assertClients(STANDBY);
        URI catalogs = cluster.getUri(STANDBY).resolve("/v1/catalog/");
        assertThat(clients.send(catalogs.resolve("added"), "PUT", "{\"connectorName\": \"tpcds\", \"properties\": {}}", clients.login("admin")).assertStatus(201).json().path("nodes")
                .findValuesAsText("state")).as("beside the one that is dead").filteredOn("LOADED"::equals).hasSize(2);
        clients.send(catalogs.resolve("payroll"), "GET", "", clients.login("bob")).assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(clients.send(catalogs.resolve("payroll"), "GET", "", Map.of()).status()).isEqualTo(401);
    }

    private Optional<Integer> activeNodes(String coordinator)
    {
        return clients.trySend(cluster.getUri(coordinator).resolve("/v1/cluster"), "GET", "", clients.login("admin"))
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.json().path("activeWorkers").asInt());
    }

    private void assertClients(String coordinator)
    {
        Map<String, String> environment = ImmutableMap.of("PRESTO_PASSWORD", PASSWORDS.get("bob"), "JAVA_OPTS", trustOptions());
        assertThat(Commands.run(locateCommand("--wait", "1m", "--exec", java(), "-jar", System.getProperty("presto.cli.jar"),
                "--truststore-path", cluster.getTrustStore().toString(), "--truststore-password", cluster.getTrustStorePassword(), "--user", "bob", "--password",
                "--execute", "SELECT count(*) FROM sales_facts.tiny.ship_mode"), environment)).isEqualTo("\"20\"\n");
        assertThat(Commands.run(List.of(ServerInstallation.unpack().getDirectory().resolve("bin/catalogs").toString(), "list", "--server", cluster.getUri(coordinator).toString(),
                "--ca", cluster.getCertificate().toString(), "--user", "bob", "--password"), environment)).contains("sales_facts").doesNotContain("payroll");
        try (Connection connection = cluster.connect(discoveryUrl(), "bob", PASSWORDS.get("bob"))) {
            assertThat(SecureClients.rows(connection, "SELECT count(*) FROM sales_facts.tiny.ship_mode")).containsExactly("20");
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private String locate()
    {
        return Commands.run(locateCommand("--wait", "1m"), ImmutableMap.of("JAVA_OPTS", trustOptions()));
    }

    private List<String> locateCommand(String... options)
    {
        return ImmutableList.<String>builder()
                .add(ServerInstallation.unpack().getDirectory().resolve("bin/presto-locate").toString(), "--discovery", cluster.getDiscoveryServers(), "--https")
                .add(options)
                .build();
    }

    private String trustOptions()
    {
        return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s".formatted(cluster.getTrustStore(), cluster.getTrustStorePassword());
    }

    private static String java()
    {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private String discoveryUrl()
    {
        return "presto-discovery://" + cluster.getDiscoveryServers();
    }

    private String serverLog(String node)
    {
        try {
            return Files.readString(cluster.getLog(node, "server.log"));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
