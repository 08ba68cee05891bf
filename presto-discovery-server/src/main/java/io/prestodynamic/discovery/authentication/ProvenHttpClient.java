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

import io.airlift.http.client.HttpClient;
import io.airlift.http.client.Request;
import io.airlift.http.client.RequestStats;
import io.airlift.http.client.Response;
import io.airlift.http.client.ResponseHandler;

import java.util.Optional;
import java.util.UUID;

import static io.airlift.http.client.Request.Builder.fromRequest;
import static java.util.Objects.requireNonNull;

/**
 * HTTP client for the stores of other discovery servers that uses only answers of servers that know the secret. A server without it is told whatever anybody
 * announces.
 */
public class ProvenHttpClient
        implements HttpClient
{
    private final HttpClient delegate;
    private final NodeTokens tokens;

    private ProvenHttpClient(HttpClient delegate, NodeTokens tokens)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    /**
     * Returns a client that uses proven answers only, or the same client if there is no secret.
     */
    public static HttpClient of(HttpClient client, Optional<NodeTokens> tokens)
    {
        return tokens.<HttpClient>map(present -> new ProvenHttpClient(client, present)).orElse(client);
    }

    @Override
    public <T, E extends Exception> T execute(Request request, ResponseHandler<T, E> responseHandler)
            throws E
    {
        String challenge = UUID.randomUUID().toString();
        return delegate.execute(challenge(request, challenge), new ProofHandler<>(challenge, responseHandler));
    }

    @Override
    public <T, E extends Exception> HttpResponseFuture<T> executeAsync(Request request, ResponseHandler<T, E> responseHandler)
    {
        String challenge = UUID.randomUUID().toString();
        return delegate.executeAsync(challenge(request, challenge), new ProofHandler<>(challenge, responseHandler));
    }

    private static Request challenge(Request request, String challenge)
    {
        return fromRequest(request).setHeader(AnswerProofFilter.CHALLENGE, challenge).build();
    }

    @Override
    public RequestStats getStats()
    {
        return delegate.getStats();
    }

    @Override
    public long getMaxContentLength()
    {
        return delegate.getMaxContentLength();
    }

    @Override
    public void close()
    {
        delegate.close();
    }

    @Override
    public boolean isClosed()
    {
        return delegate.isClosed();
    }

    private class ProofHandler<T, E extends Exception>
            implements ResponseHandler<T, E>
    {
        private final String challenge;
        private final ResponseHandler<T, E> handler;

        private ProofHandler(String challenge, ResponseHandler<T, E> handler)
        {
            this.challenge = requireNonNull(challenge, "challenge is null");
            this.handler = requireNonNull(handler, "handler is null");
        }

        @Override
        public T handle(Request request, Response response)
                throws E
        {
            if (response.getStatusCode() / 100 == 2 && !tokens.prove(challenge).equals(response.getHeader(AnswerProofFilter.PROOF))) {
                return handler.handleException(request, new UnprovenAnswerException());
            }
            return handler.handle(request, response);
        }

        @Override
        public T handleException(Request request, Exception exception)
                throws E
        {
            return handler.handleException(request, exception);
        }
    }
}
