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
package io.prestodynamic.tests.process.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.browser.Browser;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.openqa.selenium.Keys;
import org.testng.Reporter;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The page that shows and changes catalogs, in Chromium, as a user has it: a coordinator and a worker from the tarball. The property {@code page.screenshots} names the
 * folder for pictures of it.
 */
@Test(singleThreaded = true)
public class TestCatalogPage
{
    private static final Path SCREENSHOTS = Path.of(System.getProperty("page.screenshots", "target/screenshots"));
    private static final int MANY = 1000;
    // a busy machine needs longer than a person would wait
    private static final int DEADLINE_MILLIS = 20_000;
    private static final String RULES = """
            {"rules": [
              {"user": "viewer", "allow": ["see"]},
              {"user": "reader", "allow": ["see", "read"]},
              {"allow": ["see", "read", "change"]}]}
            """;

    private TestingMySqlServer mysql;
    private ProcessCluster cluster;
    private CatalogApi api;
    private Browser browser;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("shop");
        mysql.execute("shop", "CREATE TABLE nations (nationkey bigint)", "INSERT INTO nations VALUES (1), (2), (3)");
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.access-control.file", "catalog-rules.json"));
        cluster.getNodes().forEach(node -> node.writeFile("catalog-rules.json", RULES));
        cluster.start();
        api = cluster.getApi();
        browser = new Browser();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (browser != null) {
            browser.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        if (mysql != null) {
            mysql.close();
        }
    }

    @BeforeMethod
    public void logIn()
    {
        browser.setHeader("X-Presto-User", "alice");
    }

    @AfterMethod(alwaysRun = true)
    public void removeCatalogs()
    {
        for (JsonNode catalog : api.list().assertOk().json()) {
            if (catalog.path("source").asText().equals("dynamic") && !catalog.path("state").asText().equals("DRAINING")) {
                api.forceDelete(catalog.path("catalogName").asText()).assertOk();
            }
        }
    }

