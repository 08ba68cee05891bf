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

import static com.google.common.io.BaseEncoding.base16;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A coordinator and a worker with the configuration in {@code examples/secure} of the tarball, and certificates that {@code bin/make-certificates} has made. Only ports,
 * memory, and what a test sets differ.
 */
public class SecureCluster
        implements AutoCloseable
{
    private static final List<String> NODES = ImmutableList.of("coordinator", "worker");

    private final ServerInstallation installation = ServerInstallation.unpack();
    private final Path directory;
    private final int port;
    private final int workerPort;

    /**
     * Prepares the nodes, and starts none.
     * @param passwords of the users
     * @param coordinatorConfig what differs on the coordinator
     */
    public SecureCluster(Map<String, String> passwords, Map<String, String> coordinatorConfig)
    {
        List<Integer> ports = FreePorts.find(2);
        port = ports.get(0);
        workerPort = ports.get(1);
        try {
            directory = Files.createTempDirectory("secure");
            Commands.run("cp", "-r", installation.getDirectory().resolve("examples/secure").toString() + "/.", directory.toString());
            Commands.run(List.of(installation.getDirectory().resolve("bin/make-certificates").toString(), directory.toString(), "127.0.0.1", "localhost"), Map.of("JAVA_HOME", System.getProperty("java.home")));
            for (String node : NODES) {
                Path etc = Files.move(directory.resolve(node), Files.createDirectories(directory.resolve("nodes").resolve(node)).resolve("etc"));
                config(node).set("discovery.uri", getUri().toString());
                config(node).set("http-server.https.port", String.valueOf(node.equals("coordinator") ? port : workerPort));
                new PropertiesFile(etc.resolve("node.properties")).set("node.bind-ip", "127.0.0.1");
                Files.writeString(etc.resolve("jvm.config"), Files.readString(etc.resolve("jvm.config")).replaceFirst("-Xmx\\w+", "-Xmx1200m"));
            }
            coordinatorConfig.forEach(config("coordinator")::set);
            Files.write(etc("coordinator").resolve("password.db"), passwords.entrySet().stream().map(user -> user.getKey() + ":" + hash(user.getValue())).toList());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start()
    {
        Commands.run(launcher("worker", "start", "--no-wait"));
        Commands.run(launcher("coordinator", "start", "--timeout", "4m"));
    }

    public URI getUri()
    {
        return URI.create("https://127.0.0.1:" + port);
    }

    public URI getWorkerUri()
    {
        return URI.create("https://127.0.0.1:" + workerPort);
    }

    /**
     * Returns a context that trusts the certificate of the nodes.
     */
    public SSLContext getSslContext()
    {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(KeyStore.getInstance(trustStore().toFile(), trustStorePassword().toCharArray()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        }
        catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Connects as a JDBC client does.
     */
    public Connection connect(String user, String password)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", trustStore().toString());
        properties.setProperty("SSLTrustStorePassword", trustStorePassword());
        return DriverManager.getConnection("jdbc:presto://127.0.0.1:" + port, properties);
    }

    /**
     * Returns a token as nodes send it to each other.
     */
    public String getNodeToken()
    {
        return NodeToken.of(config("coordinator").read()).orElseThrow().sign();
    }

    /**
     * Writes a file of the coordinator's configuration.
     */
    public void write(String fileName, String content)
    {
        try {
            Files.writeString(etc("coordinator").resolve(fileName), content);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
    {
        NODES.forEach(node -> Commands.run(launcher(node, "kill")));
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> launcher(String node, String... command)
    {
        return installation.launcher(directory.resolve("nodes").resolve(node), command);
    }

    private Path etc(String node)
    {
        return directory.resolve("nodes").resolve(node).resolve("etc");
    }

    private PropertiesFile config(String node)
    {
        return new PropertiesFile(etc(node).resolve("config.properties"));
    }

    private Path trustStore()
    {
        return etc("coordinator").resolve("truststore.p12");
    }

    private String trustStorePassword()
    {
        return config("coordinator").read().get("internal-communication.https.trust-store-password");
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
