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

import com.facebook.presto.plugin.blackhole.BlackHolePlugin;
import com.facebook.presto.spi.eventlistener.QueryCompletedEvent;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.RecordingEventListener;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static io.prestodynamic.testing.Conditions.await;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Statements that change catalogs, by the protocol of Presto's clients and by JDBC. One worker lacks the plugin of the connector {@code blackhole}.
 */
@Test(singleThreaded = true)
public class TestCatalogStatements
{
    private static final String SECRET = "hunter2";
    private static final String RULES = """
            {"rules": [
              {"user": "viewer", "allow": ["see"]},
              {"user": "stranger", "catalog": "public", "allow": ["see", "read", "change"]},
              {"user": "(?!stranger).*", "allow": ["see", "read", "change"]}]}
            """;

    private final RecordingEventListener events = new RecordingEventListener();
    private Path directory;
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("catalog-statements");
        Files.writeString(directory.resolve("rules.json"), RULES);
        cluster = InProcessCluster.withPluginsMissingOnOneWorker(
                2,
                ImmutableSet.of(BlackHolePlugin.class),
                ImmutableMap.of(
                        "dynamic-catalog.access-control.file", directory.resolve("rules.json").toString(),
                        "dynamic-catalog.audit.log-path", directory.resolve("audit.log").toString()),
                events,
                new TolerantPlugin());
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
    public void testCreateReplaceAlterDrop()
    {
        ClientSession alice = session("alice");
        alice.execute("CREATE CATALOG orders USING tpch WITH (\"tpch.splits-per-node\" = '2')").assertRows("true").assertNoWarnings();
        alice.execute("SELECT count(*) FROM orders.tiny.nation").assertRows("25");
        alice.execute("CREATE CATALOG orders USING tpch").assertFailed("There is a catalog orders already");
        alice.execute("CREATE CATALOG IF NOT EXISTS Orders USING memory").assertSucceeded();
        assertThat(api.get("orders").text("connectorName")).isEqualTo("tpch");

        alice.execute("CREATE OR REPLACE CATALOG orders USING tpch WITH (\"tpch.splits-per-node\" = '3', \"tpch.column-naming\" = 'standard')").assertSucceeded();
        alice.execute("ALTER CATALOG orders SET PROPERTIES (\"tpch.splits-per-node\" = '4', \"tpch.column-naming\" = DEFAULT)").assertSucceeded();
        assertThat(api.get("orders").json().path("properties").toString()).isEqualTo("{\"tpch.splits-per-node\":\"4\"}");
        alice.execute("SELECT count(*) FROM orders.tiny.nation").assertRows("25");
        alice.execute("SHOW CREATE CATALOG \"ORDERS\"").assertRows("CREATE CATALOG orders USING tpch\nWITH (\n   \"tpch.splits-per-node\" = '4'\n)");

        alice.execute("DROP CATALOG orders").assertSucceeded();
        alice.execute("SELECT count(*) FROM orders.tiny.nation").assertFailed("Catalog orders does not exist");
        alice.execute("DROP CATALOG orders").assertFailed("There is no catalog orders");
        alice.execute("DROP CATALOG IF EXISTS orders FORCE").assertSucceeded();
        alice.execute("SELECT action, \"user\", source FROM system.metadata.catalog_history WHERE catalog_name = 'orders' ORDER BY sequence")
                .assertRows("ADDED, alice, SQL", "REPLACED, alice, SQL", "REPLACED, alice, SQL", "DELETED, alice, SQL");
    }

