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

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
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

/**
 * Requests and responses that pass the proxy.
 */
@Test(singleThreaded = true)
public class TestProxiedRequests
        extends AbstractTestCoordinatorProxy
{
    private static final int MEGABYTE = 1 << 20;

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
            // the rest may be in buffers
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
        // without a length
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
}
