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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.RequestFailedException;
import com.facebook.presto.jdbc.internal.client.ClientException;
import com.facebook.presto.jdbc.internal.okhttp3.HttpUrl;
import com.facebook.presto.jdbc.internal.okhttp3.Interceptor;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.Response;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Logger;

import static io.prestodynamic.locator.jdbc.ConnectionFailures.cannotConnect;
import static io.prestodynamic.locator.jdbc.ConnectionFailures.outcomeUnknown;
import static io.prestodynamic.locator.jdbc.ConnectionFailures.unauthorized;
import static java.lang.String.format;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.logging.Level.FINE;

/**
 * Interceptor that sends requests to the placeholder host to the current coordinator. Tries another one if the coordinator is unreachable or not active.
 * Requests that name a coordinator, such as those for results, are not changed. Must be the first application interceptor, so that those for authentication see
 * the actual host.
 */
class CoordinatorInterceptor
        implements Interceptor
{
    private static final Logger log = Logger.getLogger(CoordinatorInterceptor.class.getName());
    private static final String NOT_COORDINATOR = "NOT_COORDINATOR";
    private static final int MAX_ERROR_BYTES = 1 << 16;
    private static final String TRANSACTION_ID = "X-Presto-Transaction-Id";

    private final HttpUrl placeholder;
    private final CoordinatorChoice coordinators;

    CoordinatorInterceptor(URI placeholder, CoordinatorChoice coordinators)
    {
        this.placeholder = HttpUrl.get(requireNonNull(placeholder, "placeholder is null"));
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
    }

    @Override
    public Response intercept(Chain chain)
            throws IOException
    {
        if (!chain.request().url().host().equals(placeholder.host())) {
            return chain.proceed(chain.request());
        }
        try {
            return send(chain);
        }
        catch (CoordinatorNotFoundException e) {
            throw new RequestFailedException(cannotConnect(e.getMessage(), e));
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailedException(cannotConnect("Interrupted while looking for a coordinator", e));
        }
    }

    private Response send(Chain chain)
            throws IOException, CoordinatorNotFoundException, InterruptedException
    {
        long start = System.nanoTime();
        URI coordinator = first(chain.request());
        while (true) {
            try {
                Response response = chain.proceed(at(coordinator, chain.request()));
                checkAccepted(response);
                coordinators.answered(coordinator);
                return response;
            }
            catch (ClientException e) {
                // asked for a login, and the client has no ticket of Kerberos
                throw new RequestFailedException(unauthorized(e.getMessage().strip()));
            }
            catch (StatementSentException e) {
                String message = format("The coordinator %s may have accepted the statement, so it is not sent to another. %s", coordinator, e.getMessage());
                throw new RequestFailedException(outcomeUnknown(message, e));
            }
            catch (IOException e) {
                Duration left = coordinators.timeout().minusNanos(System.nanoTime() - start);
                if (isInterruption(e) || chain.call().isCanceled()) {
                    throw e;
                }
                if (left.isNegative() || left.isZero()) {
                    String message = format("No coordinator could be reached within %s ms. Last, %s: %s", coordinators.timeout().toMillis(), coordinator, e.getMessage());
                    throw new RequestFailedException(cannotConnect(message, e));
                }
                log.log(FINE, e, () -> "A coordinator cannot be reached, and another is looked for");
                coordinator = coordinators.next(coordinator, left);
            }
        }
    }

    /**
     * Checks that the coordinator is active. An inactive one has not read the statement, so it can be sent to another one.
     *
     * @throws IOException if the statement can be sent to another coordinator
     */
    private static void checkAccepted(Response response)
            throws IOException
    {
        if (response.code() == HTTP_UNAUTHORIZED || response.code() == HTTP_FORBIDDEN) {
            response.close();
            throw new RequestFailedException(unauthorized(format("Authentication failed: %s %s", response.code(), response.message()).strip()));
        }
        if (response.code() == HTTP_UNAVAILABLE && response.peekBody(MAX_ERROR_BYTES).string().contains("\"" + NOT_COORDINATOR + "\"")) {
            response.close();
            throw new IOException("It is not the active coordinator");
        }
    }

    private URI first(Request request)
            throws CoordinatorNotFoundException, InterruptedException
    {
        String transaction = request.header(TRANSACTION_ID);
        if (transaction != null && !transaction.equals("NONE") && coordinators.last().isPresent()) {
            return coordinators.last().get();
        }
        return coordinators.current();
    }

    private static Request at(URI coordinator, Request request)
    {
        HttpUrl to = HttpUrl.get(coordinator);
        HttpUrl url = request.url().newBuilder()
                .scheme(to.scheme())
                .host(to.host())
                .port(to.port())
                .build();
        return request.newBuilder().url(url).build();
    }

    private static boolean isInterruption(IOException e)
    {
        return e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    }
}