    @Test
    public void testSettings()
    {
        ClientSession alice = session("alice");
        alice.execute("CREATE CATALOG parked USING tpch COMMENT 'for later'").assertSucceeded();
        alice.execute("SHOW CREATE CATALOG parked").assertRows("CREATE CATALOG parked USING tpch\nCOMMENT 'for later'");
        alice.execute("ALTER CATALOG parked DISABLE").assertSucceeded();
        assertThat(api.get("parked").text("state")).isEqualTo("DISABLED");
        alice.execute("SELECT count(*) FROM parked.tiny.nation").assertFailed("Catalog parked does not exist");
        alice.execute("ALTER CATALOG parked ENABLE").assertSucceeded();
        alice.execute("SELECT count(*) FROM parked.tiny.nation").assertRows("25");
        session("viewer").execute("ALTER CATALOG parked DISABLE").assertFailed("may not change catalog parked");
        alice.execute("SELECT action FROM system.metadata.catalog_history WHERE catalog_name = 'parked' ORDER BY sequence").assertRows("ADDED", "DISABLED", "ENABLED");
        alice.execute("DROP CATALOG parked").assertSucceeded();
    }

    @Test
    public void testRefusals()
    {
        ClientSession alice = session("alice");
        assertThat(api.add("refused", "nope", ImmutableMap.of()).status()).isEqualTo(400);
        alice.execute("CREATE CATALOG refused USING nope").assertFailed(api.add("refused", "nope", ImmutableMap.of()).text("message"));
        alice.execute("CREATE CATALOG refused USING tpch WITH (\"tpch.nope\" = '%s')".formatted(SECRET))
                .assertFailed(api.add("refused", "tpch", ImmutableMap.of("tpch.nope", SECRET)).text("message"));
        alice.execute("CREATE CATALOG \"a b\" USING tpch").assertFailed(api.add("a b", "tpch", ImmutableMap.of()).text("message"));
        alice.execute("ALTER CATALOG \"a b\" SET PROPERTIES (a = 'b')").assertFailed("'a b' is none");
        alice.execute("ALTER CATALOG refused SET PROPERTIES (a = 'b')").assertFailed("There is no catalog refused");
        alice.execute("DROP CATALOG system").assertFailed(api.delete("system").text("message"));
        alice.execute("CREATE CATALOG IF NOT EXISTS system USING tpch").assertSucceeded();
        alice.execute("SHOW CREATE CATALOG refused").assertFailed("There is no catalog refused");
        alice.execute("SHOW CREATE CATALOG system").assertFailed("Catalog system has no definition");
        alice.execute("EXPLAIN CREATE CATALOG refused USING tpch").assertFailed("A statement about catalogs can be neither explained nor prepared");
        assertThat(api.get("refused").status()).isEqualTo(404);
    }

    @Test
    public void testCalls()
    {
        ClientSession alice = session("alice");
        alice.execute("CALL system.runtime.create_catalog('called', 'tpch', MAP(ARRAY['tpch.splits-per-node'], ARRAY['2']), 'of a tool')").assertRows("true").assertNoWarnings();
        alice.execute("SELECT count(*) FROM called.tiny.nation").assertRows("25");
        alice.execute("CALL system.runtime.create_catalog('called', 'tpch')").assertFailed("There is a catalog called already");
        alice.execute("CALL system.runtime.create_catalog('called', 'memory', if_not_exists => true)").assertFailed("Named and positional arguments cannot be mixed");
        alice.execute("CALL \"system\".Runtime.CREATE_CATALOG(catalog => 'Called', connector => 'memory', if_not_exists => true)").assertSucceeded();
        alice.execute("CALL system.runtime.alter_catalog(catalog => 'called', properties => MAP(ARRAY['tpch.column-naming'], ARRAY[lower('STANDARD')]), unset => ARRAY['tpch.splits-per-node'])")
                .assertSucceeded();
        assertThat(api.get("called").json().path("properties").toString()).isEqualTo("{\"tpch.column-naming\":\"standard\"}");
        assertThat(api.get("called").text("description")).isEqualTo("of a tool");
        alice.execute("USE system.runtime").assertSucceeded();
        alice.execute("CALL alter_catalog(catalog => 'called', enabled => false)").assertSucceeded();
        assertThat(api.get("called").text("state")).isEqualTo("DISABLED");
        session("viewer").execute("CALL system.runtime.drop_catalog('called')").assertFailed("User viewer may not change catalog called");
        alice.execute("CALL system.runtime.drop_catalog('called', true)").assertSucceeded();
        alice.execute("CALL system.runtime.drop_catalog(catalog => 'called')").assertFailed("There is no catalog called");
        alice.execute("CALL system.runtime.drop_catalog(catalog => 'called', if_exists => true)").assertSucceeded();
        alice.execute("SELECT action, \"user\", source FROM system.metadata.catalog_history WHERE catalog_name = 'called' ORDER BY sequence")
                .assertRows("ADDED, alice, SQL", "REPLACED, alice, SQL", "DISABLED, alice, SQL", "DELETED, alice, SQL");

        assertThat(alice.execute("CALL system.runtime.create_catalog('partial_call', 'blackhole')").assertSucceeded().warnings())
                .singleElement().asString()
                .startsWith("Some nodes cannot run queries on catalog partial_call yet");
        alice.execute("CALL system.runtime.drop_catalog('partial_call')").assertSucceeded();
    }

