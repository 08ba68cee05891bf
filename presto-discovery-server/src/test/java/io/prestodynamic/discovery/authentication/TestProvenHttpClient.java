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
package io.prestodynamic.discovery.authentication;

import com.google.common.collect.ImmutableListMultimap;
import io.airlift.http.client.HttpClient;
import io.airlift.http.client.HttpStatus;
import io.airlift.http.client.Request;
import io.airlift.http.client.RequestStats;
import io.airlift.http.client.Response;
import io.airlift.http.client.ResponseHandler;
import io.airlift.http.client.StatusResponseHandler.StatusResponse;
import io.airlift.http.client.testing.TestingResponse;
import org.testng.annotations.Test;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import static io.airlift.http.client.HttpStatus.OK;
import static io.airlift.http.client.HttpStatus.SERVICE_UNAVAILABLE;
import static io.airlift.http.client.Request.Builder.prepareGet;
import static io.airlift.http.client.StatusResponseHandler.createStatusResponseHandler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestProvenHttpClient
{
    private static final Request REQUEST = prepareGet().setUri(URI.create("http://127.0.0.1/v1/store/dynamic")).build();

    private final NodeTokens tokens = tokens("a secret of both servers");

    @Test
    public void testProof()
    {
        HttpClient client = client(OK, tokens::prove);
        assertThat(send(client)).isEqualTo(200);
        assertThat(send(client)).as("a challenge of its own for each request").isEqualTo(200);
    }

    @Test
    public void testOtherSecret()
    {
        assertUnproven(client(OK, tokens("a secret of another cluster")::prove));
    }

    @Test
    public void testProofOfAnotherRequest()
    {
        assertUnproven(client(OK, challenge -> tokens.prove("another challenge")));
        assertUnproven(client(OK, UnaryOperator.identity()));
    }

    @Test
    public void testNoProof()
    {
        assertUnproven(ProvenHttpClient.of(new AnsweringClient(request -> response(OK, ImmutableListMultimap.of())), Optional.of(tokens)));
        assertThat(send(client(SERVICE_UNAVAILABLE, UnaryOperator.identity()))).as("a failure").isEqualTo(503);
    }

    @Test
    public void testNoSecret()
    {
        HttpClient client = new AnsweringClient(request -> response(OK, ImmutableListMultimap.of()));
        assertThat(ProvenHttpClient.of(client, Optional.empty())).isSameAs(client);
    }

    private HttpClient client(HttpStatus status, UnaryOperator<String> proof)
    {
        return ProvenHttpClient.of(
                new AnsweringClient(request -> response(status, ImmutableListMultimap.of("X-Discovery-Proof", proof.apply(request.getHeader("X-Discovery-Challenge"))))),
                Optional.of(tokens));
    }

    private static void assertUnproven(HttpClient client)
    {
        assertThatThrownBy(() -> send(client)).hasStackTraceContaining("does not prove that it knows internal-communication.shared-secret");
        assertThatThrownBy(() -> client.executeAsync(REQUEST, createStatusResponseHandler())).hasStackTraceContaining("does not prove");
    }

    private static int send(HttpClient client)
    {
        StatusResponse response = client.execute(REQUEST, createStatusResponseHandler());
        return response.getStatusCode();
    }

    private static Response response(HttpStatus status, ImmutableListMultimap<String, String> headers)
    {
        return new TestingResponse(status, headers, new byte[0]);
    }

    private static NodeTokens tokens(String secret)
    {
        return new NodeTokens(secret, "discovery1", Clock.systemUTC());
    }

    private record AnsweringClient(Function<Request, Response> answer)
            implements HttpClient
    {
        @Override
        public <T, E extends Exception> T execute(Request request, ResponseHandler<T, E> responseHandler)
                throws E
        {
            return responseHandler.handle(request, answer.apply(request));
        }

        @Override
        public <T, E extends Exception> HttpResponseFuture<T> executeAsync(Request request, ResponseHandler<T, E> responseHandler)
        {
            try {
                execute(request, responseHandler);
                throw new UnsupportedOperationException();
            }
            catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public RequestStats getStats()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getMaxContentLength()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}

        @Override
        public boolean isClosed()
        {
            return false;
        }
    }
}
