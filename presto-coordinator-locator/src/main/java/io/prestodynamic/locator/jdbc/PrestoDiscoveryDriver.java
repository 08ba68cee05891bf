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

import com.facebook.presto.jdbc.LocatedConnections;
import com.facebook.presto.jdbc.PrestoDriver;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.io.Closeable;
import java.net.URI;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Presto's driver, which finds the coordinator through discovery servers: {@code jdbc:presto-discovery://host1:8411,host2:8411/catalog/schema?property=value}.
 * Connections are Presto's own. Each statement goes to the coordinator of the moment; when that one cannot be reached, to another, as long as nothing of the statement was sent.
 * Thread-safe; it has no threads of its own.
 */
public class PrestoDiscoveryDriver
        implements Driver, Closeable
{
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final String CANNOT_CONNECT = "08001";

    static {
        try {
            DriverManager.registerDriver(new PrestoDiscoveryDriver());
        }
        catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LocatedConnections connections = new LocatedConnections();
    private final SharedLocators locators = new SharedLocators();

    /**
     * Finds the coordinator at once, so that a connection that is returned had one.
     *
     * @throws SQLException of state 08001 where there is no coordinator in time, and as Presto's driver does
     */
    @Override
    public Connection connect(String url, Properties properties)
            throws SQLException
    {
        if (!acceptsURL(url)) {
            return null;
        }
        DiscoveryUrl discovery = new DiscoveryUrl(url, Optional.ofNullable(properties).orElseGet(Properties::new));
        try {
            return connections.open(discovery.prestoUrl(), discovery.prestoProperties(), discovery.shownUrl(), (server, client) -> locate(discovery, server, client));
        }
        catch (SQLException e) {
            throw discovery.inOwnWords(e);
        }
    }

    @Override
    public boolean acceptsURL(String url)
            throws SQLException
    {
        if (url == null) {
            throw new SQLException("url is null");
        }
        return url.startsWith(DiscoveryUrl.PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
            throws SQLException
    {
        DiscoveryUrl discovery = new DiscoveryUrl(url, Optional.ofNullable(properties).orElseGet(Properties::new));
        Stream<DriverPropertyInfo> own = Stream.of(LocatorProperty.values()).map(property -> property.describe(discovery.value(property)));
        try (PrestoDriver presto = new PrestoDriver()) {
            return Stream.concat(own, Arrays.stream(presto.getPropertyInfo(discovery.prestoUrl(), discovery.prestoProperties())))
                    .toArray(DriverPropertyInfo[]::new);
        }
        catch (SQLException e) {
            throw discovery.inOwnWords(e);
        }
    }

    @Override
    public int getMajorVersion()
    {
        return DriverVersion.current().major();
    }

    @Override
    public int getMinorVersion()
    {
        return DriverVersion.current().minor();
    }

    @Override
    public boolean jdbcCompliant()
    {
        return false;
    }

    @Override
    public Logger getParentLogger()
            throws SQLFeatureNotSupportedException
    {
        throw new SQLFeatureNotSupportedException();
    }

    /**
     * Closes idle sockets. No connection is to be used after it.
     */
    @Override
    public void close()
    {
        connections.close();
    }

    private OkHttpClient locate(DiscoveryUrl discovery, URI server, OkHttpClient client)
            throws SQLException
    {
        OkHttpClient impatient = client.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT.toMillis(), MILLISECONDS)
                .build();
        CoordinatorLocator locator = locators.get(discovery, server.getScheme(), impatient);
        CoordinatorChoice coordinators = new CoordinatorChoice(locator, discovery.coordinatorTimeout());
        try {
            coordinators.find();
        }
        catch (CoordinatorNotFoundException e) {
            throw new SQLException(e.getMessage(), CANNOT_CONNECT, e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while looking for a coordinator", CANNOT_CONNECT, e);
        }
        OkHttpClient.Builder located = impatient.newBuilder();
        located.interceptors().add(0, new CoordinatorInterceptor(server, coordinators));
        return located
                .addInterceptor(new RunningQueryInterceptor(coordinators))
                .addNetworkInterceptor(new SentStatementInterceptor())
                .build();
    }
}
