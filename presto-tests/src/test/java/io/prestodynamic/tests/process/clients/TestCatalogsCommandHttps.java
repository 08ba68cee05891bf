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
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.Commands.Result;
import io.prestodynamic.harness.process.ServerInstallation;
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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authentication and TLS of {@code bin/catalogs}, with a server that accepts one user.
 */
@Test(singleThreaded = true)
public class TestCatalogsCommandHttps
{
    private static final String AUTHORIZATION = "Basic " + Base64.getEncoder().encodeToString("admin:hunter2".getBytes(UTF_8));

    private final List<Optional<String>> authorizations = new CopyOnWriteArrayList<>();
    private Path directory;
    private Path command;
    private HttpsServer server;

    @BeforeClass
    public void setUp()
            throws IOException, GeneralSecurityException
    {
        command = ServerInstallation.unpack().getDirectory().resolve("bin/catalogs");
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
        assertRefused(run("", "--user", "admin", "--password"), "certificate verify failed");
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
        assertRefused(run("", "--ca", directory.resolve("missing.pem").toString()), "missing.pem has no certificates in PEM format");
        assertRefused(run("", "--ca", command.toString()), "has no certificates in PEM format");
    }

    private Result run(String path, String... options)
    {
        List<String> line = ImmutableList.<String>builder()
                .add(command.toString(), "list", "--server", "https://127.0.0.1:%s%s".formatted(server.getAddress().getPort(), path))
                .addAll(List.of(options))
                .build();
        return Commands.execute(line, ImmutableMap.of("PRESTO_PASSWORD", "hunter2"), "");
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
