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
package com.facebook.presto.jdbc;

import com.facebook.presto.jdbc.internal.okhttp3.Interceptor;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;

import java.io.Closeable;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;

import static com.facebook.presto.jdbc.internal.client.OkHttpUtil.userAgent;
import static java.util.Objects.requireNonNull;

/**
 * Opens connections of Presto's driver over an HTTP client of the caller's making. It is in the package of that driver because what it needs is visible only there.
 * Connections share sockets and idle threads, as those of Presto's driver do. Thread-safe.
 */
public final class LocatedConnections
        implements Closeable
{
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(userAgent(PrestoDriver.DRIVER_NAME + "/" + PrestoDriver.DRIVER_VERSION))
            .build();

    /**
     * @param prestoUrl a URL that Presto's driver accepts
     * @param shownUrl what the connection tells as its URL
     * @throws SQLException what Presto's driver refuses in the URL and the properties, or what the setup throws
     */
    public PrestoConnection open(String prestoUrl, Properties properties, String shownUrl, ClientSetup setup)
            throws SQLException
    {
        requireNonNull(shownUrl, "shownUrl is null");
        PrestoDriverUri uri = new PrestoDriverUri(prestoUrl, properties);
        OkHttpClient.Builder builder = client.newBuilder().followRedirects(uri.followRedirects());
        uri.setupClient(builder);
        return new LocatedConnection(uri, new LocatedQueryExecutor(setup.setUp(uri.getHttpUri(), builder.build())), shownUrl);
    }

    /**
     * Closes the idle sockets and ends the idle threads. Open connections no longer cancel their queries.
     */
    @Override
    public void close()
    {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /**
     * Makes the HTTP client of one connection from the one that has the connection's TLS, proxy and authentication.
     */
    @FunctionalInterface
    public interface ClientSetup
    {
        /**
         * @param server where the connection sends its statements: scheme, host and port
         */
        LocatedClient setUp(URI server, OkHttpClient client)
                throws SQLException;
    }

    /**
     * The client with which a connection sends its requests.
     *
     * @param client may throw {@link RequestFailedException} for what the connection is to throw
     * @param queryInterceptor makes what all requests of one query pass last, from the network timeout of its connection
     */
    public record LocatedClient(OkHttpClient client, Function<Duration, Interceptor> queryInterceptor)
    {
        public LocatedClient
        {
            requireNonNull(client, "client is null");
            requireNonNull(queryInterceptor, "queryInterceptor is null");
        }
    }
}