    @Test
    public void testCallsThatValidate()
            throws IOException
    {
        ClientSession alice = session("alice");
        alice.execute("CALL system.runtime.validate_catalog('tried', 'tpch')").assertSucceeded();
        alice.execute("CALL system.runtime.validate_catalog('tried', 'tpch', MAP(ARRAY['tpch.nope'], ARRAY['1']))")
                .assertFailed(api.add("tried", "tpch", ImmutableMap.of("tpch.nope", "1")).text("message"));
        alice.execute("CALL system.runtime.validate_catalog('tried')").assertFailed("There is no catalog tried");
        assertThat(api.get("tried").status()).isEqualTo(404);
        session("viewer").execute("CALL system.runtime.validate_catalog('tried', 'tpch')").assertFailed("User viewer may not");

        alice.execute("CREATE CATALOG tried USING tpch").assertSucceeded();
        alice.execute("CALL system.runtime.validate_catalog('tried')").assertSucceeded();
        alice.execute("CALL system.runtime.validate_catalog(catalog => 'tried', properties => MAP(ARRAY['tpch.nope'], ARRAY['1']))").assertFailed("tpch.nope");
        alice.execute("DROP CATALOG tried").assertSucceeded();
        assertThat(Files.readAllLines(directory.resolve("audit.log"))).anySatisfy(line -> assertThat(line).contains("\"alice\"", "\"SQL\"", "VALIDATE", "tried"));
    }

    @Test
    public void testOtherCalls()
    {
        ClientSession alice = session("alice");
        alice.execute("CALL system.runtime.kill_query('20200101_000000_00000_aaaaa', 'create_catalog')").assertFailed("Target query not found");
        alice.execute("CALL system.runtime.create_catalgo('x')").assertFailed("Procedure not registered: runtime.create_catalgo");
        alice.execute("CALL nowhere.x.create_catalog('x')").assertFailed("Catalog nowhere does not exist");
        alice.execute("START TRANSACTION").assertSucceeded();
        alice.execute("CALL system.runtime.create_catalog('rolled_back', 'tpch')").assertFailed("Procedures cannot be called within a transaction");
        alice.execute("ROLLBACK").assertSucceeded();
        assertThat(api.get("rolled_back").status()).isEqualTo(404);
    }

    @Test
    public void testTransaction()
    {
        ClientSession alice = session("alice");
        alice.execute("START TRANSACTION").assertSucceeded();
        alice.execute("CREATE CATALOG rolled_back USING tpch").assertFailed("CREATE CATALOG cannot be rolled back, so it cannot run within a transaction: run it in autocommit mode");
        alice.execute("ROLLBACK").assertSucceeded();
        assertThat(api.get("rolled_back").status()).isEqualTo(404);
    }