    @Test
    public void testAddAndRepair()
    {
        open(cluster.getCoordinator(), "");
        browser.awaitText("1 catalog");
        browser.click("Add a catalog");
        browser.select("connector", "mysql");
        browser.type("name", "sales");
        browser.type("property-connection-url", mysql.getJdbcUrl());
        browser.type("property-connection-user", mysql.getUser());
        browser.type("property-connection-password", "not-the-password");
        browser.click("Test");
        browser.awaitText("The test has failed.");
        browser.awaitText("Access denied for user '%s'".formatted(mysql.getUser()));
        capture("test");

        browser.type("property-connection-password", mysql.getPassword());
        browser.awaitNoText("The test has failed.");
        browser.click("Test");
        browser.awaitText("The test has passed. Schemas: ");
        browser.type("description", "Orders of the shop");
        browser.type("comment", "for the quarterly report");
        browser.click("Save");
        browser.awaitText("Catalog sales is stored. The next query can use it.");
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.nations")).isEqualTo(3L);
        browser.awaitText("for the quarterly report");
        browser.awaitText("******");
        assertThat(browser.everything()).contains("connection-password").doesNotContain(mysql.getPassword(), "not-the-password");

        // the connector refuses a value: the message is beside the field, and what is stored stays
        browser.click("Change");
        browser.awaitElement("#property-connection-url");
        browser.type("property-connection-url", "jdbc:mysql://127.0.0.1:3306/shop");
        browser.click("Save");
        browser.awaitText("Database (catalog) must not be specified in JDBC URL for MySQL connector");
        assertThat(browser.has("#property-connection-url[aria-invalid=true]")).isTrue();
        browser.type("property-connection-url", mysql.getJdbcUrl() + "&connectTimeout=5000");
        assertThat(browser.has("#property-connection-url[aria-invalid=true]")).isFalse();
        browser.click("Save");
        browser.awaitText("Catalog sales is stored. Test shows whether its source answers.");
        assertThat(cluster.value("SELECT count(*) FROM sales.shop.nations")).isEqualTo(3L);
        browser.click("changed: connection-url");
        browser.awaitText("connectTimeout=5000");
        assertThat(browser.everything()).doesNotContain(mysql.getPassword(), "not-the-password");
        capture("catalog");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testPaste()
    {
        open(cluster.getCoordinator(), "#/add");
        browser.click("Paste a properties file or JSON");
        browser.type("pasted", "# from the old cluster\nconnector.name=tpch\ntpch.splits-per-node=2\n");
        browser.click("Fill in the form");
        browser.type("name", "pasted");
        browser.awaitElement("[id='property-tpch.splits-per-node']");
        browser.click("Save");
        browser.awaitText("Catalog pasted is stored.");
        assertThat(api.get("pasted").assertOk().json().path("properties").path("tpch.splits-per-node").asText()).isEqualTo("2");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testKeyboard()
    {
        open(cluster.getCoordinator(), "");
        browser.awaitText("1 catalog");
        browser.tabTo("Add a catalog");
        browser.press(Keys.ENTER);
        browser.awaitElement("#name");
        browser.tabTo("name");
        browser.press("typed");
        browser.tabTo("connector");
        browser.arrowTo("memory");
        browser.tabTo("description");
        browser.press("Without a mouse");
        browser.tabTo("Save");
        browser.press(Keys.ENTER);
        browser.awaitText("Catalog typed is stored.");
        assertThat(api.get("typed").assertOk().text("connectorName")).isEqualTo("memory");
        assertThat(api.get("typed").text("description")).isEqualTo("Without a mouse");

        browser.tabTo("Delete");
        browser.press(Keys.ENTER);
        browser.awaitElement("dialog[open]");
        browser.press(Keys.ESCAPE);
        browser.awaitNoElement("dialog[open]");
        api.get("typed").assertOk();
        browser.tabTo("Delete");
        browser.press(Keys.ENTER);
        browser.awaitElement("dialog[open]");
        browser.tabTo("Delete");
        browser.press(Keys.ENTER);
        browser.awaitText("Catalog typed is deleted");
        api.get("typed").assertRefused(404, "CATALOG_NOT_FOUND");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testFiles()
            throws IOException
    {
        Path file = Files.createTempFile("requests", ".log");
        try {
            String name = file.getFileName().toString();
            open(cluster.getCoordinator(), "#/add");
            browser.select("connector", "localfile");
            browser.type("name", "requests");
            browser.click("Files that belong to the catalog, such as keytabs");
            browser.upload("files", file);
            browser.awaitText(name);
            browser.click("Save");
            browser.awaitText("No property refers to file " + name);
            browser.type("property-presto-logs.http-request-log.location", "${CATALOG_FILE:%s}".formatted(name));
            browser.click("Save");
            browser.awaitText("Catalog requests is stored.");
            browser.awaitText(name);
            assertThat(api.get("requests").assertOk().json().path("files").findValuesAsText("name")).containsExactly(name);
            assertThat(browser.errors()).isEmpty();
        }
        finally {
            Files.delete(file);
        }
    }

    @Test
    public void testChangeBesideAnotherChange()
    {
        api.add("shared", "tpch", ImmutableMap.of("tpch.splits-per-node", "2")).assertOk();
        open(cluster.getCoordinator(), "#/catalog/shared/change");
        browser.awaitElement("[id='property-tpch.splits-per-node']");
        browser.type("property-tpch.splits-per-node", "4");
        api.patch("shared", "{\"properties\": {\"tpch.splits-per-node\": \"3\", \"tpch.column-naming\": \"STANDARD\"}}").assertOk();
        browser.click("Save");
        browser.awaitText("has changed this catalog at");
        browser.awaitText("You have both changed these properties.");
        capture("conflict");
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.value("property-tpch.splits-per-node")).isEqualTo("4");
        assertThat(browser.value("property-tpch.column-naming")).isEqualTo("STANDARD");
        assertThat(api.get("shared").assertOk().json().path("properties").path("tpch.splits-per-node").asText()).isEqualTo("3");

        browser.click("Save");
        browser.awaitText("Catalog shared is stored.");
        assertThat(api.get("shared").assertOk().json().path("properties")).hasToString("{\"tpch.column-naming\":\"STANDARD\",\"tpch.splits-per-node\":\"4\"}");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testDeleteUnderQuery()
            throws SQLException
    {
        api.add("facts", "tpcds", ImmutableMap.of()).assertOk();
        open(cluster.getCoordinator(), "#/catalog/facts");
        browser.awaitText("Definition");
        try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM facts.tiny.ship_mode").next();
            browser.awaitText("1 query on it");

            browser.click("Disable");
            browser.confirm();
            browser.awaitText("Catalog facts is disabled.");
            assertThatThrownBy(() -> cluster.value("SELECT count(*) FROM facts.tiny.ship_mode")).hasMessageContaining("facts");
            browser.click("Enable");
            browser.confirm();
            browser.awaitText("Catalog facts is enabled.");

            browser.click("Delete");
            browser.awaitText("1 query runs on it.");
            capture("delete");
            assertThat(browser.accessibilityViolations()).isEmpty();
            browser.confirm();
            browser.awaitText("Catalog facts is deleted; 1 query still uses it.");
            assertThat(statement.executeQuery("SELECT count(*) FROM facts.tiny.ship_mode").next()).isTrue();
            connection.rollback();
        }
        browser.awaitText("There is no catalog facts");
        browser.click("Restore");
        browser.confirm();
        browser.awaitText("Catalog facts is restored.");
        assertThat(cluster.value("SELECT count(*) FROM facts.tiny.ship_mode")).isEqualTo(20L);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testFailQueries()
    {
        api.add("facts", "tpcds", ImmutableMap.of()).assertOk();
        CompletableFuture<Object> query = supplyAsync(() -> cluster.value("SELECT count(*) FROM facts.sf10000.store_sales WHERE ss_quantity < 0"));
        open(cluster.getCoordinator(), "#/catalog/facts");
        browser.awaitElement("a[href^='/ui/query.html?']");
        capture("queries");
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.click("Delete");
        browser.awaitText("1 query runs on it.");
        browser.choose("fail them now");
        browser.confirm();
        browser.awaitText("Catalog facts is deleted");
        assertThatThrownBy(() -> query.get(1, MINUTES)).hasMessageContaining("Catalog facts was removed while the query was running");
        browser.awaitText("There is no catalog facts");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testWorkerThatFails()
    {
        api.add("facts", "tpcds", ImmutableMap.of()).assertOk();
        ServerProcess worker = cluster.getWorkers().get(0);
        open(cluster.getCoordinator(), "");
        browser.awaitText("facts");
        browser.click("facts");
        browser.awaitText(worker.getNodeId());
        worker.freeze();
        try {
            browser.awaitText("unreachable");
            browser.click("Catalogs");
            browser.awaitText(worker.getNodeId() + " unreachable");
        }
        finally {
            worker.thaw();
        }
        browser.awaitNoText("unreachable");
        cluster.awaitLoaded("facts");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testRights()
    {
        api.add("sales", "mysql", ImmutableMap.of("connection-url", mysql.getJdbcUrl(), "connection-user", mysql.getUser(), "connection-password", mysql.getPassword())).assertOk();
        browser.setHeader("X-Presto-User", "viewer");
        open(cluster.getCoordinator(), "");
        browser.awaitText("sales");
        browser.click("sales");
        browser.awaitText("You may not read it.");
        browser.awaitText("viewer (claimed)");
        assertThat(browser.text()).doesNotContain("Add a catalog", "Change\n", "Delete", "Disable");
        assertThat(browser.everything()).doesNotContain(mysql.getJdbcUrl(), mysql.getPassword());

        browser.setHeader("X-Presto-User", "reader");
        open(cluster.getCoordinator(), "#/catalog/sales");
        browser.awaitText("connection-url");
        browser.awaitText("reader (claimed)");
        browser.awaitText("History");
        assertThat(browser.text()).doesNotContain("Add a catalog", "Change\n", "Delete", "Disable", "Restore");
        assertThat(browser.everything()).doesNotContain(mysql.getPassword());

        api.send(api.request("/v1/catalog/sales").header("X-Presto-User", "reader").DELETE()).assertRefused(403, "FORBIDDEN");
        open(cluster.getCoordinator(), "#/history");
        browser.awaitText("added");
        assertThat(browser.text()).doesNotContain("Refused");
        browser.setHeader("X-Presto-User", "alice");
        open(cluster.getCoordinator(), "#/history");
        browser.awaitText("Refused since the coordinator started");
        browser.awaitText("User reader may not change catalog sales");
        assertThat(browser.accessibilityViolations()).isEmpty();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    public void testWorkerRefersToCoordinator()
    {
        open(cluster.getWorkers().get(0), "");
        browser.awaitText("This node is a worker.");
        assertThat(browser.accessibilityViolations()).isEmpty();
        browser.click("Open the page of the coordinator at %s/ui/catalogs/".formatted(cluster.getCoordinator().getUri()));
        browser.awaitText("1 catalog");
    }

    @Test
    public void testWithoutScripts()
    {
        browser.setScripts(false);
        try {
            open(cluster.getCoordinator(), "");
            browser.awaitText("This page needs JavaScript.");
        }
        finally {
            browser.setScripts(true);
        }
    }

    @Test
    public void testAccessibility()
    {
        api.add("sales", "mysql", ImmutableMap.of("connection-url", mysql.getJdbcUrl(), "connection-user", mysql.getUser(), "connection-password", mysql.getPassword())).assertOk();
        api.add("facts", "tpch", ImmutableMap.of("tpch.splits-per-node", "2")).assertOk();
        api.patch("facts", "{\"enabled\": false, \"description\": \"For the tests of the reports\"}").assertOk();
        for (String scheme : List.of("light", "dark")) {
            browser.setColors(scheme);
            assertAccessible("", "sales", scheme.equals("light") ? "list" : "list-dark");
            assertAccessible("#/catalog/sales", "History", "catalog-" + scheme);
            assertAccessible("#/catalog/sales/change", "required", "change-" + scheme);
            assertAccessible("#/history", "disabled", "history-" + scheme);
        }
        browser.setColors("light");
        browser.setSize(500, 800);
        assertAccessible("", "sales", "list-phone");
        assertAccessible("#/catalog/sales/change", "required", "change-phone");
        assertThat((Boolean) browser.runAsync("arguments[0](document.documentElement.scrollWidth <= document.documentElement.clientWidth)")).isTrue();
        browser.setSize(1280, 900);
        assertThat(browser.errors()).isEmpty();
    }

    private void assertAccessible(String address, String text, String name)
    {
        open(cluster.getCoordinator(), address);
        browser.awaitText(text);
        capture(name);
        assertThat(browser.accessibilityViolations()).as(name).isEmpty();
    }

    @Test(priority = 1)
    public void testManyCatalogs()
    {
        api.importAll("", IntStream.range(0, MANY)
                .mapToObj(i -> "{\"catalogName\": \"sales_%03d\", \"connectorName\": \"tpch\", \"properties\": {}, \"description\": \"Shop %s\"}".formatted(i, i))
                .collect(joining(", ", "{\"catalogs\": [", "]}"))).assertOk();
        Conditions.await("the worker has loaded all", Duration.ofMinutes(3), () -> api.list().assertOk().json().findValuesAsText("state").stream().filter("LOADED"::equals).count() >= 2 * MANY);
        open(cluster.getCoordinator(), "");
        long shown = millis("""
                const done = arguments[0];
                const look = () => document.querySelectorAll('tbody tr:not([hidden])').length < %s
                        ? requestAnimationFrame(look)
                        : done(performance.now() - Math.min(...performance.getEntriesByName(`${location.origin}/v1/catalog`).map(entry => entry.responseEnd)));
                look();
                """.formatted(MANY));
        long filtered = millis("""
                const done = arguments[0];
                const start = performance.now();
                const input = document.querySelector('input[type=search]');
                input.value = 'shop sales_99';
                input.dispatchEvent(new Event('input'));
                const look = () => document.querySelectorAll('tbody tr:not([hidden])').length === 10 ? done(performance.now() - start) : requestAnimationFrame(look);
                look();
                """);
        Reporter.log("%s catalogs are shown after %s ms, and filtered in %s ms".formatted(MANY, shown, filtered), true);
        assertThat(shown).isLessThan(DEADLINE_MILLIS);
        assertThat(filtered).isLessThan(DEADLINE_MILLIS);
        browser.awaitText("10 of 1001 catalogs");
        assertThat(browser.errors()).isEmpty();
        // the cluster ends here
        api.importAll("?prune=true", "{\"catalogs\": []}").assertOk();
    }

    private long millis(String script)
    {
        return ((Number) browser.runAsync(script)).longValue();
    }

    private void open(ServerProcess node, String address)
    {
        browser.open(node.getUri().resolve("/ui/catalogs/" + address));
    }

    private void capture(String name)
    {
        browser.screenshot(SCREENSHOTS.resolve("page-%s.png".formatted(name)));
    }
}
