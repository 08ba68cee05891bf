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
package io.prestodynamic.locator.jdbc;

import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestPrestoDiscoveryDriverTls
{
    private static final String STORE_PASSWORD = "changeit";

    private Path directory;
    private FakeDiscoveryServer discovery;
    private FakePresto plain;
    private FakePresto secure;
    private FakePresto other;

    @BeforeClass
    public void setUp()
            throws Exception
    {
        directory = Files.createTempDirectory("tls");
        discovery = new FakeDiscoveryServer();
        plain = new FakePresto("plain");
        secure = new FakePresto("secure", Optional.of(createKeyStore("secure.p12")));
        other = new FakePresto("other", Optional.of(createKeyStore("other.p12")));
        discovery.announce("1", Map.of("http", plain.uri().toString(), "https", secure.uri().toString()));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        other.close();
        secure.close();
        plain.close();
        discovery.close();
        Files.deleteIfExists(directory.resolve("secure.p12"));
        Files.deleteIfExists(directory.resolve("other.p12"));
        Files.deleteIfExists(directory.resolve("kerberos.p12"));
        Files.delete(directory);
    }

    @Test
    public void testTrustAndPassword()
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url(), properties("secure.p12"))) {
            assertThat(coordinatorOf(connection)).isEqualTo("secure");
        }
        assertThat(secure.lastStatement().header("Authorization")).isEqualTo("Basic YWxpY2U6c2VjcmV0");
        // includes the check
        assertThat(secure.requests())
                .filteredOn(request -> request.path().equals("/v1/info"))
                .isNotEmpty()
                .allMatch(request -> "Basic YWxpY2U6c2VjcmV0".equals(request.header("Authorization")));
        assertThat(plain.requests()).isEmpty();
    }

    @Test
    public void testTrustOfOneConnectionIsNotAnothers()
            throws SQLException
    {
        try (Connection ignored = DriverManager.getConnection(url(), properties("secure.p12"))) {
            assertThatThrownBy(() -> DriverManager.getConnection(url(), properties("other.p12")))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("coordinator 1 at " + secure.uri() + " cannot be asked")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    public void testKerberosWithoutTicket()
            throws Exception
    {
        Properties properties = properties("kerberos.p12");
        properties.remove("password");
        properties.setProperty("KerberosRemoteServiceName", "presto");
        properties.setProperty("KerberosUseCanonicalHostname", "false");
        properties.setProperty("KerberosPrincipal", "alice@EXAMPLE.COM");
        properties.setProperty("KerberosKeytabPath", directory.resolve("missing.keytab").toString());
        try (FakeDiscoveryServer servers = new FakeDiscoveryServer(); FakePresto kerberos = new FakePresto("kerberos", Optional.of(createKeyStore("kerberos.p12")))) {
            kerberos.askForKerberos();
            servers.announce("1", Map.of("https", kerberos.uri().toString()));
            // a coordinator that asks for a login is up
            try (Connection connection = DriverManager.getConnection("jdbc:presto-discovery://" + servers.uri().getAuthority(), properties)) {
                assertThatThrownBy(() -> coordinatorOf(connection))
                        .isInstanceOfSatisfying(SQLInvalidAuthorizationSpecException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                        .hasMessageMatching("Kerberos error for \\[presto@127.0.0.1]: .+")
                        .hasMessageNotContaining("Exception");
            }
        }
    }

    @Test(dependsOnMethods = {"testTrustAndPassword", "testTrustOfOneConnectionIsNotAnothers"})
    public void testCoordinatorThatIsNotTrustedGetsNothing()
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url(), properties("secure.p12"))) {
            discovery.announce("0", Map.of("https", other.uri().toString()));
            secure.stop();
            assertThatThrownBy(() -> coordinatorOf(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("coordinator 0 at " + other.uri() + " cannot be asked");
        }
        assertThat(other.requests()).isEmpty();
    }

    private String url()
    {
        return "jdbc:presto-discovery://" + discovery.uri().getAuthority() + "/?coordinatorTimeout=500ms";
    }

    private Properties properties(String trustStore)
    {
        Properties properties = new Properties();
        properties.setProperty("user", "alice");
        properties.setProperty("password", "secret");
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", directory.resolve(trustStore).toString());
        properties.setProperty("SSLTrustStorePassword", STORE_PASSWORD);
        return properties;
    }

    private SSLContext createKeyStore(String name)
            throws IOException, InterruptedException, GeneralSecurityException
    {
        Path store = directory.resolve(name);
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD,
                "-keyalg", "EC", "-alias", "coordinator", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1")
                .redirectOutput(DISCARD)
                .redirectError(DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static String coordinatorOf(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery("SELECT name")) {
            assertThat(results.next()).isTrue();
            return results.getString(1);
        }
    }
}
