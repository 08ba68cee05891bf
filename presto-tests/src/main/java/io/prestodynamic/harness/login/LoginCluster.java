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
package io.prestodynamic.harness.login;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.apache.kerby.kerberos.kerb.KrbException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * Two coordinators and a worker that speak HTTPS only, and let in users in all ways. The first coordinator is announced as 127.0.0.1, and the second as localhost.
 */
public class LoginCluster
        implements AutoCloseable
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

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

    private final Path directory;
    private final CertificateAuthority authority;
    private final LdapDirectory ldap;
    private final KerberosRealm kerberos;
    private final TokenIssuer issuer;
    private final TestingMySqlServer mysql;
    private final ExternalDiscoveryCluster cluster;

    /**
     * Prepares the nodes without starting them.
     *
     * @param catalogRules content of the file with the rights of users
     */
    public LoginCluster(String catalogRules)
    {
        try {
            directory = Files.createTempDirectory("logins");
            authority = new CertificateAuthority(Files.createDirectory(directory.resolve("authority")), "CN=Authority,O=Example");
            // nodes have certificates of the authority of users, as in many companies
            Path keyStore = authority.certifyServer("CN=node,OU=Servers,O=Example");
            ldap = new LdapDirectory(keyStore);
            kerberos = new KerberosRealm(Files.createDirectory(directory.resolve("kerberos")));
            issuer = new TokenIssuer(directory.resolve("jwt.key"));
            mysql = new TestingMySqlServer();
            mysql.createDatabase("meta");
            cluster = new ExternalDiscoveryCluster(
                    nodeConfig(keyStore),
                    ImmutableMap.of(),
                    ImmutableList.of("-Djavax.net.ssl.trustStore=" + authority.getTrustStore(), "-Djavax.net.ssl.trustStorePassword=" + CertificateAuthority.PASSWORD));
            Files.writeString(directory.resolve("catalog-rules.json"), catalogRules);
            Files.writeString(directory.resolve("access-rules.json"), ACCESS_RULES);
            Files.writeString(directory.resolve("roles.properties"), ROLES);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        addCoordinator("127.0.0.1");
        addCoordinator("localhost");
        setPort(cluster.addWorker());
    }

    /**
     * Starts all nodes, and waits for each.
     */
    public void start()
    {
        cluster.discoveryServers().forEach(LaunchedProcess::launch);
        cluster.discoveryServers().forEach(LaunchedProcess::awaitStarted);
        cluster.getNodes().forEach(LaunchedProcess::launch);
        // they answer nobody without a login
        cluster.getNodes().forEach(node -> Conditions.await(node.getNodeId() + " has started", TIMEOUT, () -> node.isRunning() && node.log().contains("SERVER STARTED")));
    }

    public CertificateAuthority getAuthority()
    {
        return authority;
    }

    public LdapDirectory getLdap()
    {
        return ldap;
    }

    public KerberosRealm getKerberos()
    {
        return kerberos;
    }

    public TokenIssuer getIssuer()
    {
        return issuer;
    }

    public List<ServerProcess> getCoordinators()
    {
        return cluster.getCoordinators();
    }

    /**
     * Returns {@code host:port} of the discovery servers, separated by commas.
     */
    public String discoveryAddresses()
    {
        return cluster.discoveryAddresses();
    }

    @Override
    public void close()
            throws KrbException
    {
        try (Closer closer = Closer.create()) {
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            closer.register(ldap::close);
            closer.register(mysql::close);
            closer.register(cluster::close);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kerberos.close();
    }

    private void addCoordinator(String host)
    {
        ServerProcess coordinator = cluster.addCoordinator();
        setPort(coordinator);
        coordinator.setNodeProperty("node.internal-address", host);
        Map<String, String> config = new LinkedHashMap<>(kerberos.addCoordinator(host));
        config.putAll(issuer.getConfig());
        config.put("http-server.https.truststore.path", authority.getCertificates().toString());
        config.put("http-server.authentication.type", "CERTIFICATE,KERBEROS,PASSWORD,JWT");
        config.put("dynamic-catalog.access-control.file", directory.resolve("catalog-rules.json").toString());
        config.put("configuration-based-authorizer.role-regex-map.file-path", directory.resolve("roles.properties").toString());
        config.put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()));
        config.put("dynamic-catalog.jdbc.username", mysql.getUser());
        config.put("dynamic-catalog.jdbc.password", mysql.getPassword());
        config.forEach(coordinator::setConfig);
        coordinator.addConfiguration("password-authenticator.properties", ldap.getAuthenticatorConfig());
        coordinator.addConfiguration("access-control.properties", ImmutableMap.of(
                "access-control.name", "file",
                "security.config-file", directory.resolve("access-rules.json").toString()));
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
}
