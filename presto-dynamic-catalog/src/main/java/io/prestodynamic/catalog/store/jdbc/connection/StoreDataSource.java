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
package io.prestodynamic.catalog.store.jdbc.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;

import javax.sql.DataSource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

/**
 * Connections to the database of a store, whose timeouts are driver properties. Keeps the login timeout of the pool to itself, because {@link DriverDataSource}
 * passes it on to {@link java.sql.DriverManager}, which the drivers of all connectors in this JVM obey.
 */
final class StoreDataSource
        implements DataSource
{
    private final DriverDataSource driver;
    private volatile int loginTimeout;

    StoreDataSource(HikariConfig pool)
    {
        driver = new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(), pool.getUsername(), pool.getPassword());
    }

    @Override
    public Connection getConnection()
            throws SQLException
    {
        return driver.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password)
            throws SQLException
    {
        return driver.getConnection(username, password);
    }

    @Override
    public void setLoginTimeout(int seconds)
    {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout()
    {
        return loginTimeout;
    }

    @Override
    public PrintWriter getLogWriter()
            throws SQLException
    {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer)
            throws SQLException
    {
        driver.setLogWriter(writer);
    }

    @Override
    public Logger getParentLogger()
            throws SQLFeatureNotSupportedException
    {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type)
            throws SQLException
    {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type)
            throws SQLException
    {
        return driver.isWrapperFor(type);
    }
}
