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

import com.facebook.presto.jdbc.internal.okhttp3.ConnectionPool;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import com.facebook.presto.jdbc.internal.okhttp3.Protocol;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.RequestBody;
import com.facebook.presto.jdbc.internal.okhttp3.Response;
import com.sun.net.httpserver.HttpExchange;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * HTTP client that forwards requests to coordinators. Thread-safe.
 */
final class CoordinatorClient
        implements Closeable
{
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
    // coordinators answer requests for results within about a second, but changes of catalogs may take long
    private static final Duration RESULTS_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final int IDLE_CONNECTIONS = 32;
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

    private final OkHttpClient client = new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, MINUTES))
            .connectTimeout(CONNECT_TIMEOUT.toMillis(), MILLISECONDS)
            .writeTimeout(WRITE_TIMEOUT.toMillis(), MILLISECONDS)
            .readTimeout(ANSWER_TIMEOUT.toMillis(), MILLISECONDS)
            // network interceptors run only after a connection was made
            .addNetworkInterceptor(chain -> {
                ((AtomicBoolean) chain.request().tag()).set(true);
                return chain.proceed(chain.request());
            })
            .build();
    private final OkHttpClient resultsClient = client.newBuilder()
            .readTimeout(RESULTS_TIMEOUT.toMillis(), MILLISECONDS)
            .build();

    /**
     * Forwards a request for results.
     *
     * @param url URL with the host of the coordinator
     * @return response with an unread body
     * @throws NotConnectedException if nothing was sent
     * @throws NoResponseException if the coordinator may have received the request
     * @throws ForwardedBody.TooLongException if the request is larger than coordinators accept
     * @throws IllegalArgumentException if the request is invalid
     */
    Response sendForResults(HttpExchange exchange, String url)
            throws IOException
    {
        return send(resultsClient, exchange, url);
    }

    Response send(HttpExchange exchange, String url)
            throws IOException
    {
        return send(client, exchange, url);
    }

    @Override
    public void close()
    {
        client.connectionPool().evictAll();
    }

    private static Response send(OkHttpClient client, HttpExchange exchange, String url)
            throws IOException
    {
        String method = exchange.getRequestMethod();
        RequestBody body = WITHOUT_BODY.contains(method) ? null : new ForwardedBody(exchange);
        AtomicBoolean sent = new AtomicBoolean();
        Request request = new Request.Builder()
                .url(url)
                .headers(ForwardedHeaders.ofRequest(exchange))
                .method(method, body)
                .tag(sent)
                .build();
        try {
            return client.newCall(request).execute();
        }
        catch (IOException e) {
            if (!sent.get()) {
                throw new NotConnectedException(e);
            }
            if (e instanceof ForwardedBody.TooLongException) {
                throw e;
            }
            throw new NoResponseException(e);
        }
    }

    static final class NotConnectedException
            extends IOException
    {
        private NotConnectedException(IOException cause)
        {
            super(cause.getMessage(), cause);
        }

        boolean isRefusal()
        {
            return getCause() instanceof ConnectException;
        }
    }

    static final class NoResponseException
            extends IOException
    {
        private NoResponseException(IOException cause)
        {
            super(cause.getMessage(), cause);
        }
    }
}
