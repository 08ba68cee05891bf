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
package io.prestodynamic.harness.process;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.client.NodeToken;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.io.BaseEncoding.base16;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.util.stream.Collectors.joining;

/**
 * Two coordinators of which one is active, a worker and two discovery servers, with the configuration in {@code examples/secure} of the tarball and certificates
 * that {@code bin/make-certificates} has made. Only addresses, memory, and what a test sets differ.
 */
public class SecureCluster
        implements AutoCloseable
{
    public static final String COORDINATOR = "coordinator1";
    public static final String STANDBY = "coordinator2";
    public static final String WORKER = "worker1";

    private static final List<String> COORDINATORS = ImmutableList.of(COORDINATOR, STANDBY);
    private static final List<String> DISCOVERY_SERVERS = ImmutableList.of("discovery1", "discovery2");
    private static final List<String> NODES = ImmutableList.<String>builder().addAll(COORDINATORS).add(WORKER).addAll(DISCOVERY_SERVERS).build();

    private final ServerInstallation presto = ServerInstallation.unpack();
    private final ServerInstallation discovery = ServerInstallation.unpackDiscoveryServer();
    private final Path directory;
    private final Map<String, Integer> ports;

    /**
     * Prepares the nodes, and starts none.
     *
     * @param passwords of the users
     * @param coordinatorConfig what differs on the coordinators
     */
    public SecureCluster(Map<String, String> passwords, Map<String, String> coordinatorConfig)
    {
        List<Integer> free = FreePorts.find(NODES.size());
        ports = IntStream.range(0, NODES.size()).boxed().collect(toImmutableMap(NODES::get, free::get));
        try {
            directory = Files.createTempDirectory("secure");
            Commands.run("cp", "-r", presto.getDirectory().resolve("examples/secure").toString() + "/.", directory.toString());
            Commands.run(List.of(presto.getDirectory().resolve("bin/make-certificates").toString(), directory.toString(), "127.0.0.1", "localhost"), Map.of("JAVA_HOME", System.getProperty("java.home")));
            for (String node : NODES) {
                prepare(node);
            }
            for (String coordinator : COORDINATORS) {
                coordinatorConfig.forEach(config(coordinator)::set);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("password.db", passwords.entrySet().stream().map(user -> user.getKey() + ":" + hash(user.getValue()) + "\n").collect(joining()));
    }

    private void prepare(String node)
            throws IOException
    {
        // the kind of node
        Path template = directory.resolve(node.substring(0, node.length() - 1));
        Files.createDirectories(etc(node));
        Commands.run("cp", "-r", template.toString() + "/.", etc(node).toString());
        PropertiesFile nodeProperties = new PropertiesFile(etc(node).resolve("node.properties"));
        nodeProperties.set("node.id", node);
        nodeProperties.set("node.bind-ip", "127.0.0.1");
        setConfig(node, "http-server.https.port", String.valueOf(ports.get(node)));
        String memory = DISCOVERY_SERVERS.contains(node) ? "-Xmx128m" : "-Xmx1200m";
        Path jvmConfig = etc(node).resolve("jvm.config");
        Files.writeString(jvmConfig, Files.readString(jvmConfig).replaceFirst("-Xmx\\w+", memory));
        Files.write(jvmConfig, installation(node).getJvmOptions(), APPEND);
        if (DISCOVERY_SERVERS.contains(node)) {
            Path inventory = etc(node).resolve("service-inventory.json");
            Files.writeString(inventory, Files.readString(inventory)
                    .replace("https://127.0.0.1:8411", getUri("discovery1").toString())
                    .replace("https://127.0.0.1:8412", getUri("discovery2").toString()));
        }
        else {
            config(node).remove("discovery.uri");
            setConfig(node, "discovery.servers", getDiscoveryServers());
        }
    }

    /**
     * Starts the nodes, and waits for the coordinator, but not for the standby.
     */
    public void start()
    {
        DISCOVERY_SERVERS.forEach(node -> Commands.run(launcher(node, "start", "--no-wait")));
        Commands.run(launcher(WORKER, "start", "--no-wait"));
        Commands.run(launcher(COORDINATOR, "start", "--timeout", "4m"));
        Commands.run(launcher(STANDBY, "start", "--no-wait"));
    }

    public void kill(String node)
    {
        Commands.run(launcher(node, "kill"));
    }

    public URI getUri(String node)
    {
        return URI.create("https://127.0.0.1:" + ports.get(node));
    }

    /**
     * Returns the addresses of the discovery servers, separated by commas.
     */
    public String getDiscoveryServers()
    {
        return DISCOVERY_SERVERS.stream().map(server -> getUri(server).toString()).collect(joining(","));
    }

    /**
     * Returns the certificate that clients trust.
     */
    public Path getCertificate()
    {
        return directory.resolve("ca.pem");
    }

    /**
     * Sets a line of {@code config.properties}, read at the next start.
     */
    public void setConfig(String node, String name, String value)
    {
        config(node).set(name, value);
    }

    public Path getTrustStore()
    {
        return etc(COORDINATOR).resolve("truststore.p12");
    }

    public String getTrustStorePassword()
    {
        return config(COORDINATOR).read().get("internal-communication.https.trust-store-password");
    }

    /**
     * Returns a context that trusts the certificate of the nodes.
     */
    public SSLContext getSslContext()
    {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(getTrustStore().toFile(), getTrustStorePassword().toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        }
        catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Connects as a JDBC client does, with Presto's driver or that of the locator.
     *
     * @param address what follows {@code jdbc:}
     */
    public Connection connect(String address, String user, String password)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", getTrustStore().toString());
        properties.setProperty("SSLTrustStorePassword", getTrustStorePassword());
        return DriverManager.getConnection("jdbc:" + address, properties);
    }

    /**
     * Returns a token as nodes send it to each other.
     */
    public String getNodeToken()
    {
        return NodeToken.of(config(COORDINATOR).read()).orElseThrow().sign();
    }

    /**
     * Writes a file of the configuration of both coordinators.
     */
    public void write(String fileName, String content)
    {
        try {
            for (String coordinator : COORDINATORS) {
                Files.writeString(etc(coordinator).resolve(fileName), content);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a log of a node, such as {@code server.log}.
     */
    public Path getLog(String node, String fileName)
    {
        return directory.resolve("nodes").resolve(node).resolve("data/var/log").resolve(fileName);
    }

    @Override
    public void close()
    {
        NODES.forEach(this::kill);
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> launcher(String node, String... command)
    {
        return installation(node).launcher(directory.resolve("nodes").resolve(node), command);
    }

    private ServerInstallation installation(String node)
    {
        return DISCOVERY_SERVERS.contains(node) ? discovery : presto;
    }

    private Path etc(String node)
    {
        return directory.resolve("nodes").resolve(node).resolve("etc");
    }

    private PropertiesFile config(String node)
    {
        return new PropertiesFile(etc(node).resolve("config.properties"));
    }

    // as the file authenticator takes it, beside the output of htpasswd
    private static String hash(String password)
    {
        byte[] salt = "0123456789abcdef".getBytes(UTF_8);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1000, 256)).getEncoded();
            return "1000:%s:%s".formatted(base16().lowerCase().encode(salt), base16().lowerCase().encode(hash));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
