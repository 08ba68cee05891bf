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
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestCoordinatorProxy
        extends AbstractTestLocator
{
    private static final Duration NO_WAIT = Duration.ofMillis(1);
    private static final int MEGABYTE = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ForwardedCoordinator first;
    private ForwardedCoordinator second;
    private FakeDiscoveryServer discovery;

    @BeforeMethod
    public void setUp()
    {
        first = closeLater(new ForwardedCoordinator("first"));
        second = closeLater(new ForwardedCoordinator("second"));
        discovery = discoveryServer().announce("c1", first.uri());
    }

    @Test
    public void testRequestIsForwarded()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(proxy.resolve("/v1/a%2Fb;c?d=%20e&f=%2B"))
                        .header("X-Presto-User", "alice")
                        .header("X-Presto-Session", "a=b")
                        .header("X-Presto-Session", "c=d")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("X-Presto-Prefix-Url", "http://evil/")
                        .POST(BodyPublishers.ofString("SELECT 1"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("first: POST /v1/a%2Fb;c?d=%20e&f=%2B SELECT 1");
        ForwardedCoordinator.Request request = first.requests().get(0);
        assertThat(request.headers().get("Host")).containsExactly(first.uri().getAuthority());
        assertThat(request.headers().get("X-Presto-User")).containsExactly("alice");
        assertThat(request.headers().get("X-Presto-Session")).containsExactly("a=b", "c=d");
        assertThat(request.headers().get("X-Forwarded-For")).containsExactly("10.0.0.1, 127.0.0.1");
        assertThat(request.headers().get("X-Forwarded-Host")).containsExactly(proxy.getAuthority());
        assertThat(request.headers().get("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.headers().get("X-Presto-Prefix-Url")).containsExactly(proxy + "/v1/proxy/");
        assertThat(request.headers().get("Accept-Encoding")).containsExactly("identity");
    }

    @Test
    public void testProxyInFront()
            throws Exception
    {
        HttpRequest request = HttpRequest.newBuilder(proxy(NO_WAIT).resolve("/v1/statement"))
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "presto.example.com, inner.example.com")
                .build();

        client.send(request, BodyHandlers.discarding());

        assertThat(first.requests().get(0).headers().get("X-Presto-Prefix-Url")).containsExactly("https://presto.example.com/v1/proxy/");
    }

    @Test
    public void testHeadersOfTheConnectionAreNotForwarded()
            throws Exception
    {
        try (Socket socket = connect(proxy(NO_WAIT))) {
            socket.getOutputStream().write("GET /v1/query HTTP/1.1\r\nHost: a\r\nConnection: X-Mine\r\nX-Mine: a\r\nTE: trailers\r\nX-Other: b\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(first.requests().get(0).headers()).containsKey("X-other").doesNotContainKeys("X-mine", "Te");
    }

    @Test
    public void testAnswerIsForwarded()
            throws Exception
    {
        first.answer(exchange -> {
            exchange.getResponseHeaders().add("X-Presto-Set-Session", "a=b");
            exchange.getResponseHeaders().add("X-Presto-Set-Session", "c=d");
            exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
            ForwardedCoordinator.respond(exchange, 410, "gone");
        });

        HttpResponse<String> response = get(proxy(NO_WAIT).resolve("/v1/statement/1"));

        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body()).isEqualTo("gone");
        assertThat(response.headers().allValues("X-Presto-Set-Session")).containsExactly("a=b", "c=d");
        assertThat(response.headers().firstValue("Keep-Alive")).isEmpty();
    }

    @Test(dataProvider = "methods")
    public void testEveryMethod(String method)
            throws Exception
    {
        HttpRequest request = HttpRequest.newBuilder(proxy(NO_WAIT).resolve("/v1/query/1")).method(method, BodyPublishers.noBody()).build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(first.requests()).extracting(ForwardedCoordinator.Request::method).containsExactly(method);
    }

    @DataProvider
    public static Object[][] methods()
    {
        return new Object[][] {{"GET"}, {"HEAD"}, {"PUT"}, {"PATCH"}, {"DELETE"}, {"OPTIONS"}};
    }

    @Test
    public void testAnswersWithoutBody()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        for (int status : new int[] {200, 204, 304}) {
            first.answer(exchange -> ForwardedCoordinator.respond(exchange, status, ""));
            HttpResponse<String> response = get(proxy.resolve("/v1/query"));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    public void testConnectionIsKept()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        for (int i = 0; i < 3; i++) {
            assertThat(client.send(HttpRequest.newBuilder(proxy.resolve("/v1/statement")).POST(BodyPublishers.ofString("SELECT " + i)).build(), BodyHandlers.ofString()).body())
                    .endsWith("SELECT " + i);
        }
    }

    /**
     * A query goes on where it runs when another coordinator is active, and when the proxy was started again.
     */
    @Test
    public void testQueryStaysWithItsCoordinator()
            throws Exception
    {
        URI results = queryUri(proxy(NO_WAIT), first.uri() + "/v1/statement/executing/1/2?slug=x");
        assertThat(get(results).body()).isEqualTo("first: GET /v1/statement/executing/1/2?slug=x ");

        first.fence();
        discovery.announce("c2", second.uri());
        URI restarted = proxy(NO_WAIT);
        await("the other is current", () -> get(restarted.resolve("/v1/statement")).body().startsWith("second: "));

        results = queryUri(restarted, first.uri() + "/v1/statement/executing/1/3?slug=x");
        assertThat(get(results).body()).isEqualTo("first: GET /v1/statement/executing/1/3?slug=x ");
        // the scheme is that which a proxy in front has told
        results = queryUri(restarted, first.uri().toString().replace("http:", "https:") + "/v1/statement/executing/1/4?slug=x");
        HttpRequest cancel = HttpRequest.newBuilder(results).DELETE().build();
        assertThat(client.send(cancel, BodyHandlers.ofString()).body()).isEqualTo("first: DELETE /v1/statement/executing/1/4?slug=x ");
    }

    @Test(dataProvider = "otherServers")
    public void testOnlyCoordinatorsAreAsked(String address, int status)
            throws Exception
    {
        HttpResponse<String> response = get(queryUri(proxy(NO_WAIT), address.replace("SECOND", second.uri().toString())));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(second.requests()).isEmpty();
        assertThat(first.requests()).isEmpty();
    }

    @DataProvider
    public Object[][] otherServers()
    {
        return new Object[][] {
                {"SECOND/v1/statement/executing/1/2", 404},
                {"http://127.0.0.1:1/v1/statement/executing/1/2", 404},
                {"file:///etc/passwd", 400},
                {"/v1/statement", 400},
                {"mailto:a@b", 400},
                {"SECOND", 400},
                {"not an address", 400},
        };
    }

    @Test
    public void testPathThatIsNoAddress()
            throws Exception
    {
        assertThat(get(proxy(NO_WAIT).resolve("/v1/proxy/***")).statusCode()).isEqualTo(400);
    }

    @Test
    public void testDiscoveryThatDoesNotAnswerIsWaitedFor()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        discovery.stop();

        HttpResponse<String> response = get(queryUri(proxy, second.uri() + "/v1/statement/executing/1/2"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    public void testCoordinatorThatRefusesConnectionsIsLost()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        discovery.announce("c2", second.uri());
        first.stop();

        HttpResponse<String> response = get(queryUri(proxy, first.uri() + "/v1/statement/executing/1/2"));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("The coordinator " + first.uri() + ", which ran the query, is lost");
    }

    @Test
    public void testCoordinatorThatDoesNotAnswer()
            throws Exception
    {
        first.answer(exchange -> {
            throw new IOException("closes the connection");
        });
        URI proxy = proxy(NO_WAIT);

        HttpResponse<String> response = get(queryUri(proxy, first.uri() + "/v1/statement/executing/1/2"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");

        int before = first.requests().size();
        HttpRequest statement = HttpRequest.newBuilder(proxy.resolve("/v1/statement")).POST(BodyPublishers.ofString("INSERT once")).build();
        HttpResponse<String> answer = client.send(statement, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("may have accepted the request");
        assertThat(first.requests()).hasSize(before + 1);
    }

    @Test
    public void testSilentCoordinatorKeepsOnlySomeThreads()
            throws Exception
    {
        URI proxy = proxy(Duration.ofSeconds(20));
        CountDownLatch silence = new CountDownLatch(1);
        first.answer(exchange -> {
            awaitLatch(silence);
            ForwardedCoordinator.respond(exchange, 200, "at last");
        });
        first.fence();
        discovery.announce("c2", second.uri());
        await("the other is current", () -> get(proxy.resolve("/v1/query")).body().startsWith("second: "));

        HttpRequest results = HttpRequest.newBuilder(queryUri(proxy, first.uri() + "/v1/statement/executing/1/2")).build();
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            responses.add(client.sendAsync(results, BodyHandlers.ofString()));
        }
        await("those that may not wait are answered", () -> responses.stream().filter(CompletableFuture::isDone).count() == 168);
        assertThat(responses.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                .allMatch(response -> response.statusCode() == 503 && response.body().contains("Many requests wait"));
        assertThat(get(proxy.resolve("/v1/query")).body()).startsWith("second: ");

        silence.countDown();
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            assertThat(response.get(20, SECONDS).statusCode()).isIn(200, 503);
        }
    }

    @Test
    public void testStatementGoesToAnotherCoordinator()
            throws Exception
    {
        URI proxy = proxy(Duration.ofSeconds(20));
        get(proxy.resolve("/v1/query"));
        first.stop();
        discovery.announce("c2", second.uri());

        HttpRequest statement = HttpRequest.newBuilder(proxy.resolve("/v1/statement")).POST(BodyPublishers.ofString("SELECT 1")).build();
        assertThat(client.send(statement, BodyHandlers.ofString()).body()).isEqualTo("second: POST /v1/statement SELECT 1");
    }

    @Test
    public void testWaitsForCoordinator()
            throws Exception
    {
        discovery.withdraw("c1");
        URI proxy = proxy(Duration.ofSeconds(20));

        CompletableFuture<HttpResponse<String>> response = client.sendAsync(HttpRequest.newBuilder(proxy.resolve("/v1/query")).build(), BodyHandlers.ofString());
        assertThatThrownBy(() -> response.get(200, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        discovery.announce("c1", first.uri());

        assertThat(response.get(20, SECONDS).body()).startsWith("first: GET /v1/query");
    }

    @Test
    public void testNoCoordinator()
            throws Exception
    {
        discovery.withdraw("c1");

        HttpResponse<String> response = get(proxy(NO_WAIT).resolve("/v1/query"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    public void testAnswerStreams()
            throws Exception
    {
        CountDownLatch firstPartRead = new CountDownLatch(1);
        byte[] part = new byte[MEGABYTE];
        Arrays.fill(part, (byte) 'a');
        first.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(part);
            exchange.getResponseBody().flush();
            awaitLatch(firstPartRead);
            for (int i = 0; i < 31; i++) {
                exchange.getResponseBody().write(part);
            }
            exchange.close();
        });

        HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(proxy(NO_WAIT).resolve("/v1/query")).build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            // a part of it may be in buffers
            assertThat(body.readNBytes(MEGABYTE / 2)).hasSize(MEGABYTE / 2);
            firstPartRead.countDown();
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(32L * MEGABYTE - MEGABYTE / 2);
        }
    }

    @Test
    public void testAnswerIsFinishedWhenTheProxyIsClosed()
            throws Exception
    {
        CountDownLatch closing = new CountDownLatch(1);
        first.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first half".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            awaitLatch(closing);
            exchange.getResponseBody().write(", second half".getBytes(UTF_8));
            exchange.close();
        });
        CoordinatorRedirector proxy = start(NO_WAIT);

        HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(uri(proxy).resolve("/v1/query")).build(), BodyHandlers.ofInputStream());
        CompletableFuture<Void> closed = CompletableFuture.runAsync(proxy::close);
        assertThatThrownBy(() -> closed.get(100, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        closing.countDown();

        assertThat(new String(response.body().readAllBytes(), UTF_8)).isEqualTo("first half, second half");
        closed.get(20, SECONDS);
    }

    @Test
    public void testHalfAnAnswerIsNoAnswer()
            throws Exception
    {
        first.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("closes the connection");
        });
        URI proxy = proxy(NO_WAIT);

        assertThatThrownBy(() -> get(proxy.resolve("/v1/query"))).isInstanceOf(IOException.class);
    }

    @Test
    public void testLargeRequest()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        first.answer(exchange -> ForwardedCoordinator.respond(exchange, 200, String.valueOf(exchange.getRequestBody().readAllBytes().length)));

        HttpRequest.Builder request = HttpRequest.newBuilder(proxy.resolve("/v1/catalog/import"));
        assertThat(client.send(request.POST(BodyPublishers.ofByteArray(new byte[16 * MEGABYTE])).build(), BodyHandlers.ofString()).body()).isEqualTo(String.valueOf(16 * MEGABYTE));
        // whose length is not told
        List<byte[]> parts = List.of(new byte[MEGABYTE], new byte[MEGABYTE]);
        assertThat(client.send(request.POST(BodyPublishers.ofByteArrays(parts)).build(), BodyHandlers.ofString()).body()).isEqualTo(String.valueOf(2 * MEGABYTE));
    }

    @Test
    public void testRequestThatIsTooLarge()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        try (Socket socket = connect(proxy)) {
            socket.getOutputStream().write("POST /v1/statement HTTP/1.1\r\nHost: a\r\nContent-Length: 16777217\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 413");
        }
        assertThat(first.requests()).isEmpty();
        try (Socket socket = connect(proxy)) {
            socket.getOutputStream().write("POST /v1/statement HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
            byte[] chunk = new byte[MEGABYTE];
            for (int i = 0; i < 17; i++) {
                socket.getOutputStream().write("100000\r\n".getBytes(ISO_8859_1));
                socket.getOutputStream().write(chunk);
                socket.getOutputStream().write("\r\n".getBytes(ISO_8859_1));
            }
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    public void testHeaderThatIsNotAscii()
            throws Exception
    {
        try (Socket socket = connect(proxy(NO_WAIT))) {
            socket.getOutputStream().write("GET /v1/query HTTP/1.1\r\nHost: a\r\nX-Presto-User: J\u00fcrgen\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 400");
        }
        assertThat(first.requests()).isEmpty();
    }

    @Test
    public void testLocationOfACoordinator()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        assertThat(location(proxy, first.uri() + "/ui/?a#b")).isEqualTo("/ui/?a#b");
        assertThat(location(proxy, first.uri().toString())).isEqualTo("/");
        assertThat(location(proxy, "/ui/")).isEqualTo("/ui/");
        assertThat(location(proxy, "https://login.example.com/")).isEqualTo("https://login.example.com/");
    }

    @Test
    public void testPageOfAQuery()
            throws Exception
    {
        HttpResponse<String> response = get(queryUri(proxy(NO_WAIT), first.uri() + "/ui/query.html?1"));

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains("/ui/query.html?1");
    }

    @Test
    public void testStatus()
            throws Exception
    {
        URI proxy = proxy(NO_WAIT);
        await("it is found", () -> get(proxy.resolve("/v1/redirector")).statusCode() == 200);
        assertThat(get(proxy.resolve("/v1/redirector")).body()).contains("\"coordinator\":\"%s\"".formatted(first.uri()));
        assertThat(first.requests()).isEmpty();
    }

    private String location(URI proxy, String location)
            throws Exception
    {
        first.answer(exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            ForwardedCoordinator.respond(exchange, 303, "");
        });
        return get(proxy.resolve("/")).headers().firstValue("Location").orElseThrow();
    }

    /**
     * Returns an address as Presto makes it.
     */
    private static URI queryUri(URI proxy, String address)
    {
        return URI.create(proxy + "/v1/proxy/" + Base64.getUrlEncoder().encodeToString(address.getBytes(UTF_8)));
    }

    private URI proxy(Duration wait)
            throws IOException
    {
        return uri(start(wait));
    }

    private CoordinatorRedirector start(Duration wait)
            throws IOException
    {
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(Duration.ofMillis(50)).build());
        locator.start();
        CoordinatorRedirector proxy = closeLater(new CoordinatorRedirector(locator, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), wait, RedirectorMode.PROXY));
        proxy.start();
        return proxy;
    }

    private static URI uri(CoordinatorRedirector proxy)
    {
        return URI.create("http://127.0.0.1:" + proxy.address().getPort());
    }

    private HttpResponse<String> get(URI uri)
            throws IOException, InterruptedException
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

    private static void awaitLatch(CountDownLatch latch)
    {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
