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
package io.prestodynamic.tests.process.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A coordinator and two workers from the tarball, with the store in MySQL, configured by the former names of properties, and a catalog of MySQL tables.
 */
@Test(singleThreaded = true)
public class TestServerProcesses
{
    private TestingMySqlServer mysql;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        mysql.createDatabase("shop");
        mysql.execute(
                "shop",
                "CREATE TABLE visits (mode bigint, visits bigint)",
                "INSERT INTO visits VALUES (1, 10), (2, 20), (3, 30)");

        cluster = new ProcessCluster(2, ImmutableMap.<String, String>builder()
                .put("trino.extension.jdbc.enable", "true")
                .put("trino.extension.jdbc.driver", "com.mysql.jdbc.Driver")
                .put("trino.extension.jdbc.url", mysql.getJdbcUrl("meta"))
                .put("trino.extension.jdbc.username", mysql.getUser())
                .put("trino.extension.jdbc.password", mysql.getPassword())
                .put("trino.extension.jdbc.max-pool-size", "2")
                .put("dynamic-catalog.enable", "true")
                .put("dynamic-catalog.table-name", "meta.catalog")
                .build());
        cluster.getNodes().forEach(node -> node.addStaticCatalog("fixed", ImmutableMap.of("connector.name", "tpcds")));
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

    @AfterMethod(alwaysRun = true)
    public void removeCatalogs()
    {
        if (api == null) {
            return;
        }
        for (JsonNode catalog : api.list().assertOk().json()) {
            if (catalog.path("source").asText().equals("dynamic") && !catalog.path("state").asText().equals("DRAINING")) {
                api.delete(catalog.path("catalogName").asText()).assertOk();
            }
        }
    }

    @Test
    public void testSeedCommands()
    {
        String base = cluster.getCoordinator().getUri().toString();
        String body = "{\"catalogName\":\"db2\",\"connectorName\":\"mysql\",\"properties\":{\"connection-url\":\"%s\",\"connection-user\":\"%s\",\"connection-password\":\"%s\"}}"
                .formatted(mysql.getJdbcUrl(), mysql.getUser(), mysql.getPassword());
        String added = Commands.run("curl", "-s", "-X", "POST", base + "/v1/catalog/add", "-H", "content-type: application/json", "-d", body);
        assertThat(added).contains("\"state\":\"ACTIVE\"");
        assertThat(cluster.value("SELECT sum(visits) FROM db2.shop.visits")).isEqualTo(60L);

        String deleted = Commands.run("curl", "-s", "-X", "DELETE", base + "/v1/catalog/delete?catalogName=db2");
        assertThat(deleted).contains("\"state\":\"DELETED\"");
        assertThatThrownBy(() -> cluster.query("SELECT 1 FROM db2.shop.visits")).hasMessageContaining("Catalog db2 does not exist");
    }

