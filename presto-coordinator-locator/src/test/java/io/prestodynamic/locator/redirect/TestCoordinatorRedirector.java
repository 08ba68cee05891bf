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
package io.prestodynamic.locator.redirect;

import io.prestodynamic.locator.AbstractTestLocator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestCoordinatorRedirector
        extends AbstractTestLocator
{
    private static final Duration NO_WAIT = Duration.ofMillis(1);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient followingClient = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
    private FakeCoordinator coordinator;
    private FakeDiscoveryServer discovery;
    private CoordinatorLocator locator;

    @BeforeMethod
    public void setUp()
    {
        coordinator = coordinator();
        discovery = discoveryServer().announce("c1", coordinator.uri());
        locator = closeLater(builder(discovery).pollInterval(Duration.ofMillis(50)).build());
        locator.start();
    }

    @Test
    public void testRedirection()
            throws Exception
    {
        URI redirector = redirector(NO_WAIT);

        HttpResponse<String> response = client.send(HttpRequest.newBuilder(redirector.resolve("/v1/a%2Fb;c?d=%20e&f=%2B#g")).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains(coordinator.uri() + "/v1/a%2Fb;c?d=%20e&f=%2B");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.body()).isEmpty();
    }

    @Test
    public void testClientFollowsWithMethodAndBody()
            throws Exception
    {
        URI redirector = redirector(NO_WAIT);

        HttpRequest request = HttpRequest.newBuilder(redirector.resolve("/v1/statement?a=b")).POST(BodyPublishers.ofString("SELECT 1")).build();
        HttpResponse<String> response = followingClient.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("POST /v1/statement?a=b SELECT 1");
    }

    @Test(dataProvider = "methods")
    public void testEveryMethod(String method)
            throws Exception
    {
        HttpRequest request = HttpRequest.newBuilder(redirector(NO_WAIT).resolve("/v1/query/1")).method(method, BodyPublishers.noBody()).build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains(coordinator.uri() + "/v1/query/1");
    }

    @DataProvider
    public static Object[][] methods()
    {
        return new Object[][] {{"GET"}, {"HEAD"}, {"PUT"}, {"DELETE"}, {"OPTIONS"}};
    }

    @Test
    public void testConnectionIsKept()
            throws Exception
    {
        try (Socket socket = connect(redirector(NO_WAIT))) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write("POST /v1/statement HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nSELECT 1".getBytes(ISO_8859_1));
                assertThat(readHead(socket)).startsWith("HTTP/1.1 307").contains(coordinator.uri() + "/v1/statement\r\n");
            }
        }
    }

    @Test
    public void testBodyThatIsTooLongToDrain()
            throws Exception
    {
        try (Socket socket = connect(redirector(NO_WAIT))) {
            socket.getOutputStream().write("POST /v1/statement HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n".getBytes(ISO_8859_1));
            socket.getOutputStream().write(new byte[1 << 16]);
            assertThat(readHead(socket)).startsWith("HTTP/1.1 307").containsIgnoringCase("connection: close");
        }
    }

    @Test(dataProvider = "evilTargets")
    public void testHostStaysTheCoordinator(String target)
            throws Exception
    {
        try (Socket socket = connect(redirector(NO_WAIT))) {
            socket.getOutputStream().write("GET %s HTTP/1.1\r\nHost: evil\r\nX-Forwarded-Host: evil\r\n\r\n".formatted(target).getBytes(ISO_8859_1));
            String head = readHead(socket);
            if (head.startsWith("HTTP/1.1 307")) {
                String location = head.lines().filter(line -> line.startsWith("Location: ")).findFirst().orElseThrow().substring("Location: ".length());
                assertThat(location).startsWith(coordinator.uri() + "/");
                assertThat(URI.create(location).getAuthority()).isEqualTo(coordinator.uri().getAuthority());
                assertThat(head.lines().filter(line -> line.startsWith("Location"))).hasSize(1);
            }
            else {
                // rejected, or the connection closed
                assertThat(head).doesNotContain("Location").matches("(?s)(HTTP/1.1 4.*)?");
            }
            assertThat(head.split("[\r\n\u0085]+")).noneMatch(line -> line.startsWith("Injected"));
        }
    }

    @DataProvider
    public static Object[][] evilTargets()
    {
        return new Object[][] {
                {"//evil"}, {"//evil/path"}, {"///evil/path"}, {"/\\evil"}, {"/%5Cevil"}, {"http://evil/path"}, {"http://evil"}, {"http://evil//evil"}, {"@evil"},
                {".evil"}, {"evil:80"}, {"mailto:evil"}, {"*"}, {"?evil"}, {"/@evil"}, {"/%0d%0aInjected:%20evil"}, {"/a\rInjected: evil"}, {"/a?b\nInjected: evil"},
                {"/\u0085Injected:evil"},
        };
    }

    @Test
    public void testFollowsTheCoordinator()
            throws Exception
    {
        URI redirector = redirector(Duration.ofSeconds(20));
        FakeCoordinator second = coordinator();
        assertThat(get(redirector.resolve("/")).headers().firstValue("Location")).contains(coordinator.uri() + "/");

        coordinator.stop();
        discovery.announce("c2", second.uri());
        await("redirects to the other", () -> get(redirector.resolve("/")).headers().firstValue("Location").equals(Optional.of(second.uri() + "/")));
    }

    @Test
    public void testWaitsForCoordinator()
            throws Exception
    {
        coordinator.stop();
        await("it is lost", () -> locator.locate().isEmpty());
        URI redirector = redirector(Duration.ofSeconds(20));

        CompletableFuture<HttpResponse<String>> response = client.sendAsync(HttpRequest.newBuilder(redirector).build(), BodyHandlers.ofString());
        assertThatThrownBy(() -> response.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        coordinator.start();

        assertThat(response.get(20, SECONDS).statusCode()).isEqualTo(307);
    }

    @Test
    public void testNoCoordinator()
            throws Exception
    {
        coordinator.starting();
        await("it is lost", () -> locator.locate().isEmpty());

        HttpResponse<String> response = get(redirector(NO_WAIT));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).isEqualTo("{\"message\":\"There is no coordinator now\"}");
    }

    @Test
    public void testOnlySomeWait()
            throws Exception
    {
        coordinator.stop();
        await("it is lost", () -> locator.locate().isEmpty());
        URI redirector = redirector(LONG);

        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            responses.add(client.sendAsync(HttpRequest.newBuilder(redirector).build(), BodyHandlers.ofString()));
        }
        await("those that may not wait are answered", () -> responses.stream().filter(CompletableFuture::isDone).count() == 52);
        assertThat(responses.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                .allMatch(response -> response.statusCode() == 503 && response.body().contains("many requests wait"));
        assertThat(get(redirector.resolve("/v1/redirector")).statusCode()).isEqualTo(503);

        coordinator.start();
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            assertThat(response.get(20, SECONDS).statusCode()).isIn(307, 503);
        }
        assertThat(responses.stream().filter(response -> response.join().statusCode() == 307)).hasSize(48);
    }

    @Test
    public void testStatus()
            throws Exception
    {
        URI redirector = redirector(NO_WAIT);
        await("it is found", () -> locator.locate().isPresent());

        HttpResponse<String> response = get(redirector.resolve("/v1/redirector"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("""
                {"coordinator":"%1$s","discoveryServers":[{"uri":"%2$s","error":null}],"candidates":[{"nodeId":"c1","uri":"%1$s","refusal":null}]}"""
                .formatted(coordinator.uri(), discovery.uri()));

        coordinator.starting();
        await("it is lost", () -> locator.locate().isEmpty());
        response = get(redirector.resolve("/v1/redirector"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"coordinator\":null", "\"refusal\":\"is starting\"");
    }

    @Test
    public void testAddressInUse()
    {
        InetSocketAddress used = new InetSocketAddress(InetAddress.getLoopbackAddress(), coordinator.uri().getPort());
        assertThatThrownBy(() -> new CoordinatorRedirector(locator, used, NO_WAIT, RedirectorMode.REDIRECT)).isInstanceOf(IOException.class);
    }

    private URI redirector(Duration wait)
            throws IOException
    {
        CoordinatorRedirector redirector = closeLater(new CoordinatorRedirector(locator, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), wait, RedirectorMode.REDIRECT));
        redirector.start();
        return URI.create("http://127.0.0.1:" + redirector.address().getPort());
    }

    private HttpResponse<String> get(URI uri)
            throws Exception
    {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static Socket connect(URI uri)
            throws IOException
    {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /**
     * Reads up to the first empty line or the end of the connection.
     */
    private static String readHead(Socket socket)
            throws IOException
    {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") == -1) {
            int next = socket.getInputStream().read();
            if (next == -1) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
