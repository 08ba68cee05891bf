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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.prestodynamic.harness.client.CatalogsCommand;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.Commands.Result;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authentication and TLS of the command {@code catalogs}, with a server that accepts one user.
 */
@Test(singleThreaded = true)
public class TestCatalogsCommandHttps
{
    private static final String AUTHORIZATION = "Basic " + Base64.getEncoder().encodeToString("admin:hunter2".getBytes(UTF_8));

    private final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();
    private Path directory;
    private HttpsServer server;

    @BeforeClass
    public void setUp()
            throws IOException, GeneralSecurityException
    {
        directory = Files.createTempDirectory("https");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=coordinator", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", certificate());

        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(sslContext()));
        server.createContext("/v1/catalog", exchange -> {
            Optional<String> authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            authorizations.add(authorization);
            answer(exchange, authorization.equals(Optional.of(AUTHORIZATION)) ? 200 : 401, "[]");
        });
        server.createContext("/moved/v1/catalog", exchange -> {
            exchange.getResponseHeaders().set("Location", "/v1/catalog");
            answer(exchange, 302, "");
        });
        server.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (server != null) {
            server.stop(0);
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @BeforeMethod
    public void forget()
    {
        authorizations.clear();
    }

    @Test
    public void testPassword()
    {
        assertThat(run("", "--ca", certificate(), "--user", "admin", "--password").status()).isZero();
        assertThat(run("", "--insecure", "--user", "admin", "--password").status()).isZero();
        assertThat(authorizations).containsExactly(Optional.of(AUTHORIZATION), Optional.of(AUTHORIZATION));
    }

    @Test
    public void testNoPassword()
    {
        assertRefused(run("", "--ca", certificate(), "--user", "admin"), "answers 401: it wants to know who you are");
        assertThat(authorizations).containsExactly(Optional.empty());
    }

    @Test
    public void testServerThatIsNotTrusted()
    {
        assertRefused(run("", "--user", "admin", "--password"), "unable to find valid certification path");
        assertThat(authorizations).isEmpty();
    }

    @Test
    public void testPasswordIsNotCarriedOn()
    {
        assertRefused(run("/moved", "--ca", certificate(), "--user", "admin", "--password"), "answers 302");
        assertThat(authorizations).isEmpty();
    }

    @Test
    public void testCertificatesThatAreNone()
    {
        assertRefused(run("", "--ca", directory.resolve("missing.pem").toString()), "missing.pem cannot be read");
        assertRefused(run("", "--ca", keystore()), "has no certificates in PEM format");
    }

    @Test
    public void testPasswordFile()
            throws IOException
    {
        Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
        assertThat(run("", "--ca", certificate(), "--user", "admin", "--password-file", file.toString()).status()).isZero();
        assertThat(authorizations).containsExactly(Optional.of(AUTHORIZATION));
    }

    @Test
    public void testToken()
            throws IOException
    {
        Path file = Files.writeString(directory.resolve("token"), "a.b.c\n");
        assertRefused(run("", "--ca", certificate(), "--token-file", file.toString()), "answers 401");
        assertThat(authorizations).containsExactly(Optional.of("Bearer a.b.c"));
    }

    @Test
    public void testEnvironment()
    {
        Map<String, String> environment = ImmutableMap.of("PRESTO_CATALOGS_USER", "admin", "PRESTO_CATALOGS_PASSWORD", "hunter2", "PRESTO_CATALOGS_CA", certificate());
        assertThat(runWith(environment, "").status()).isZero();
        assertThat(authorizations).containsExactly(Optional.of(AUTHORIZATION));
    }

    @Test
    public void testDefaultsFile()
            throws IOException
    {
        Files.writeString(defaults(), "user=admin\npassword=hunter2\nca=%s\n".formatted(certificate()));
        try {
            Files.setPosixFilePermissions(defaults(), PosixFilePermissions.fromString("rw-r--r--"));
            Result readable = runWith(ImmutableMap.of(), "");
            assertThat(readable.status()).isEqualTo(2);
            assertThat(readable.errors()).contains("has a password, and others can read it").doesNotContain("hunter2");

            Files.setPosixFilePermissions(defaults(), PosixFilePermissions.fromString("rw-------"));
            assertThat(runWith(ImmutableMap.of(), "").status()).isZero();
            // the command line is stronger than the file
            assertRefused(runWith(ImmutableMap.of(), "", "--user", "bob"), "answers 401");
            assertThat(authorizations).hasSize(2).startsWith(Optional.of(AUTHORIZATION));

            Files.writeString(defaults(), "sever=%s\n".formatted(address()));
            assertThat(runWith(ImmutableMap.of(), "").errors()).contains("has 'sever', which is none of");
        }
        finally {
            Files.delete(defaults());
        }
    }

    private Result run(String path, String... options)
    {
        return runWith(ImmutableMap.of("PRESTO_PASSWORD", "hunter2"), path, options);
    }

    private Result runWith(Map<String, String> environment, String path, String... options)
    {
        List<String> line = ImmutableList.<String>builder()
                .add("list", "--server", address() + path)
                .addAll(List.of(options))
                .build();
        return CatalogsCommand.run(environment, defaults(), "", line);
    }

    private String address()
    {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private Path defaults()
    {
        return directory.resolve("presto-catalogs");
    }

    private static void assertRefused(Result result, String message)
    {
        assertThat(result.errors()).contains(message).doesNotContain("Traceback", "hunter2");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
    }

    private static void answer(HttpExchange exchange, int status, String body)
            throws IOException
    {
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    private SSLContext sslContext()
            throws IOException, GeneralSecurityException
    {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(new File(keystore()), "keystore".toCharArray()), "keystore".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments)
    {
        Commands.run(ImmutableList.<String>builder()
                .add(Path.of(System.getProperty("java.home"), "bin/keytool").toString())
                .add(arguments)
                .add("-alias", "coordinator", "-keystore", keystore(), "-storepass", "keystore")
                .build());
    }

    private String keystore()
    {
        return directory.resolve("keystore.p12").toString();
    }

    private String certificate()
    {
        return directory.resolve("coordinator.pem").toString();
    }
}
