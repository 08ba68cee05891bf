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
 * Factory of connections of Presto's driver that use an HTTP client of the caller. Is in the package of the driver for access to its package-private classes.
 * Connections share sockets and idle threads, as in Presto's driver. Thread-safe.
 */
public final class LocatedConnections
        implements Closeable
{
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(userAgent(PrestoDriver.DRIVER_NAME + "/" + PrestoDriver.DRIVER_VERSION))
            .build();

    /**
     * @param prestoUrl URL in the format of Presto's driver
     * @param shownUrl URL in the metadata of the connection
     * @throws SQLException if Presto's driver rejects the URL or the properties, or the setup fails
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
     * Closes idle sockets and threads. Open connections can no longer cancel their queries.
     */
    @Override
    public void close()
    {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /**
     * Setup of the HTTP client of a connection.
     */
    @FunctionalInterface
    public interface ClientSetup
    {
        /**
         * @param server scheme, host and port that the connection sends statements to
         * @param client client with the TLS, proxy and authentication settings of the connection
         */
        LocatedClient setUp(URI server, OkHttpClient client)
                throws SQLException;
    }

    /**
     * HTTP client of a connection.
     *
     * @param client may throw {@link RequestFailedException} in order to fail with an {@link SQLException}
     * @param queryInterceptor creates the last interceptor for the requests of a query, from the network timeout of the connection
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