    @Test
    public void testRights()
            throws IOException
    {
        session("alice").execute("CREATE CATALOG private USING tpch").assertSucceeded();
        ClientSession viewer = session("viewer");
        viewer.execute("ALTER CATALOG private SET PROPERTIES (a = 'b')").assertFailed("User viewer may not change catalog private");
        viewer.execute("CREATE OR REPLACE CATALOG private USING memory").assertFailed("User viewer may not");
        viewer.execute("CREATE CATALOG IF NOT EXISTS private USING memory").assertFailed("User viewer may not");
        viewer.execute("DROP CATALOG IF EXISTS private").assertFailed("User viewer may not change catalog private");
        viewer.execute("SHOW CREATE CATALOG private").assertFailed("User viewer may not read catalog private");
        ClientSession stranger = session("stranger");
        stranger.execute("DROP CATALOG private").assertFailed("There is no catalog private");
        stranger.execute("SHOW CREATE CATALOG private").assertFailed("There is no catalog private");
        stranger.execute("SELECT * FROM system.metadata.catalog_definitions").assertRows();
        stranger.execute("CREATE CATALOG public USING memory").assertSucceeded();
        stranger.execute("SELECT * FROM system.metadata.catalog_definitions").assertRows("public, CREATE CATALOG public USING memory");
        assertThat(api.get("private").text("connectorName")).isEqualTo("tpch");
        assertThat(Files.readAllLines(directory.resolve("audit.log")))
                .anySatisfy(line -> assertThat(line).contains("\"viewer\"", "\"SQL\"", "FORBIDDEN", "private"));
    }

    @Test
    public void testWorkerThatIsNotReady()
    {
        ClientSession alice = session("alice");
        assertThat(alice.execute("CREATE CATALOG partial USING blackhole").assertSucceeded().warnings())
                .singleElement().asString()
                .startsWith("Some nodes cannot run queries on catalog partial yet; not ready: ")
                .contains(" is FAILED (");
        assertThat(alice.execute("DROP CATALOG partial").assertSucceeded().warnings()).isEmpty();
    }

