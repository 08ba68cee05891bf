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

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Fails a running query when its coordinator is lost. Presto's client goes on asking a coordinator that cannot be reached for the network timeout of its connection, two minutes,
 * which is right for a fault of the network; but a query does not outlive its coordinator.
 */
class RunningQueryInterceptor
        implements Interceptor
{
    private final CoordinatorChoice coordinators;

    RunningQueryInterceptor(CoordinatorChoice coordinators)
    {
        this.coordinators = requireNonNull(coordinators, "coordinators is null");
    }

    @Override
    public Response intercept(Chain chain)
            throws IOException
    {
        Request request = chain.request();
        try {
            return chain.proceed(request);
        }
        catch (IOException e) {
            HttpUrl coordinator = origin(request.url());
            if (!LostQuery.isOfQuery(request) || !coordinators.isLost(coordinator)) {
                throw e;
            }
            String message = "The coordinator %s:%s, which ran the query, is lost, and another has its place: %s";
            return LostQuery.answer(request, format(message, coordinator.host(), coordinator.port(), e.getMessage()));
        }
    }

    private static HttpUrl origin(HttpUrl url)
    {
        return url.newBuilder().encodedPath("/").query(null).fragment(null).build();
    }
}
