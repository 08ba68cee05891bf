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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Coordinators that the proxy selects, and its responses when they are gone.
 */
@Test(singleThreaded = true)
public class TestProxiedQueries
        extends AbstractTestCoordinatorProxy
{
    /**
     * A query continues at its coordinator after another one becomes active, and after a restart of the proxy.
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
        // with the scheme of a proxy in front
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

        // clients that ask again after a 502 or 503 would do so for as long as they are allowed to
        assertThat(response.statusCode()).isEqualTo(404);
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
        // clients that send a request again after a 502 or 503 do not after this
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("may have accepted the request");
        assertThat(first.requests()).hasSize(before + 1);

        HttpRequest deletion = HttpRequest.newBuilder(proxy.resolve("/v1/query/1")).DELETE().build();
        assertThat(client.send(deletion, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
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
                .allMatch(response -> response.statusCode() == 503 && response.body().contains("Too many requests wait"));
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
    public void testPageOfAQuery()
            throws Exception
    {
        HttpResponse<String> response = get(queryUri(proxy(NO_WAIT), first.uri() + "/ui/query.html?1"));

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).contains("/ui/query.html?1");
    }
}