    @Test
    public void testNoValueIsKept()
            throws IOException
    {
        List<String> statements = List.of(
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '%s') -- %<s",
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '%s', harmless = '%<s')",
                "ALTER CATALOG masked SET PROPERTIES (\"some-password\" = '%s2')",
                "CREATE CATALOG masked USING nope WITH (\"some-password\" = '%s')",
                "CREATE CATALOG masked USING tpch WITH (\"tpch.splits-per-node\" = '%s')",
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = %s)",
                "CREATE CATALOGUE masked USING tolerant WITH (\"some-password\" = '%s')",
                "EXPLAIN ANALYZE CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '%s')",
                "PREPARE p FROM CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '%s')",
                "CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY['%s']))",
                "CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY[concat('%s', '')]), '%<s', true)",
                "CALL system.runtime.drop_catalog('called') -- %s",
                "CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY[\"%s\"]))",
                "CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY[CAST(CAST('%s' AS bigint) AS varchar)]))",
                "CALL system.runtime.create_catalog('called', 'tolerant', CAST(json_parse('{%s') AS MAP(VARCHAR, VARCHAR)))",
                "CALL system.runtime.create_catalog('called', 'tolerant', '%s')",
                "CALL system.runtime.create_catalog('called', 'tolerant' '%s')",
                "CALL system.runtime.create_catalgo('called', '%s')",
                "CALL create_catalog('called', 'jdbc:%s')",
                "EXPLAIN CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY['%s']))",
                "PREPARE p FROM CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY['%s']))",
                "SHOW CREATE CATALOG masked");
        ClientSession alice = session("alice");
        for (String statement : statements) {
            ClientSession.Result result = alice.execute(statement.formatted(SECRET));
            assertThat(result.toString()).doesNotContain(SECRET);
        }
        // before a session is known
        session("alice").withProperty("nope", "nope").execute(statements.get(0).formatted(SECRET)).assertFailed("nope");
        session("alice").withPreparedStatement("p", "CALL system.runtime.create_catalog('prepared', 'tolerant', MAP(ARRAY['some-password', '%s'], ARRAY[?]))".formatted(SECRET))
                .execute("EXECUTE p USING '%s'".formatted(SECRET))
                .assertFailed("A statement about catalogs can be neither explained nor prepared");

        assertThat(alice.execute("SELECT query FROM system.runtime.queries").assertSucceeded().rows())
                .contains("CREATE CATALOG masked USING tpch WITH (\"tpch.splits-per-node\" = '******')", "SHOW CREATE CATALOG masked")
                .noneMatch(query -> query.contains(SECRET));
        CatalogApi.Answer queries = api.send(api.request("/v1/query").header("X-Presto-User", "alice")).assertOk();
        assertThat(queries.body()).doesNotContain(SECRET);
        assertThat(queries.json().findValuesAsText("query")).contains(
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '******')",
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '******', \"harmless\" = '******')",
                "ALTER CATALOG masked SET PROPERTIES (\"some-password\" = '******')",
                "CREATE CATALOG masked USING tolerant ******",
                "CREATE ******",
                "EXPLAIN CREATE ******",
                "PREPARE p FROM CREATE ******",
                "CALL system.runtime.create_catalog('called', 'tolerant', MAP(ARRAY['some-password'], ARRAY['******']))",
                "CALL ******",
                "EXPLAIN CALL ******");
        await("events of all statements", Duration.ofSeconds(30), () -> completedStatements().containsAll(Set.of(
                "CREATE CATALOG masked USING tolerant WITH (\"some-password\" = '******')",
                "CREATE CATALOG masked USING tolerant ******",
                "EXPLAIN CREATE ******",
                "PREPARE p FROM CREATE ******")));
        assertThat(events.getCompleted()).allSatisfy(event -> {
            assertThat(event.getMetadata().getQuery()).doesNotContain(SECRET);
            assertThat(event.getFailureInfo().flatMap(failure -> failure.getFailureMessage()).orElse("")).doesNotContain(SECRET);
            assertThat(event.getFailureInfo().map(failure -> failure.getFailuresJson()).orElse("")).doesNotContain(SECRET);
        });
        assertThat(Files.readString(directory.resolve("audit.log"))).doesNotContain(SECRET);
    }

    @Test
    public void testJdbc()
            throws SQLException
    {
        try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE CATALOG by_jdbc USING tolerant WITH (\"some-password\" = '%s')".formatted(SECRET));
            assertThat((Object) statement.getWarnings()).isNull();
            try (ResultSet result = statement.executeQuery("SHOW CREATE CATALOG by_jdbc")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getMetaData().getColumnName(1)).isEqualTo("Create Catalog");
                assertThat(result.getString(1)).contains("\"some-password\" = '******'");
                // a mask stands for the stored value
                assertThat(result.getString(1).replace("CREATE CATALOG", "CREATE OR REPLACE CATALOG")).satisfies(statement::execute);
            }
            assertThatThrownBy(() -> connection.prepareStatement("DROP CATALOG by_jdbc")).hasMessageContaining("neither explained nor prepared");
            statement.execute("DROP CATALOG by_jdbc;");
            statement.execute("CREATE CATALOG by_jdbc USING blackhole");
            assertThat(statement.getWarnings().getMessage()).contains("catalog by_jdbc");
            statement.execute("DROP CATALOG by_jdbc");
        }
        assertThat(api.get("by_jdbc").status()).isEqualTo(404);
    }

    private Set<String> completedStatements()
    {
        return events.getCompleted().stream().map(QueryCompletedEvent::getMetadata).map(metadata -> metadata.getQuery()).collect(toSet());
    }

    private ClientSession session(String user)
    {
        return new ClientSession(cluster.getQueryRunner().getCoordinator().getBaseUrl(), user);
    }
}
