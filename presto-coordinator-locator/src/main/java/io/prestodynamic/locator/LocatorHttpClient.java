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
package io.prestodynamic.locator;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

import static java.net.http.HttpClient.Redirect.NEVER;
import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * HTTP client for servers that may not answer or send anything: limits each request to a timeout and each response to a megabyte.
 */
final class LocatorHttpClient
        implements AutoCloseable
{
    private final Optional<SSLContext> sslContext;
    private final Duration timeout;
    private final Executor executor;
    private HttpClient client;
    private boolean closed;

    LocatorHttpClient(Optional<SSLContext> sslContext, Duration timeout, Executor executor)
    {
        this.sslContext = requireNonNull(sslContext, "sslContext is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * @throws IOException with the reason in the message, without the name of the server
     */
    Response get(URI uri)
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        CompletableFuture<HttpResponse<byte[]>> response = client().sendAsync(request, headers -> new LimitedBodySubscriber());
        try {
            HttpResponse<byte[]> received = response.get(timeout.toNanos(), NANOSECONDS);
            return new Response(received.statusCode(), received.body());
        }
        catch (TimeoutException e) {
            throw new IOException("did not answer within %s ms".formatted(timeout.toMillis()), e);
        }
        catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(explain(e.getCause()), e.getCause());
        }
        finally {
            // aborts the exchange after a timeout
            response.cancel(true);
        }
    }

    // created late, because a client starts a thread
    private synchronized HttpClient client()
            throws IOException
    {
        if (closed) {
            throw new IOException("was not asked, because the locator is closed");
        }
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HTTP_1_1)
                    .followRedirects(NEVER)
                    .connectTimeout(timeout)
                    .executor(executor);
            sslContext.ifPresent(builder::sslContext);
            client = builder.build();
        }
        return client;
    }

    /**
     * Releases the client, whose thread ends when the client is garbage collected.
     */
    @Override
    public synchronized void close()
    {
        closed = true;
        client = null;
    }

    private static String explain(Throwable failure)
    {
        if (failure instanceof LimitedBodySubscriber.TooLongException) {
            return failure.getMessage();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "has a host name that cannot be resolved";
            }
            if (cause instanceof SSLException) {
                return "does not accept a TLS connection: " + cause.getMessage();
            }
        }
        if (failure instanceof ConnectException) {
            return "does not accept connections";
        }
        return "did not answer: " + (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }

    record Response(int status, byte[] body)
    {
    }
}
