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

import java.io.Closeable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * JDBC driver that finds the coordinator through discovery servers: {@code jdbc:presto-discovery://host1:8411,host2:8411/catalog/schema?property=value}. Opens
 * connections of Presto's driver. Each statement goes to the current coordinator, or to another one if that is unreachable and nothing was sent. Thread-safe.
 */
public class PrestoDiscoveryDriver
        implements Driver, Closeable
{
    static {
        try {
            DriverManager.registerDriver(new PrestoDiscoveryDriver());
        }
        catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Optional<DiscoveryConnections> connections = Optional.empty();

    /**
     * Opens a connection after a coordinator was found.
     *
     * @throws SQLException with SQLState 08001 if no coordinator is found in time, or as thrown by Presto's driver
     */
    @Override
    public Connection connect(String url, Properties properties)
            throws SQLException
    {
        return acceptsURL(url) ? connections().open(parse(url, properties)) : null;
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
        DiscoveryUrl discovery = parse(url, properties);
        Stream<DriverPropertyInfo> own = Stream.of(LocatorProperty.values()).map(property -> property.describe(discovery.value(property)));
        return Stream.concat(own, connections().describePrestosProperties(discovery).stream()).toArray(DriverPropertyInfo[]::new);
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
     * Closes idle sockets and threads. Connections cannot be used afterwards.
     */
    @Override
    public synchronized void close()
    {
        connections.ifPresent(DiscoveryConnections::close);
    }

    // not in a static initializer, because an error there would keep DriverManager from loading other drivers
    private synchronized DiscoveryConnections connections()
            throws SQLException
    {
        if (connections.isEmpty()) {
            try {
                connections = Optional.of(new DiscoveryConnections());
            }
            catch (NoClassDefFoundError e) {
                throw new SQLException("Presto's JDBC driver is not on the class path. Use the jar presto-coordinator-locator of the classifier jdbc, or add presto-jdbc", e);
            }
        }
        return connections.get();
    }

    private static DiscoveryUrl parse(String url, Properties properties)
            throws SQLException
    {
        return new DiscoveryUrl(url, Optional.ofNullable(properties).orElseGet(Properties::new));
    }
}
