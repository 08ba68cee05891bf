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

import com.facebook.presto.jdbc.internal.okhttp3.Authenticator;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import com.facebook.presto.jdbc.internal.okhttp3.Request;
import com.facebook.presto.jdbc.internal.okhttp3.Response;
import io.prestodynamic.locator.CheckResult;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorCheck;
import io.prestodynamic.locator.ServerInfoResponse;

import java.io.IOException;
import java.time.Duration;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Check of a coordinator with the proxy, TLS and credentials of connections.
 */
class ConnectionCheck
        implements CoordinatorCheck
{
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 20;

    private final OkHttpClient client;

    ConnectionCheck(OkHttpClient client)
    {
        this.client = requireNonNull(client, "client is null").newBuilder()
                .connectTimeout(TIMEOUT.toMillis(), MILLISECONDS)
                .readTimeout(TIMEOUT.toMillis(), MILLISECONDS)
                .writeTimeout(TIMEOUT.toMillis(), MILLISECONDS)
                .followRedirects(false)
                // a coordinator that asks for a login is up, whether or not the client has one
                .authenticator(Authenticator.NONE)
                .build();
    }

    @Override
    public CheckResult check(Coordinator coordinator)
            throws IOException
    {
        Request request = new Request.Builder().url(coordinator.uri().resolve("/v1/info").toString()).build();
        try (Response response = client.newCall(request).execute()) {
            return ServerInfoResponse.check(coordinator, response.code(), response.peekBody(MAX_BYTES).bytes());
        }
        catch (IOException e) {
            throw new IOException("cannot be asked: " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }
}
