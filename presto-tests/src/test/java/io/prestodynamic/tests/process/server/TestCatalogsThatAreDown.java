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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Lists of all catalogs while one database refuses connections and another one accepts them without answering.
 */
@Test(singleThreaded = true)
public class TestCatalogsThatAreDown
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String REFUSING = "refusing (Communications link failure)";
    private static final Pattern LISTING = Pattern.compile("dynamic-catalog-listing-\\d");

    private ServerSocket silent;
    private ProcessCluster cluster;
    private ClientSession session;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        // connections wait in its backlog
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.push-timeout", "2m", "dynamic-catalog.listing-timeout", "5s"));
        cluster.start();
        cluster.getApi().add("healthy", "tpch", ImmutableMap.of()).assertOk();
        session = new ClientSession(cluster.getCoordinator().getUri(), "test");
        // the first list of a JVM may take longer than catalogs are given
        Conditions.await("a list has the healthy catalog", TIMEOUT, () ->
                session.execute("SELECT DISTINCT table_catalog FROM system.jdbc.schemas WHERE table_schem = 'tiny'").rows().equals(List.of("healthy")));
        addMySql("refusing", "127.0.0.1:1");
        addMySql("silent", "127.0.0.1:" + silent.getLocalPort());
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        silent.close();
    }

    @Test
    public void testListOfAll()
            throws SQLException
    {
        try (Connection connection = connect()) {
            assertThat(catalogs(connection.getMetaData().getSchemas(), "TABLE_CATALOG")).containsExactlyInAnyOrder("healthy", "system");
            assertThat(catalogs(connection.getMetaData().getTables(null, "tiny", "nation", null), "TABLE_CAT")).containsExactly("healthy");
            assertThat(catalogs(connection.getMetaData().getTables(null, "runtime", "nodes", new String[] {"TABLE"}), "TABLE_CAT")).containsExactly("system");
            assertThat(catalogs(connection.getMetaData().getColumns(null, "tiny", "nation", "%"), "TABLE_CAT")).containsExactly("healthy");
            assertThat(catalogs(connection.getMetaData().getTables("healthy", "tiny", "nation", null), "TABLE_CAT")).containsExactly("healthy");
        }
    }

    @DataProvider
    public static Object[][] lists()
    {
        return new Object[][] {
                {"SELECT DISTINCT table_catalog FROM system.jdbc.schemas WHERE table_schem = 'tiny'"},
                {"SELECT DISTINCT table_cat FROM system.jdbc.tables WHERE table_schem = 'tiny'"},
                {"SELECT DISTINCT table_cat FROM system.jdbc.columns WHERE table_schem = 'tiny'"},
                {"SELECT DISTINCT table_cat FROM system.jdbc.tables WHERE table_schem = 'tiny' AND table_cat > 'a'"},
        };
    }

    @Test(dataProvider = "lists")
    public void testWarning(String sql)
    {
        assertThat(session.execute(sql).assertRows("healthy").warnings())
                .singleElement().asString()
                .startsWith("Left out, because they cannot be listed: " + REFUSING + ", silent (it has not answered ");
        new ClientSession(cluster.getCoordinator().getUri(), "test").withProperty("warning_handling", "AS_ERROR").execute(sql).assertFailed(REFUSING);
    }

    @Test
    public void testNoWarningAboutOthers()
    {
        session.execute("SELECT DISTINCT table_cat FROM system.jdbc.tables WHERE table_cat = 'healthy'").assertRows("healthy").assertNoWarnings();
        session.execute("SELECT DISTINCT table_cat FROM system.jdbc.tables WHERE table_cat IN ('healthy', 'missing')").assertRows("healthy").assertNoWarnings();
    }

    @DataProvider
    public static Object[][] queriesThatNameIt()
    {
        return new Object[][] {
                {"SELECT * FROM refusing.a.b"},
                {"SELECT * FROM healthy.tiny.nation, refusing.a.b"},
                {"SHOW SCHEMAS FROM refusing"},
                {"SELECT * FROM refusing.information_schema.tables"},
                {"SELECT * FROM system.jdbc.schemas WHERE table_catalog = 'refusing'"},
                {"SELECT * FROM system.jdbc.columns WHERE table_cat IN ('healthy', 'refusing')"},
        };
    }

    @Test(dataProvider = "queriesThatNameIt")
    public void testQueryThatNamesIt(String sql)
    {
        session.execute(sql).assertFailed("Catalog refusing: Communications link failure");
    }

    @Test
    public void testListThatNamesIt()
            throws SQLException
    {
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> catalogs(connection.getMetaData().getTables("refusing", null, null, null), "TABLE_CAT"))
                    .hasMessageContaining("Catalog refusing: Communications link failure");
        }
    }

    @Test(dependsOnMethods = {"testListOfAll", "testWarning"})
    public void testNothingRemains()
            throws IOException
    {
        // those of other tests may have ended
        Conditions.await("a listing hangs", TIMEOUT, () -> {
            session.execute("SELECT DISTINCT table_catalog FROM system.jdbc.schemas WHERE table_schem = 'tiny'").assertRows("healthy");
            return LISTING.matcher(threads()).find();
        });
        cluster.getApi().delete("silent").assertOk();
        silent.close();
        Conditions.await("no listing is left", TIMEOUT, () -> !LISTING.matcher(threads()).find());
        Conditions.await("the catalog is closed", TIMEOUT, () -> cluster.getCoordinator().log().contains("Closed catalog silent version"));
    }

    private String threads()
    {
        CatalogApi api = cluster.getApi();
        return api.send(api.request("/v1/thread")).assertOk().body();
    }

    private void addMySql(String name, String address)
    {
        cluster.getApi().add(name, "mysql", ImmutableMap.of(
                "connection-url", "jdbc:mysql://" + address,
                "connection-user", "u",
                "connection-password", "p",
                "mysql.auto-reconnect", "false",
                // a list that hangs does so until its test is over
                "mysql.connection-timeout", "2m")).assertOk();
    }

    private Connection connect()
            throws SQLException
    {
        return DriverManager.getConnection("jdbc:presto://%s".formatted(cluster.getCoordinator().getUri().getAuthority()), "test", null);
    }

    private static Set<String> catalogs(ResultSet rows, String column)
            throws SQLException
    {
        try (rows) {
            Set<String> catalogs = new LinkedHashSet<>();
            while (rows.next()) {
                catalogs.add(rows.getString(column));
            }
            return catalogs;
        }
    }
}
