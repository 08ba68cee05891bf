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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A catalog on MySQL whose password is in a file of each node, and changes while clients query it.
 */
@Test(singleThreaded = true)
public class TestSecretRotation
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int CLIENTS = 8;
    // as many as nodes, each of which is the first one in one of them
    private static final int ROTATIONS = 3;
    private static final String FILE = "secrets/db";
    // the working directory of each node is its own
    private static final String REFERENCE = "${FILE:/proc/self/cwd/secrets/db}";

    private TestingMySqlServer mysql;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.execute("mysql",
                "CREATE USER rotated IDENTIFIED BY 'password-0'",
                "CREATE DATABASE shop",
                "GRANT SELECT ON shop.* TO rotated",
                "CREATE TABLE shop.orders AS SELECT 1 AS id UNION SELECT 2");
        cluster = new ProcessCluster(2, ImmutableMap.of(
                "internal-communication.jwt.enabled", "true",
                NodeToken.SECRET_PROPERTY, "a secret that all nodes share",
                "dynamic-catalog.secrets.allowed-references", "FILE:/proc/self/cwd/secrets/.*",
                "dynamic-catalog.reconcile-interval", "1s"));
        cluster.getNodes().forEach(node -> node.writeFile(FILE, "password-0\n"));
        cluster.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
        if (mysql != null) {
            mysql.close();
        }
    }

    @Test
    public void testRotationUnderClients()
    {
        add("sales");
        cluster.awaitLoaded("sales");
        List<LoopingClient> clients = Stream.generate(() -> client("sales")).limit(CLIENTS).toList();
        try {
            awaitAnswers(clients);
            for (int i = 1; i <= ROTATIONS; i++) {
                String before = version("sales");
                // from here on, MySQL refuses the password before the former one
                mysql.execute("mysql", "ALTER USER rotated IDENTIFIED BY 'password-%s' RETAIN CURRENT PASSWORD".formatted(i));
                rotate(i);
                await("the new password is used", TIMEOUT, () -> !version("sales").equals(before));
                awaitAnswers(clients);
            }
            useWrongPassword();
        }
        finally {
            clients.forEach(LoopingClient::close);
        }
        assertThat(clients).allSatisfy(client -> assertThat(client.failures()).isEmpty());
        assertThat(clients).allSatisfy(client -> assertThat(client.answers()).isGreaterThan(ROTATIONS));

        mysql.execute("mysql", "ALTER USER rotated DISCARD OLD PASSWORD");
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.orders")).isEqualTo(2L);
    }

    /**
     * A worker whose file still has the former password waits for the new one.
     */
    @Test(dependsOnMethods = "testRotationUnderClients")
    public void testLateWorker()
    {
        String before = version("sales");
        ServerProcess late = cluster.getWorkers().get(1);
        mysql.execute("mysql", "ALTER USER rotated IDENTIFIED BY 'late' RETAIN CURRENT PASSWORD");
        cluster.getNodes().stream().filter(node -> node != late).forEach(node -> node.writeFile(FILE, "late"));
        await("the other worker has the new password", TIMEOUT, () -> !version("sales").equals(before));
        await("the late worker says what it waits for", TIMEOUT, () -> node("sales", late).path("error").asText().equals("waits for the new value of " + REFERENCE));
        assertThat(node("sales", late).path("state").asText()).isEqualTo("LOADING");
        mysql.execute("mysql", "ALTER USER rotated DISCARD OLD PASSWORD");
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.orders")).isEqualTo(2L);

        late.writeFile(FILE, "late");
        cluster.awaitLoaded("sales");
    }

    /**
     * While no worker has the new password, the former version goes on.
     */
    @Test(dependsOnMethods = "testLateWorker")
    public void testLateWorkers()
    {
        String before = version("sales");
        mysql.execute("mysql", "ALTER USER rotated IDENTIFIED BY 'later' RETAIN CURRENT PASSWORD");
        cluster.getCoordinator().writeFile(FILE, "later");
        await("the new version waits", TIMEOUT, () -> api.get("sales").text("error").contains("waits for the new value of " + REFERENCE));
        assertThat(api.get("sales").text("error")).contains("no node can run it yet");
        assertThat(version("sales")).isEqualTo(before);
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.orders")).isEqualTo(2L);
        cluster.getWorkers().forEach(worker -> worker.writeFile(FILE, "later"));
        await("the new version is used", TIMEOUT, () -> !version("sales").equals(before));
        cluster.awaitLoaded("sales");
    }

    private void rotate(int round)
    {
        for (int i = 0; i < cluster.getNodes().size(); i++) {
            cluster.getNodes().get((round + i) % cluster.getNodes().size()).writeFile(FILE, "password-%s\n".formatted(round));
            sleepUninterruptibly(2, SECONDS);
        }
    }

    /**
     * Waits until no client has a query that began before this call.
     */
    private static void awaitAnswers(List<LoopingClient> clients)
    {
        List<Long> answers = clients.stream().map(LoopingClient::answers).toList();
        await("all clients have new answers", TIMEOUT, () -> Streams.zip(clients.stream(), answers.stream(), (client, before) -> client.answers() > before + 1).allMatch(found -> found));
    }

    private void useWrongPassword()
    {
        String before = version("sales");
        cluster.getNodes().forEach(node -> node.writeFile(FILE, "wrong password"));
        await("the error is shown", TIMEOUT, () -> api.get("sales").text("error").contains("The former secrets stay in use"));
        assertThat(api.get("sales").text("error")).contains("Access denied for user").doesNotContain("wrong password");
        assertThat(version("sales")).isEqualTo(before);
        cluster.getNodes().forEach(node -> node.writeFile(FILE, "password-" + ROTATIONS));
        await("the error is gone", TIMEOUT, () -> api.get("sales").json().path("error").isMissingNode());
    }

    private void add(String catalogName)
    {
        api.add(catalogName, "mysql", ImmutableMap.of("connection-url", mysql.getJdbcUrl(), "connection-user", "rotated", "connection-password", REFERENCE)).assertOk();
    }

    private LoopingClient client(String catalogName)
    {
        return new LoopingClient("jdbc:presto://127.0.0.1:" + cluster.getCoordinator().getUri().getPort(), "SELECT count(*) FROM %s.shop.orders".formatted(catalogName), Duration.ofMillis(50));
    }

    private String version(String catalogName)
    {
        return api.get(catalogName).assertOk().text("version");
    }

    private JsonNode node(String catalogName, ServerProcess process)
    {
        Optional<JsonNode> found = Streams.stream(api.get(catalogName).json().path("nodes"))
                .filter(node -> node.path("nodeId").asText().equals(process.getNodeId()))
                .findFirst();
        return found.orElseThrow();
    }
}
