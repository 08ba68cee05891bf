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

import io.prestodynamic.catalog.store.jdbc.AbstractTestJdbcCatalogStore;
import io.prestodynamic.testing.TestingDatabaseServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A new database of a real server for every test.
 */
public abstract class AbstractTestDatabaseStore
        extends AbstractTestJdbcCatalogStore
{
    protected TestingDatabaseServer server;
    protected String database;

    private int databases;

    protected abstract TestingDatabaseServer createServer();

    @BeforeClass
    public void startServer()
    {
        server = createServer();
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected void createStorage()
    {
        database = "test" + databases++;
        server.createDatabase(database);
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return new CatalogStoreConfig()
                .setJdbcUrl(server.getJdbcUrl(database))
                .setJdbcUsername(server.getUser())
                .setJdbcPassword(server.getPassword());
    }

    protected void execute(String... statements)
    {
        server.execute(database, statements);
    }

    /**
     * The one value that a query returns.
     */
    protected String query(String sql)
            throws SQLException
    {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
