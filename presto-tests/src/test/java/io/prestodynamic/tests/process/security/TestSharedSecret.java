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
import com.sun.net.httpserver.HttpServer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.google.common.net.HttpHeaders.CONTENT_TYPE;
import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts to get the password of a catalog, or to change catalogs, by somebody who reaches all ports of a cluster whose nodes share a secret.
 */
@Test(singleThreaded = true)
public class TestSharedSecret
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String SECRET = "the secret that all nodes of the test share";
    private static final String PASSWORD = "swordfish";
    private static final String CLOSE_ALL = """
            {"coordinatorId": "coordinator", "coordinatorInstance": "x", "revision": 1000000, "digest": "x", "catalogs": [],
             "awaited": [], "maxWaitMillis": 0, "nextWithinMillis": 0}""";

    private ProcessCluster cluster;
    private HttpServer fake;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeClass
    public void setUp()
            throws IOException
    {
        cluster = new ProcessCluster(1, ImmutableMap.of(NodeToken.SECRET_PROPERTY, SECRET, "internal-communication.jwt.enabled", "true"));
        cluster.start();
        cluster.getApi().add("facts", "tpcds", ImmutableMap.of()).assertOk();
        addShop("shop");
        cluster.awaitLoaded("shop");

        fake = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        fake.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/v1/catalogSync")) {
                heard.add(exchange.getRequestHeaders().entrySet() + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            }
            // asks for more, as a node does that has just started
            exchange.getResponseHeaders().add("X-Presto-Catalog-Freshness", UUID.randomUUID().toString());
            exchange.sendResponseHeaders(path.startsWith("/v1/catalogSync") ? 412 : 200, -1);
            exchange.close();
        });
        fake.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (fake != null) {
            fake.stop(0);
        }
        cluster.close();
    }

    @DataProvider
    public static Object[][] announcementPaths()
    {
        return new Object[][] {
                {"/v1/announcement/fake"},
                {"/v1/announcement;x/fake"},
                {"/v1/%61nnouncement/fake"},
                {"/v1//announcement/fake"},
        };
    }

    @Test(dataProvider = "announcementPaths")
    public void testAnnouncementWithoutToken(String path)
    {
        CatalogApi api = cluster.getApi();
        assertThat(announce(path, Optional.empty()).status()).isIn(401, 404);
        assertThat(announce(path, Optional.of("not a token")).status()).isIn(401, 404);
        assertThat(announce(path, Optional.of(new NodeToken("another secret").sign())).status()).isIn(401, 404);
        assertThat(api.send(api.request(path.replace("fake", "worker1")).version(HTTP_1_1).DELETE()).status()).isIn(401, 404);
        assertThat(api.send(api.request("/v1/service/presto")).assertOk().body()).contains("worker1").doesNotContain("fake");
    }

    @Test
    public void testFakeWorker()
    {
        // whoever listens can use a token of a node for five minutes
        assertThat(announce("/v1/announcement/fake", Optional.of(new NodeToken(SECRET).sign())).status()).isEqualTo(202);
        Conditions.await("the coordinator sends requests to the fake worker", TIMEOUT, () -> heard.size() > 1);
        addShop("another");
        int before = heard.size();
        Conditions.await("the coordinator sends more of them", TIMEOUT, () -> heard.size() > before + 1);
        assertThat(heard).noneMatch(request -> request.contains(PASSWORD) || request.contains("connection-url") || request.contains("another"));
        cluster.getApi().delete("another").assertOk();
        // Presto would run queries on it
        CatalogApi api = cluster.getApi();
        api.send(request(api, "/v1/announcement/fake", Optional.of(new NodeToken(SECRET).sign())).DELETE());
        awaitAnswer();
    }

    @DataProvider
    public Object[][] nodes()
    {
        return new Object[][] {{cluster.getCoordinator()}, {cluster.getWorkers().get(0)}};
    }

    @Test(dataProvider = "nodes")
    public void testRequestToNode(ServerProcess node)
    {
        for (String method : List.of("GET", "POST", "PUT")) {
            assertThat(sendSync(node, method, Optional.empty()).status()).as(method).isIn(401, 412, 405);
            Answer answer = sendSync(node, method, Optional.of(new NodeToken(SECRET).sign()));
            assertThat(answer.status()).as(method).isIn(412, 405);
            assertThat(answer.body()).doesNotContain("shop", "LOADED");
        }
        cluster.awaitLoaded("shop");
        awaitAnswer();
    }

    @Test
    public void testCatalogsFollowRestarts()
    {
        ServerProcess worker = cluster.getWorkers().get(0);
        worker.kill();
        worker.launch();
        worker.awaitStarted();
        cluster.awaitLoaded("shop");
        cluster.getCoordinator().kill();
        cluster.getCoordinator().launch();
        cluster.getCoordinator().awaitStarted();
        cluster.awaitLoaded("shop");
        awaitAnswer();
    }

    // Presto may run a query on the fake worker for a moment after it has withdrawn
    private void awaitAnswer()
    {
        Conditions.await("a query is answered", TIMEOUT, () -> {
            try {
                return cluster.query("SELECT count(*) FROM facts.tiny.ship_mode").equals(List.of(List.of(20L)));
            }
            catch (IllegalStateException e) {
                return false;
            }
        });
    }

    private void addShop(String name)
    {
        cluster.getApi().add(name, "mysql", ImmutableMap.of(
                "connection-url", "jdbc:mysql://127.0.0.1:1",
                "connection-user", "u",
                "connection-password", PASSWORD)).assertOk();
    }

    private Answer announce(String path, Optional<String> token)
    {
        CatalogApi api = cluster.getApi();
        String version = api.send(api.request("/v1/info")).json().at("/nodeVersion/version").asText();
        String service = """
                {"id": "%s", "type": "presto", "properties": {"node_version": "%s", "coordinator": "false", "http": "http://127.0.0.1:%s"}}"""
                .formatted(UUID.randomUUID(), version, fake.getAddress().getPort());
        String announcement = """
                {"environment": "test", "nodeId": "fake", "pool": "general", "location": "/fake", "services": [%s]}""".formatted(service);
        // over HTTP/2, jetty itself refuses paths with //
        return api.send(request(api, path, token).version(HTTP_1_1).PUT(BodyPublishers.ofString(announcement)));
    }

    private static Answer sendSync(ServerProcess node, String method, Optional<String> token)
    {
        return new CatalogApi(node.getUri()).send(request(new CatalogApi(node.getUri()), "/v1/catalogSync", token).method(method, BodyPublishers.ofString(CLOSE_ALL)));
    }

    private static HttpRequest.Builder request(CatalogApi api, String path, Optional<String> token)
    {
        HttpRequest.Builder request = api.request(path).header(CONTENT_TYPE, "application/json");
        token.ifPresent(value -> request.header(NodeToken.HEADER, value));
        return request;
    }
}
