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
import com.google.common.collect.Maps;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.SilentLogger;
import io.prestodynamic.harness.login.CertificateAuthority;
import io.prestodynamic.harness.login.Login;
import io.prestodynamic.harness.login.LoginCluster;
import io.prestodynamic.harness.login.TokenIssuer;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Users who log in with a password of an LDAP server, with Kerberos, with a certificate and with a JSON web token, at two coordinators that speak HTTPS only.
 * Anne may change some catalogs, and Bob may see all.
 */
@Test(singleThreaded = true)
public class TestWaysToLogIn
{
    private static final String TPCDS = "{\"connectorName\": \"tpcds\", \"properties\": {}}";
    private static final String CATALOG_RULES = """
            {"rules": [
              {"user": "anne", "catalog": "sales_.*", "allow": ["see", "read", "change"]},
              {"user": "anne|bob", "allow": ["see"]}]}
            """;

    private enum Way
    {
        LDAP, KERBEROS, CERTIFICATE, JWT
    }

    // warns of the connection of a login without a ticket, which Presto's driver does not close
    private final SilentLogger driverLogger = new SilentLogger("com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient");
    private LoginCluster cluster;
    private CertificateAuthority otherAuthority;
    private TokenIssuer otherIssuer;
    private Path directory;
    private final Map<Way, Login> annes = new LinkedHashMap<>();
    private final Map<Way, Login> bobs = new LinkedHashMap<>();

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("others");
        otherAuthority = new CertificateAuthority(directory, "CN=Authority,O=Other");
        otherIssuer = new TokenIssuer(directory.resolve("jwt.key"));
        cluster = new LoginCluster(CATALOG_RULES);
        annes.putAll(addUser("anne"));
        bobs.putAll(addUser("bob"));
        cluster.start();
        for (ServerProcess coordinator : cluster.getCoordinators()) {
            Conditions.await("the coordinator uses all nodes", Duration.ofMinutes(2), () -> canQueryAllNodes(coordinator));
        }
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        for (AutoCloseable closeable : Arrays.asList(cluster, driverLogger)) {
            if (closeable != null) {
                closeable.close();
            }
        }
        System.clearProperty("java.security.krb5.conf");
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @DataProvider
    public Object[][] ways()
    {
        return Arrays.stream(Way.values()).map(way -> new Object[] {way}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "ways")
    public void testQueries(Way way)
    {
        for (String url : List.of(url(coordinator()), discoveryUrl())) {
            assertThat(rows(annes.get(way), url, "SELECT current_user")).containsExactly("anne");
            assertThat(rows(bobs.get(way), url, "SELECT current_user")).containsExactly("bob");
        }
    }

    @Test(dataProvider = "ways")
    public void testRights(Way way)
    {
        String catalog = "sales_" + way.name().toLowerCase();
        send(annes.get(way), "PUT", catalog, TPCDS).assertStatus(201);
        assertThat(send(annes.get(way), "GET", catalog, "").assertOk().text("connectorName")).isEqualTo("tpcds");
        assertThat(send(annes.get(way), "GET", catalog, "").json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED", "LOADED");
        assertThat(rows(annes.get(way), discoveryUrl(), "SELECT count(*) FROM %s.tiny.ship_mode".formatted(catalog))).containsExactly("20");
        send(annes.get(way), "PUT", "payroll", TPCDS).assertRefused(403, "FORBIDDEN");

        assertThat(send(bobs.get(way), "GET", catalog, "").assertOk().json().has("connectorName")).isFalse();
        send(bobs.get(way), "PUT", catalog, TPCDS).assertRefused(403, "FORBIDDEN");
        send(bobs.get(way), "DELETE", catalog, "").assertRefused(403, "FORBIDDEN");
        assertThat(rows(bobs.get(way), url(coordinator()), "SELECT catalog_name || coalesce(connector_name, '') FROM system.metadata.dynamic_catalogs")).contains(catalog);
        assertThat(rows(annes.get(way), url(coordinator()), "SELECT catalog_name || connector_name FROM system.metadata.dynamic_catalogs")).contains(catalog + "tpcds");
    }

    @Test(dataProvider = "ways")
    public void testNobodyBecomesSomebodyElse(Way way)
    {
        send(bobs.get(way), Optional.of("anne"), "PUT", "sales_bob", TPCDS).assertRefused(403, "FORBIDDEN");
        // a password is sent with the name, so it is a wrong one
        for (String url : List.of(url(coordinator()), discoveryUrl())) {
            assertThatThrownBy(() -> query(bobs.get(way).as("anne"), url, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(way == Way.LDAP ? "Authentication failed" : "cannot become user anne");
        }
    }

    @Test(dataProvider = "ways")
    public void testUserWhoIsNotNamed(Way way)
    {
        Answer answer = send(annes.get(way), Optional.empty(), "GET", "", "");
        switch (way) {
            case LDAP, JWT -> answer.assertOk();
            case KERBEROS -> assertThat(answer.assertRefused(403, "FORBIDDEN").text("message")).contains("cannot become user anne@EXAMPLE.COM");
            case CERTIFICATE -> assertThat(answer.assertRefused(403, "FORBIDDEN").text("message")).contains("cannot become user CN=anne,OU=People,O=Example");
        }
    }

    @DataProvider
    public Object[][] wrongLogins()
    {
        return new Object[][] {
                {"LDAP, password of another user", new Login("anne", cluster.getLdap().addMember("carl").properties())},
                {"LDAP, no member of the group", cluster.getLdap().addOther("dora")},
                {"LDAP, unknown user", new Login("nobody", ImmutableMap.of("password", "secret"))},
                {"Kerberos, key of another user", cluster.getKerberos().loginWithKeyOf("anne", "bob")},
                {"certificate of another authority", otherAuthority.certify("anne")},
                {"JWT of another issuer", otherIssuer.issue("anne")},
                {"JWT for another audience", cluster.getIssuer().issueForOtherAudience("anne")},
                {"JWT that has expired", cluster.getIssuer().issueExpired("anne")},
                {"nothing", new Login("anne", ImmutableMap.of())},
        };
    }

    @Test(dataProvider = "wrongLogins")
    public void testWrongLogin(String description, Login wrong)
    {
        Login login = trusting(wrong);
        assertThat(send(login, "GET", "", "").status()).isEqualTo(401);
        assertThat(send(login, "PUT", "sales_wrong", TPCDS).status()).isEqualTo(401);
        assertThatThrownBy(() -> query(login, url(coordinator()), "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> query(login, discoveryUrl(), "SELECT 1")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    public void testAuthenticatorsThatFail()
    {
        OkHttpClient client = trusting(new Login("anne", ImmutableMap.of())).httpClient();
        // a ticket that is no base64, and a name that is no replacement of a regular expression
        for (String login : List.of("Negotiate ???", Credentials.basic("$1", "secret"))) {
            Answer answer = send(client, request("").header("Authorization", login));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("\tat ", "Exception");
        }
    }

    @Test(priority = 1)
    public void testConnectionsFollowTheCoordinator()
            throws SQLException
    {
        Map<Way, Connection> connections = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            connections.put(way, annes.get(way).connect(discoveryUrl() + "?coordinatorTimeout=2m"));
            assertThat(rows(connections.get(way), "SELECT current_user")).containsExactly("anne");
        }
        coordinator().kill();
        for (Connection connection : connections.values()) {
            assertThat(rows(connection, "SELECT current_user")).containsExactly("anne");
            assertThat(rows(connection, "SELECT node_id FROM system.runtime.nodes WHERE coordinator")).contains("coordinator2");
            connection.close();
        }
    }

    private Map<Way, Login> addUser(String user)
    {
        Map<Way, Login> logins = ImmutableMap.of(
                Way.LDAP, cluster.getLdap().addMember(user),
                Way.KERBEROS, cluster.getKerberos().addUser(user),
                Way.CERTIFICATE, cluster.getAuthority().certify(user),
                Way.JWT, cluster.getIssuer().issue(user));
        return Maps.transformValues(logins, this::trusting);
    }

    private Login trusting(Login login)
    {
        return login.trusting(cluster.getAuthority().getCertificates());
    }

    private ServerProcess coordinator()
    {
        return cluster.getCoordinators().get(0);
    }

    private static String url(ServerProcess coordinator)
    {
        return "jdbc:presto://127.0.0.1:" + coordinator.getUri().getPort();
    }

    private String discoveryUrl()
    {
        return "jdbc:presto-discovery://" + cluster.discoveryAddresses();
    }

    private Answer send(Login login, String method, String catalog, String body)
    {
        return send(login, Optional.of(login.user()), method, catalog, body);
    }

    private Answer send(Login login, Optional<String> user, String method, String catalog, String body)
    {
        Request.Builder request = request(catalog).method(method, body.isEmpty() ? null : RequestBody.create(MediaType.parse("application/json"), body));
        user.ifPresent(name -> request.header("X-Presto-User", name));
        return send(login.httpClient(), request);
    }

    private Request.Builder request(String catalog)
    {
        return new Request.Builder().url("https://127.0.0.1:%s/v1/catalog%s".formatted(coordinator().getUri().getPort(), catalog.isEmpty() ? "" : "/" + catalog));
    }

    private static Answer send(OkHttpClient client, Request.Builder request)
    {
        try (Response response = client.newCall(request.build()).execute()) {
            return new Answer(response.code(), Optional.ofNullable(response.header("Location")), Optional.ofNullable(response.header("ETag")), response.body().string());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finally {
            client.connectionPool().evictAll();
        }
    }

    private boolean canQueryAllNodes(ServerProcess coordinator)
    {
        try {
            return query(annes.get(Way.JWT), url(coordinator), "SELECT node_id FROM system.runtime.nodes WHERE state = 'active'").size() == 3;
        }
        catch (SQLException e) {
            // it knows no worker yet
            return false;
        }
    }

    private static List<String> rows(Login login, String url, String sql)
    {
        try {
            return query(login, url, sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<String> query(Login login, String url, String sql)
            throws SQLException
    {
        try (Connection connection = login.connect(url)) {
            return rows(connection, sql);
        }
    }

    private static List<String> rows(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(results.getString(1));
            }
            return rows;
        }
    }
}