    @Test
    public void testJoinInsertDelete()
    {
        Answer added = addShop();
        assertThat(added.json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED", "LOADED");
        assertThat(added.body()).contains("\"connection-password\":\"******\"");
        api.add("facts", "tpcds", ImmutableMap.of()).assertOk();

        String join = "SELECT m.sm_ship_mode_id, s.visits FROM shop.shop.visits s JOIN facts.tiny.ship_mode m ON m.sm_ship_mode_sk = s.mode ORDER BY 2";
        assertThat(cluster.query(join)).containsExactly(List.of("AAAAAAAABAAAAAAA", 10L), List.of("AAAAAAAACAAAAAAA", 20L), List.of("AAAAAAAADAAAAAAA", 30L));
        assertThat(cluster.update("INSERT INTO shop.shop.visits SELECT sm_ship_mode_sk, 0 FROM facts.tiny.ship_mode WHERE sm_ship_mode_sk > 16")).isEqualTo(4);
        assertThat(cluster.value("SELECT count(*) FROM shop.shop.visits")).isEqualTo(7L);
        assertThat(cluster.update("CREATE TABLE shop.shop.copied AS SELECT * FROM facts.tiny.ship_mode")).isEqualTo(20);
        cluster.update("DROP TABLE shop.shop.copied");
        mysql.execute("shop", "DELETE FROM visits WHERE mode > 16");

        api.delete("shop").assertOk();
        assertThatThrownBy(() -> cluster.query(join)).hasMessageContaining("Catalog shop does not exist");
        assertThat(cluster.value("SELECT count(*) FROM facts.tiny.ship_mode")).isEqualTo(20L);
    }

    @Test
    public void testStaticCatalogBeside()
    {
        assertThat(cluster.value("SELECT count(*) FROM fixed.tiny.ship_mode")).isEqualTo(20L);
        Answer fixed = api.get("fixed").assertOk();
        assertThat(fixed.text("source")).isEqualTo("static");
        assertThat(fixed.text("connectorName")).isEqualTo("tpcds");
        assertThat(fixed.json().path("nodes")).hasSize(3);
        api.delete("fixed").assertRefused(409, "CATALOG_IS_STATIC");
        api.add("fixed", "tpcds", ImmutableMap.of()).assertRefused(409, "CATALOG_IS_STATIC");
    }

    @Test
    public void testCoordinatorRestart()
    {
        Answer added = addShop();
        cluster.getCoordinator().restart();
        cluster.awaitActiveWorkers();
        cluster.awaitLoaded("shop");
        assertThat(api.get("shop").text("version")).isEqualTo(added.text("version"));
        assertThat(api.get("shop").text("createdAt")).isEqualTo(added.text("createdAt"));
        assertUsedByAllWorkers();
    }

    @Test
    public void testRestartOfAll()
    {
        addShop();
        cluster.stop();
        cluster.start();
        cluster.awaitLoaded("shop");
        assertUsedByAllWorkers();
    }

    @Test
    public void testRowsEditedBySql()
    {
        addShop();
        String version = api.get("shop").text("version");
        mysql.execute("meta", "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('by_hand', 'tpcds', '{}'), ('broken', 'tpcds', 'no json')");
        cluster.awaitLoaded("by_hand");
        assertThat(cluster.value("SELECT count(*) FROM by_hand.tiny.ship_mode")).isEqualTo(20L);
        Answer broken = api.get("broken").assertOk();
        assertThat(broken.text("state")).isEqualTo("FAILED");
        assertThat(broken.text("error")).isNotBlank();

        mysql.execute("meta", "UPDATE catalog SET connectorName = 'tpcds', properties = '{}' WHERE catalogName = 'shop'");
        Conditions.await("the edited row is picked up", Duration.ofSeconds(60), () -> api.get("shop").text("connectorName").equals("tpcds"));
        assertThat(api.get("shop").text("version")).isNotEqualTo(version);
        assertThat(cluster.value("SELECT count(*) FROM shop.tiny.ship_mode")).isEqualTo(20L);

        mysql.execute("meta", "UPDATE catalog SET status = 0 WHERE catalogName = 'by_hand'");
        Conditions.await("the removed row is picked up", Duration.ofSeconds(60), () -> api.get("by_hand").status() == 404);
    }

    @Test
    public void testStoreDown()
    {
        addShop();
        mysql.freeze();
        try {
            JsonNode before = api.list().assertOk().json();
            Answer refused = api.add("other", "tpcds", ImmutableMap.of()).assertRefused(503, "STORE_UNAVAILABLE");
            assertThat(refused.body()).doesNotContain(mysql.getPassword());
            api.delete("shop").assertRefused(503, "STORE_UNAVAILABLE");
            assertThat(cluster.value("SELECT count(*) FROM fixed.tiny.ship_mode")).isEqualTo(20L);
            assertThat(api.list().assertOk().json()).isEqualTo(before);
        }
        finally {
            mysql.thaw();
        }
        assertThat(cluster.value("SELECT sum(visits) FROM shop.shop.visits")).isEqualTo(60L);
        Conditions.await("changes work again", Duration.ofSeconds(60), () -> api.add("other", "tpcds", ImmutableMap.of()).status() == 200);
        assertThat(cluster.value("SELECT count(*) FROM other.tiny.ship_mode")).isEqualTo(20L);
    }

    @Test
    public void testReplace()
    {
        addShop();
        mysql.execute("shop", "CREATE USER reader IDENTIFIED BY 'fr3sh'", "GRANT SELECT ON shop.* TO reader");
        Map<String, String> properties = ImmutableMap.of("connection-url", mysql.getJdbcUrl(), "connection-user", "reader", "connection-password", "fr3sh");
        Answer replaced = api.put("shop", "mysql", properties).assertOk();
        assertThat(replaced.json().path("nodes").findValuesAsText("state")).containsOnly("LOADED");
        assertThat(cluster.value("SELECT sum(visits) FROM shop.shop.visits")).isEqualTo(60L);
        assertThatThrownBy(() -> cluster.update("INSERT INTO shop.shop.visits VALUES (9, 9)")).hasMessageContaining("denied");
        assertThat(api.put("shop", "mysql", properties).assertOk().text("version")).isEqualTo(replaced.text("version"));

        // what was read can be sent back, and keeps its password
        assertThat(api.put("shop", api.get("shop").body()).assertOk().text("version")).isEqualTo(replaced.text("version"));
        Map<String, String> masked = ImmutableMap.of("connection-url", mysql.getJdbcUrl(), "connection-password", "******");
        assertThat(api.put("other", "mysql", masked).assertRefused(400, "INVALID_REQUEST").text("message")).contains("connection-password is masked");
        assertThat(cluster.value("SELECT sum(visits) FROM shop.shop.visits")).isEqualTo(60L);
    }

    @Test
    public void testSecretsStayOutOfTheLogs()
    {
        Map<String, Map<String, String>> definitions = ImmutableMap.of(
                "mysql", ImmutableMap.of("connection-url", "jdbc:mysql://u:s3cr3t1@127.0.0.1:1/?password=s3cr3t2", "connection-user", "u", "connection-password", "s3cr3t3"),
                "postgresql", ImmutableMap.of("connection-url", "jdbc:postgresql://127.0.0.1:1/?password=s3cr3t4 s3cr3t5", "connection-password", "s3cr3t6"),
                "sqlserver", ImmutableMap.of("connection-url", "jdbc:sqlserver://127.0.0.1:1; password = {s3cr3t7;s3cr3t8}", "connection-password", "s3cr3t9"),
                "mongodb", ImmutableMap.of("mongodb.seeds", "127.0.0.1:1", "mongodb.credentials", "u:s3cr3t0@db"));
        definitions.forEach((connector, properties) -> {
            Answer added = api.add("logged_" + connector, connector, properties).assertOk();
            assertThat(added.json().path("nodes").findValuesAsText("state")).containsOnly("LOADED");
            assertThat(added.body() + api.get("logged_" + connector).body() + api.list().body()).doesNotContain("s3cr3t");
            // what was answered is taken back
            assertThat(api.put("logged_" + connector, added.body()).assertOk().text("version")).isEqualTo(added.text("version"));
        });
        assertThat(api.validate("trial", "mysql", definitions.get("mysql")).assertOk().body()).doesNotContain("s3cr3t");
        Map<String, String> foreign = ImmutableMap.of("connection-url", "jdbc:mysql://u:s3cr3t1@h/?password=s3cr3t2", "x", "y");
        assertThat(api.add("refused", "postgresql", foreign).assertRefused(400, "INVALID_CONFIGURATION").body()).doesNotContain("s3cr3t");
        cluster.getNodes().forEach(node -> assertThat(node.log()).contains("logged_mysql").doesNotContain("s3cr3t").contains("Added catalog fixed using connector tpcds"));
    }

    @Test
    public void testValidate()
    {
        Answer valid = api.validate("trial", "mysql", mysqlProperties(mysql.getJdbcUrl(), mysql.getPassword())).assertOk();
        assertThat(valid.json().path("valid").asBoolean()).describedAs(valid.body()).isTrue();
        assertThat(valid.json().path("schemas")).extracting(JsonNode::asText).contains("shop");
        assertThat(valid.body()).doesNotContain(mysql.getPassword());

        assertInvalid(mysqlProperties(mysql.getJdbcUrl(), "wr0ngwr0ng"), "Access denied for user");
        assertInvalid(mysqlProperties("jdbc:mysql://no-such-host.invalid:3306", "wr0ngwr0ng"), "no-such-host.invalid");
        assertInvalid(mysqlProperties("jdbc:mysql://127.0.0.1:1", "wr0ngwr0ng"), "Connection refused");
        api.get("trial").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    @Test
    public void testWorkerAnswers()
    {
        CatalogApi worker = new CatalogApi(cluster.getWorkers().get(0).getUri());
        Answer refused = worker.add("x", "tpcds", ImmutableMap.of()).assertRefused(503, "NOT_COORDINATOR");
        assertThat(refused.location()).hasValue(cluster.getCoordinator().getUri() + "/v1/catalog/add");
    }

    @Test
    public void testNoSecretInLogs()
    {
        addShop();
        api.add("refused", "mysql", ImmutableMap.of("connection-url", "not a url", "connection-password", "hunter2hunter2")).assertRefused(400, "INVALID_CONFIGURATION");
        for (ServerProcess node : cluster.getNodes()) {
            assertThat(node.log()).doesNotContain("hunter2hunter2");
        }
    }

    private void assertInvalid(Map<String, String> properties, String cause)
    {
        Answer answer = api.validate("trial", "mysql", properties).assertOk();
        assertThat(answer.json().path("valid").asBoolean()).describedAs(answer.body()).isFalse();
        assertThat(answer.json().at("/checks/0/passed").asBoolean()).describedAs(answer.body()).isTrue();
        assertThat(answer.json().at("/checks/1/error").asText()).contains(cause);
        assertThat(answer.body()).doesNotContain("wr0ngwr0ng");
    }

    private Map<String, String> mysqlProperties(String url, String password)
    {
        return ImmutableMap.of("connection-url", url, "connection-user", mysql.getUser(), "connection-password", password, "allow-drop-table", "true");
    }

    private Answer addShop()
    {
        Answer added = api.add("shop", "mysql", mysqlProperties(mysql.getJdbcUrl(), mysql.getPassword())).assertOk();
        assertThat(added.text("state")).isEqualTo("ACTIVE");
        return added;
    }

    private void assertUsedByAllWorkers()
    {
        assertThat(cluster.value("SELECT sum(visits) FROM shop.shop.visits")).isEqualTo(60L);
        api.add("wide", "tpcds", ImmutableMap.of()).assertOk();
        assertThat(cluster.value("SELECT count(*) FROM wide.tiny.item")).isEqualTo(2_000L);
        assertThat(cluster.query("SELECT DISTINCT node_id FROM system.runtime.tasks WHERE node_id LIKE 'worker%'")).hasSize(cluster.getWorkers().size());
    }
}
