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
package io.prestodynamic.catalog.store;

import io.prestodynamic.testing.TestingDatabaseServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static java.util.Objects.requireNonNull;

/**
 * Database of a store, which each test creates anew on the server of its class.
 */
public final class TestingDatabase
        implements AutoCloseable
{
    private final TestingDatabaseServer server;
    private int count;

    /**
     * @param server closed with this database
     */
    public TestingDatabase(TestingDatabaseServer server)
    {
        this.server = requireNonNull(server, "server is null");
    }

    public TestingDatabaseServer server()
    {
        return server;
    }

    public String name()
    {
        return "test" + count;
    }

    public void create()
    {
        count++;
        server.createDatabase(name());
    }

    public CatalogStoreConfig config()
    {
        return new CatalogStoreConfig()
                .setJdbcUrl(server.getJdbcUrl(name()))
                .setJdbcUsername(server.getUser())
                .setJdbcPassword(server.getPassword());
    }

    /**
     * Opens a connection of an administrator.
     */
    public Connection connect()
            throws SQLException
    {
        return server.connect(name());
    }

    /**
     * Runs statements as an administrator.
     */
    public void execute(String... statements)
    {
        server.execute(name(), statements);
    }

    /**
     * Returns the only value in the result of a query.
     */
    public String query(String sql)
            throws SQLException
    {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public void close()
    {
        server.close();
    }
}
