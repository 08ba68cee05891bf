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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.cluster.SilentLogger;
import io.prestodynamic.harness.login.CertificateAuthority;
import io.prestodynamic.harness.login.KerberosRealm;
import io.prestodynamic.harness.login.LdapDirectory;
import io.prestodynamic.harness.login.Login;
import io.prestodynamic.harness.login.TokenIssuer;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
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
 * Anne may change some catalogs, and Bob may see all. Coordinators have two names: the first is announced as 127.0.0.1, and the second as localhost.
 */
@Test(singleThreaded = true)
public class TestWaysToLogIn
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String TPCH = "{\"connectorName\": \"tpch\", \"properties\": {}}";
    private static final String CATALOG_RULES = """
            {"rules": [
              {"user": "anne", "catalog": "sales_.*", "allow": ["see", "read", "change"]},
              {"user": "anne|bob", "allow": ["see"]}]}
            """;
    // each way has its own names of those who are authenticated
    private static final String ACCESS_RULES = """
            {"principals": [
               {"principal": "([a-z]+)", "principal_to_user": "$1", "allow": true},
               {"principal": "([a-z]+)@EXAMPLE\\\\.COM", "principal_to_user": "$1", "allow": true},
               {"principal": "CN=([a-z]+),OU=People,O=Example", "principal_to_user": "$1", "allow": true}],
             "catalogs": [{"allow": true}]}
            """;
    private static final String ROLES = """
            user=.*
            admin=[a-z]+(@EXAMPLE\\.COM)?|CN=[a-z]+,OU=People,O=Example
            """;

    private enum Way
    {
        LDAP, KERBEROS, CERTIFICATE, JWT
    }

    // warns of the connection of a login without a ticket, which Presto's driver does not close
    private final SilentLogger driverLogger = new SilentLogger("com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient");
    private Path directory;
    private CertificateAuthority authority;
    private CertificateAuthority otherAuthority;
    private LdapDirectory ldap;
    private KerberosRealm kerberos;
    private TokenIssuer issuer;
    private TokenIssuer otherIssuer;
    private TestingMySqlServer mysql;
    private ExternalDiscoveryCluster cluster;
    private final Map<Way, Login> annes = new LinkedHashMap<>();
    private final Map<Way, Login> bobs = new LinkedHashMap<>();

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("logins");
        authority = new CertificateAuthority(Files.createDirectory(directory.resolve("authority")), "CN=Authority,O=Example");
        otherAuthority = new CertificateAuthority(Files.createDirectory(directory.resolve("other")), "CN=Authority,O=Other");
        // nodes have certificates of the authority of users, as in many companies
        Path keyStore = authority.certifyServer("CN=node,OU=Servers,O=Example");
        ldap = new LdapDirectory(keyStore);
        kerberos = new KerberosRealm(Files.createDirectory(directory.resolve("kerberos")));
        issuer = new TokenIssuer(directory.resolve("jwt.key"));
        otherIssuer = new TokenIssuer(directory.resolve("other.key"));
        for (String user : List.of("anne", "bob")) {
            Map<Way, Login> logins = user.equals("anne") ? annes : bobs;
            logins.put(Way.LDAP, ldap.addMember(user));
            logins.put(Way.KERBEROS, kerberos.addUser(user));
            logins.put(Way.CERTIFICATE, authority.certify(user));
            logins.put(Way.JWT, issuer.issue(user));
            logins.replaceAll((way, login) -> login.trusting(authority.getCertificates()));
        }

        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        cluster = new ExternalDiscoveryCluster(
                nodeConfig(keyStore),
                ImmutableMap.of(),
                ImmutableList.of("-Djavax.net.ssl.trustStore=" + authority.getTrustStore(), "-Djavax.net.ssl.trustStorePassword=" + CertificateAuthority.PASSWORD));
        addCoordinator("127.0.0.1");
        addCoordinator("localhost");
        setPort(cluster.addWorker());
        cluster.discoveryServers().forEach(LaunchedProcess::launch);
        cluster.discoveryServers().forEach(LaunchedProcess::awaitStarted);
        cluster.getNodes().forEach(LaunchedProcess::launch);
        cluster.getNodes().forEach(node -> Conditions.await(node.getNodeId() + " has started", TIMEOUT, () -> node.isRunning() && node.log().contains("SERVER STARTED")));
        for (ServerProcess coordinator : cluster.getCoordinators()) {
            Conditions.await("the coordinator uses all nodes", TIMEOUT, () -> canQueryAllNodes(coordinator));
        }
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        for (AutoCloseable closeable : Arrays.asList(cluster, mysql, kerberos, ldap, driverLogger)) {
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
        send(annes.get(way), "PUT", catalog, TPCH).assertStatus(201);
        assertThat(send(annes.get(way), "GET", catalog, "").assertOk().text("connectorName")).isEqualTo("tpch");
        assertThat(send(annes.get(way), "GET", catalog, "").json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED", "LOADED");
        assertThat(rows(annes.get(way), discoveryUrl(), "SELECT count(*) FROM %s.tiny.nation".formatted(catalog))).containsExactly("25");
        send(annes.get(way), "PUT", "payroll", TPCH).assertRefused(403, "FORBIDDEN");

        assertThat(send(bobs.get(way), "GET", catalog, "").assertOk().json().has("connectorName")).isFalse();
        send(bobs.get(way), "PUT", catalog, TPCH).assertRefused(403, "FORBIDDEN");
        send(bobs.get(way), "DELETE", catalog, "").assertRefused(403, "FORBIDDEN");
        assertThat(rows(bobs.get(way), url(coordinator()), "SELECT catalog_name || coalesce(connector_name, '') FROM system.metadata.dynamic_catalogs")).contains(catalog);
        assertThat(rows(annes.get(way), url(coordinator()), "SELECT catalog_name || connector_name FROM system.metadata.dynamic_catalogs")).contains(catalog + "tpch");
    }

    @Test(dataProvider = "ways")
    public void testNobodyBecomesSomebodyElse(Way way)
    {
        send(bobs.get(way), Optional.of("anne"), "PUT", "sales_bob", TPCH).assertRefused(403, "FORBIDDEN");
        // a password is sent with the name, so it is a wrong one
        for (String url : List.of(url(coordinator()), discoveryUrl())) {
            assertThatThrownBy(() -> query(bobs.get(way).as("anne"), url, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(way == Way.LDAP ? "Invalid credentials" : "cannot become user anne");
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
                {"LDAP, password of another user", new Login("anne", ldap.addMember("carl").properties())},
                {"LDAP, no member of the group", ldap.addOther("dora")},
                {"LDAP, unknown user", new Login("nobody", ImmutableMap.of("password", "secret"))},
                {"Kerberos, key of another user", kerberos.loginWithKeyOf("anne", "bob")},
                {"certificate of another authority", otherAuthority.certify("anne")},
                {"JWT of another issuer", otherIssuer.issue("anne")},
                {"JWT for another audience", issuer.issueForOtherAudience("anne")},
                {"JWT that has expired", issuer.issueExpired("anne")},
                {"nothing", new Login("anne", ImmutableMap.of())},
        };
    }

    @Test(dataProvider = "wrongLogins")
    public void testWrongLogin(String description, Login wrong)
    {
        Login login = wrong.trusting(authority.getCertificates());
        assertThat(send(login, "GET", "", "").status()).isEqualTo(401);
        assertThat(send(login, "PUT", "sales_wrong", TPCH).status()).isEqualTo(401);
        assertThatThrownBy(() -> query(login, url(coordinator()), "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> query(login, discoveryUrl(), "SELECT 1")).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    public void testAuthenticatorsThatFail()
    {
        OkHttpClient client = new Login("anne", ImmutableMap.of()).trusting(authority.getCertificates()).httpClient();
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

    private void addCoordinator(String host)
            throws IOException
    {
        ServerProcess coordinator = cluster.addCoordinator();
        setPort(coordinator);
        coordinator.setNodeProperty("node.internal-address", host);
        Map<String, String> config = new LinkedHashMap<>(kerberos.addCoordinator(host));
        config.putAll(issuer.getConfig());
        config.put("http-server.https.truststore.path", authority.getCertificates().toString());
        config.put("http-server.authentication.type", "CERTIFICATE,KERBEROS,PASSWORD,JWT");
        config.put("dynamic-catalog.access-control.file", Files.writeString(directory.resolve("catalog-rules.json"), CATALOG_RULES).toString());
        config.put("configuration-based-authorizer.role-regex-map.file-path", Files.writeString(directory.resolve("roles.properties"), ROLES).toString());
        config.put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()));
        config.put("dynamic-catalog.jdbc.username", mysql.getUser());
        config.put("dynamic-catalog.jdbc.password", mysql.getPassword());
        config.forEach(coordinator::setConfig);
        coordinator.addConfiguration("password-authenticator.properties", ldap.getAuthenticatorConfig());
        coordinator.addConfiguration("access-control.properties", ImmutableMap.of(
                "access-control.name", "file",
                "security.config-file", Files.writeString(directory.resolve("access-rules.json"), ACCESS_RULES).toString()));
    }

    private Map<String, String> nodeConfig(Path keyStore)
    {
        return ImmutableMap.<String, String>builder()
                .put("discovery.http-client.request-timeout", "5s")
                .put("http-server.http.enabled", "false")
                .put("http-server.https.enabled", "true")
                .put("http-server.https.keystore.path", keyStore.toString())
                .put("http-server.https.keystore.key", CertificateAuthority.PASSWORD)
                .put("http-server.authorization.enabled", "true")
                .put("http-server.show-stack-trace", "false")
                .put("internal-communication.https.required", "true")
                .put("internal-communication.https.keystore.path", keyStore.toString())
                .put("internal-communication.https.keystore.key", CertificateAuthority.PASSWORD)
                .put("internal-communication.https.trust-store-path", authority.getTrustStore().toString())
                .put("internal-communication.https.trust-store-password", CertificateAuthority.PASSWORD)
                .put("internal-communication.jwt.enabled", "true")
                .put(NodeToken.SECRET_PROPERTY, "the secret that all nodes of the test share")
                .build();
    }

    // that of HTTP is not used
    private static void setPort(ServerProcess node)
    {
        node.setConfig("http-server.https.port", String.valueOf(node.getUri().getPort()));
        node.setConfig("http-server.http.port", String.valueOf(FreePorts.find(1).get(0)));
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
            return new Answer(response.code(), Optional.ofNullable(response.header("Location")), response.body().string());
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
