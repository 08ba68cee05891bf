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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import com.google.inject.Key;
import io.prestodynamic.catalog.server.request.RequestBodies;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that do not send their announced bodies. There are more of them than threads of the server.
 */
@Test(singleThreaded = true)
public class TestUnfinishedBodies
{
    private static final int CONNECTIONS = 300;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("test-unfinished-bodies-%s"));
    private final List<Socket> sockets = new ArrayList<>();
    private InProcessCluster cluster;
    private URI uri;
    private RequestBodies bodies;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(1, ImmutableMap.of("dynamic-catalog.request-body-timeout", "20s"));
        uri = cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl();
        bodies = cluster.getQueryRunner().getCoordinators().get(0).getInstance(Key.get(RequestBodies.class));
    }

    @AfterMethod(alwaysRun = true)
    public void disconnect()
            throws IOException
    {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        if (cluster != null) {
            cluster.close();
        }
    }

    @DataProvider
    public Object[][] requests()
    {
        return new Object[][] {
                {"POST /v1/catalog/add", "application/json", 408},
                {"PUT /v1/catalog/sales", "application/json", 408},
                {"POST /v1/catalog/validate", "application/json", 408},
                {"POST /v1/catalog/import", "application/json", 408},
                {"POST /v1/catalog;a=b/add;c=d", "application/json", 408},
                {"POST /v1/catalog/add", "text/plain", 415},
                {"POST /v1/catalog/add", "application/x-www-form-urlencoded", 415},
                {"POST /v1/catalog;a=b/add", "application/x-www-form-urlencoded; charset=utf-8", 415},
                {"GET /v1/catalog", "application/x-www-form-urlencoded", 415},
                {"POST /v1/catalog/sales", "application/json", 405},
                {"DELETE /v1/catalog/sales{}", "application/json", 404},
        };
    }

    @Test(dataProvider = "requests")
    public void testOthersGoOn(String request, String contentType, int status)
            throws IOException
    {
        for (int i = 0; i < CONNECTIONS; i++) {
            // Jersey waits for the first byte of a form; Jetty does so before, unless the client wants to be invited
            String rest = contentType.contains("form") ? "Expect: 100-continue\r\n\r\n" : "\r\n{\"catalogName\": \"sa";
            send("%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 1000\r\n%s".formatted(request.replace("{}", String.valueOf(i)), contentType, rest));
        }
        assertOthersGoOn();
        for (Socket socket : sockets) {
            // what is answered at once may be followed by other requests
            assertThat(status == 408 ? readToEnd(socket) : readLine(socket)).startsWith("HTTP/1.1 " + status + " ");
        }
        assertNothingIsLeft();
    }

    @Test
    public void testClientsThatGoAway()
            throws IOException
    {
        for (int i = 0; i < CONNECTIONS; i++) {
            send("POST /v1/catalog/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"catalogs\": [{}");
        }
        Conditions.await("all bodies arrive", TIMEOUT, () -> bodies.getArrivingBodies() == CONNECTIONS && bodies.getBodyBytes() >= CONNECTIONS);
        disconnect();
        assertNothingIsLeft();
    }

    private void send(String text)
            throws IOException
    {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        sockets.add(socket);
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private void assertOthersGoOn()
    {
        assertThat(supplyAsync(() -> cluster.execute("SELECT 1").getOnlyValue(), executor)).succeedsWithin(TIMEOUT).isEqualTo(1);
        assertThat(supplyAsync(() -> cluster.getApi().list(), executor)).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk);
        assertThat(supplyAsync(() -> cluster.getApi().add("other", "tpch", ImmutableMap.of()), executor)).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk);
        assertThat(supplyAsync(() -> cluster.getApi().delete("other"), executor)).succeedsWithin(TIMEOUT).satisfies(Answer::assertOk);
    }

    private void assertNothingIsLeft()
    {
        Conditions.await("nothing is left of the bodies", TIMEOUT, () -> bodies.getArrivingBodies() == 0 && bodies.getBodyBytes() == 0);
    }

    private static String readLine(Socket socket)
            throws IOException
    {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }

    private static String readToEnd(Socket socket)
            throws IOException
    {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
}
