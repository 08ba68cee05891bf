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
package io.prestodynamic.tests.cluster.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingLog;
import io.prestodynamic.testing.TestingMySqlServer;
import io.prestodynamic.testing.TestingTcpProxy;
import io.prestodynamic.testing.TestingTcpProxy.Cut;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_ANSWER;
import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster whose MySQL is behind a network that fails.
 */
@Test(singleThreaded = true)
public class TestStoreFaults
{
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Map<String, String> PROPERTIES = ImmutableMap.of();
    private static final Map<String, String> OTHER_PROPERTIES = ImmutableMap.of("tpch.splits-per-node", "2");

    private TestingMySqlServer mysql;
    private TestingTcpProxy proxy;
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        proxy = new TestingTcpProxy(mysql.getPort());
        cluster = new InProcessCluster(2, ImmutableMap.of(
                "dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(proxy.getPort()),
                "dynamic-catalog.jdbc.username", mysql.getUser(),
                "dynamic-catalog.jdbc.password", mysql.getPassword(),
                "dynamic-catalog.reconcile-interval", "200ms"));
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        for (AutoCloseable closeable : Arrays.asList(cluster, proxy, mysql)) {
            if (closeable != null) {
                closeable.close();
            }
        }
    }

    @AfterMethod(alwaysRun = true)
    public void removeCatalogs()
    {
        mysql.execute("meta", "UPDATE catalog SET status = 0 WHERE status = 1");
        Conditions.await("all catalogs are gone", TIMEOUT, () -> !api.list().assertOk().json().findValuesAsText("source").contains("dynamic"));
        cluster.awaitDrained();
    }

    @DataProvider
    public Object[][] cuts()
    {
        return new Object[][] {{BEFORE_REQUEST}, {BEFORE_ANSWER}};
    }

    /**
     * After a commit with an unknown outcome, all nodes soon have what is stored.
     */
    @Test(dataProvider = "cuts")
    public void testUnknownOutcome(Cut cut)
            throws SQLException
    {
        boolean committed = cut == BEFORE_ANSWER;
        add("replaced");
        add("removed");
        String before = api.get("replaced").text("version");

        assertOutcomeUnknown(cut, 1, () -> api.add("added", "tpch", PROPERTIES));
        awaitAgreement("added");
        assertThat(api.get("added").status()).isEqualTo(committed ? 200 : 404);

        assertOutcomeUnknown(cut, 1, () -> api.put("replaced", "tpch", OTHER_PROPERTIES));
        awaitAgreement("replaced");
        assertThat(api.get("replaced").text("version").equals(before)).isEqualTo(!committed);

        assertOutcomeUnknown(cut, 0, () -> api.delete("removed"));
        awaitAgreement("removed");
        assertThat(api.get("removed").status()).isEqualTo(committed ? 404 : 200);

        // no node is left with anything else
        cluster.awaitDrained();
        for (String catalog : committed ? List.of("added", "replaced") : List.of("replaced", "removed")) {
            assertThat(api.get(catalog).json().path("nodes").findValuesAsText("state")).hasSize(3).containsOnly("LOADED");
            assertQueried(catalog);
        }
        // what was asked for can be asked for again
        assertThat(api.put("added", "tpch", PROPERTIES).assertStatus(committed ? 200 : 201).text("state")).isEqualTo("ACTIVE");
        assertQueried("added");
    }

    @Test
    public void testStoreDown()
    {
        assertGoesOn(proxy::refuse);
    }

    @Test
    public void testStoreHangs()
    {
        assertGoesOn(proxy::hold);
    }

    private void assertGoesOn(Runnable outage)
    {
        add("shop");
        long threads = storeThreads();
        JsonNode before = api.list().assertOk().json();
        try (TestingLog log = new TestingLog(StoreReconciler.class.getName())) {
            outage.run();
            try {
                assertUnavailable(() -> api.add("other", "tpch", PROPERTIES));
                assertUnavailable(() -> api.put("shop", "tpch", OTHER_PROPERTIES));
                assertUnavailable(() -> api.delete("shop"));
                assertThat(api.put("shop", "tpch", PROPERTIES).assertOk().text("version")).isEqualTo(before.path(0).path("version").asText());
                api.get("other").assertRefused(404, "CATALOG_NOT_FOUND");
                assertQueried("shop");
                assertThat(api.list().assertOk().json()).isEqualTo(before);
                api.send(api.request("/v1/connector/tpch")).assertOk();
            }
            finally {
                proxy.recover();
            }
            Conditions.await("changes work again", TIMEOUT, () -> api.put("other", "tpch", PROPERTIES).status() < 300);
            Conditions.await("the log says that the store is back", TIMEOUT, () -> log.getMessages().contains("The catalog store answers again"));
            assertThat(log.getMessages().stream().filter(message -> !message.startsWith("Loading stored catalog"))).hasSize(2)
                    .first().asString().startsWith("Cannot compare the catalogs with the store, and go on with those that are loaded: The catalog store cannot be reached");
        }
        assertQueried("other");
        assertThat(api.get("shop").text("version")).isEqualTo(before.path(0).path("version").asText());
        Conditions.await("no connection is left over", TIMEOUT, () -> proxy.getConnections() <= 2);
        Conditions.await("no thread is left over", TIMEOUT, () -> storeThreads() <= threads);
    }

    /**
     * Each broken row fails alone.
     */
    @Test
    public void testBrokenRows()
    {
        mysql.execute("meta",
                "ALTER TABLE catalog MODIFY connectorName TEXT NULL",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES " +
                        "('text', 'tpch', 'no json'), ('list', 'tpch', '[]'), ('unknown', 'no-such-connector', '{}'), ('refused', 'memory', '{\"connection-password\": \"s3cret\"}'), " +
                        "('large', 'tpch', CONCAT('{\"a\":\"', REPEAT('x', 5000000), '\"}')), ('long', REPEAT('y', 10000), '{}'), ('null', NULL, '{}'), " +
                        "('no good', 'tpch', '{}'), ('../up', 'tpch', '{}'), ('fine', 'tpch', '{}'), ('nothing', 'tpch', NULL)");
        Conditions.await("those that are good are there", TIMEOUT, () -> api.get("fine").status() == 200 && api.get("nothing").status() == 200);
        assertQueried("fine");
        assertQueried("nothing");
        Conditions.await("each row was tried", TIMEOUT, () -> Streams.stream(api.list().assertOk().json()).noneMatch(catalog -> catalog.path("state").asText().equals("PENDING")));
        Answer list = api.list().assertOk();
        List<JsonNode> stored = Streams.stream(list.json()).filter(catalog -> catalog.path("source").asText().equals("dynamic")).toList();
        assertThat(stored).hasSize(11);
        assertThat(list.body()).doesNotContain("s3cret");
        for (JsonNode catalog : stored) {
            if (List.of("fine", "nothing").contains(catalog.path("catalogName").asText())) {
                assertThat(catalog.path("state").asText()).isEqualTo("ACTIVE");
            }
            else {
                assertThat(catalog.path("state").asText()).isEqualTo("FAILED");
                assertThat(catalog.path("error").asText()).isNotBlank();
            }
        }
        add("other");
        api.delete("large").assertOk();
        api.delete("long").assertOk();
    }

    private void add(String name)
    {
        assertThat(api.add(name, "tpch", PROPERTIES).assertOk().text("state")).isEqualTo("ACTIVE");
    }

    /**
     * @param reservations number of ids that the change reserves, each in its own transaction
     */
    private void assertOutcomeUnknown(Cut cut, int reservations, Supplier<Answer> change)
    {
        proxy.cutOnceAfter(reservations, "commit", cut);
        Answer answer = change.get().assertRefused(503, "STORE_UNAVAILABLE");
        assertThat(answer.text("message")).contains("check whether the change is there");
        assertThat(proxy.hasCut()).isTrue();
    }

    private void assertUnavailable(Supplier<Answer> change)
    {
        long start = System.nanoTime();
        assertThat(change.get().assertRefused(503, "STORE_UNAVAILABLE").text("message")).isEqualTo("The catalog store cannot be reached");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    private void awaitAgreement(String name)
            throws SQLException
    {
        String version = storedVersion(name);
        Conditions.await("the coordinator shows what is stored of " + name, TIMEOUT, () ->
                version.isEmpty() ? api.get(name).status() == 404 : api.get(name).text("version").startsWith(version));
    }

    /**
     * Returns the beginning of the stored version, or an empty string if there is none.
     */
    private String storedVersion(String name)
            throws SQLException
    {
        try (Connection connection = mysql.connect("meta"); Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("SELECT id FROM catalog WHERE status = 1 AND catalogName = '%s'".formatted(name));
            return result.next() ? result.getLong(1) + "-" : "";
        }
    }

    private void assertQueried(String catalog)
    {
        assertThat(cluster.execute("SELECT count(*) FROM \"%s\".tiny.nation".formatted(catalog)).getOnlyValue()).isEqualTo(25L);
    }

    private static long storeThreads()
    {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("dynamic-catalog-store")).count();
    }
}
