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

import com.facebook.presto.jdbc.internal.okhttp3.HttpUrl;
import com.facebook.presto.jdbc.internal.okhttp3.Interceptor;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.Response;

import java.io.IOException;
import java.time.Duration;

import static java.lang.String.format;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Interceptor that fails a running query when its coordinator is lost. Presto's client retries for the network timeout of its connection, two minutes by
 * default, and then fails without an SQLState. This suits network faults, but a query does not survive its coordinator process.
 */
class RunningQueryInterceptor
        implements Interceptor
{
    // networks may refuse connections for a moment too
    private static final Duration MAX_REFUSAL = Duration.ofSeconds(3);
    // ends before the network timeout, at which Presto's client gives up
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final CoordinatorChoice coordinators;
    private final RefusedConnections refusals;
    private final Duration maxSilence;
    private final Outage outage = new Outage();

    RunningQueryInterceptor(CoordinatorChoice coordinators, RefusedConnections refusals, Duration networkTimeout)
    {
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
        this.refusals = requireNonNull(refusals, "refusals is null");
        this.maxSilence = networkTimeout.minus(MARGIN);
    }

    @Override
    public Response intercept(Chain chain)
            throws IOException
    {
        Request request = chain.request();
        if (!LostQuery.isOfQuery(request)) {
            return chain.proceed(request);
        }
        long begun = System.nanoTime();
        try {
            return accept(request, chain.proceed(request), begun);
        }
        catch (IOException e) {
            return acceptFailure(request, e, begun);
        }
    }

    private Response accept(Request request, Response response, long begun)
            throws IOException
    {
        if (response.code() == HTTP_UNAVAILABLE) {
            outage.silence(begun);
            if (outage.isLongerThan(maxSilence)) {
                response.close();
                return lost(request, "is unavailable: it answers with status 503");
            }
            return response;
        }
        outage.end();
        if (response.code() == HTTP_NOT_FOUND) {
            response.close();
            return lost(request, "no longer knows it: it was restarted, or has abandoned the query");
        }
        return response;
    }

    private Response acceptFailure(Request request, IOException failure, long begun)
            throws IOException
    {
        if (refusals.isRefused(request.url(), failure)) {
            outage.refusal(begun);
        }
        else {
            outage.silence(begun);
        }
        if (coordinators.isLost(origin(request.url()))) {
            return lost(request, "is lost, and another coordinator has replaced it: " + failure.getMessage());
        }
        if (outage.isRefusedLongerThan(MAX_REFUSAL)) {
            return lost(request, "is lost: it refuses connections");
        }
        if (outage.isLongerThan(maxSilence)) {
            return lost(request, "is lost, or cannot be reached: " + failure.getMessage());
        }
        throw failure;
    }

    private static Response lost(Request request, String reason)
            throws IOException
    {
        return LostQuery.answer(request, format("The coordinator %s:%s, which ran the query, %s", request.url().host(), request.url().port(), reason));
    }

    private static HttpUrl origin(HttpUrl url)
    {
        return url.newBuilder().encodedPath("/").query(null).fragment(null).build();
    }
}
