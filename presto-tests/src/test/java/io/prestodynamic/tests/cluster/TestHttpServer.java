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
package io.prestodynamic.tests.cluster;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.event.client.NullEventModule;
import com.facebook.airlift.http.client.HttpClientConfig;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.jetty.JettyHttpClient;
import com.facebook.airlift.http.server.HttpServerInfo;
import com.facebook.airlift.http.server.HttpServerModule;
import com.facebook.airlift.http.server.TheServlet;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.facebook.airlift.tracetoken.TraceTokenModule;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.prestodynamic.harness.process.Commands;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.management.MBeanServer;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static com.facebook.airlift.http.client.StatusResponseHandler.createStatusResponseHandler;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.management.ManagementFactory.getPlatformMBeanServer;
import static java.net.http.HttpClient.Version.HTTP_2;
import static javax.servlet.http.HttpServletResponse.SC_OK;
import static javax.servlet.http.HttpServletResponse.SC_UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Airlift's HTTP server and client with the jetty of the tarball, which is newer than the one that they were made for.
 */
@Test(singleThreaded = true)
public class TestHttpServer
{
    private static final String PASSWORD = "changeit";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private Path directory;
    private Injector server;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("http-server");
    }

    @AfterMethod(alwaysRun = true)
    public void stopServer()
            throws Exception
    {
        if (server != null) {
            server.getInstance(LifeCycleManager.class).stop();
            server = null;
        }
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @DataProvider
    public Object[][] certificates()
    {
        return new Object[][] {
                {"node", "dns:localhost"},
                {"nodes", "dns:localhost,dns:presto.example.com,ip:127.0.0.1"},
                {"wildcard", "dns:localhost,dns:*.example.com"},
        };
    }

    // the server does not take the certificate of a client for that of a host
    @Test(dataProvider = "certificates")
    public void testCertificatesOfNodes(String name, String hosts)
    {
        String keystore = makeKeystore(name, hosts);
        String clientKeystore = makeKeystore(name + "-client", "dns:client.example.com,dns:*.example.org");
        startServer(Map.of(
                "http-server.log.enabled", "false",
                "http-server.http.enabled", "false",
                "http-server.https.enabled", "true",
                "http-server.https.port", "0",
                "http-server.https.keystore.path", keystore,
                "http-server.https.keystore.key", PASSWORD,
                "http-server.https.truststore.path", clientKeystore,
                "http-server.https.truststore.key", PASSWORD));
        HttpClientConfig config = new HttpClientConfig()
                .setKeyStorePath(clientKeystore)
                .setKeyStorePassword(PASSWORD)
                .setTrustStorePath(keystore)
                .setTrustStorePassword(PASSWORD);
        try (JettyHttpClient client = new JettyHttpClient(config)) {
            URI uri = URI.create("https://localhost:" + server.getInstance(HttpServerInfo.class).getHttpsUri().getPort());
            assertThat(client.execute(Request.Builder.prepareGet().setUri(uri).build(), createStatusResponseHandler()).getStatusCode()).isEqualTo(200);
        }
    }

    @Test
    public void testHttp2()
            throws Exception
    {
        Path log = directory.resolve("request.log");
        startServer(ImmutableMap.of("http-server.http.port", "0", "http-server.log.path", log.toString()));
        HttpClient client = HttpClient.newHttpClient();
        URI uri = server.getInstance(HttpServerInfo.class).getHttpUri();

        HttpResponse<String> upgraded = get(client, uri.resolve("/first"));
        assertThat(upgraded.version()).isEqualTo(HTTP_2);
        assertThat(upgraded.statusCode()).isEqualTo(200);
        assertThat(get(client, URI.create(uri + "//refused")).statusCode()).isEqualTo(400);
        assertThat(get(HttpClient.newHttpClient(), URI.create(uri + "//refused")).statusCode()).isEqualTo(400);
        assertThat(get(client, uri.resolve("/last")).statusCode()).isEqualTo(200);

        // writes what is logged
        stopServer();
        assertThat(Files.readAllLines(log)).satisfiesExactly(
                first -> assertThat(first).contains("\t/first\t"),
                last -> assertThat(last).contains("\t/last\t"));
    }

    private void startServer(Map<String, String> config)
    {
        server = new Bootstrap(new TestingNodeModule(), new NullEventModule(), new TraceTokenModule(), new HttpServerModule(), binder -> {
            binder.bind(MBeanServer.class).toInstance(getPlatformMBeanServer());
            binder.bind(Servlet.class).annotatedWith(TheServlet.class).toInstance(new AnsweringServlet());
            binder.bind(Key.get(new TypeLiteral<Map<String, String>>() {}, TheServlet.class)).toInstance(ImmutableMap.of());
        })
                .setRequiredConfigurationProperties(config)
                .doNotInitializeLogging()
                .quiet()
                .initialize();
    }

    private String makeKeystore(String name, String hosts)
    {
        String keystore = directory.resolve(name + ".p12").toString();
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Commands.run(List.of(keytool, "-genkeypair", "-alias", "node", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=node", "-ext", "san=" + hosts, "-ext", "bc=ca:true",
                "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", keystore));
        return keystore;
    }

    private static HttpResponse<String> get(HttpClient client, URI uri)
            throws IOException
    {
        try {
            return client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static class AnsweringServlet
            extends HttpServlet
    {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException
        {
            response.setStatus(request.isSecure() && request.getAttribute("javax.servlet.request.X509Certificate") == null ? SC_UNAUTHORIZED : SC_OK);
            response.getWriter().write("answer");
        }
    }
}
