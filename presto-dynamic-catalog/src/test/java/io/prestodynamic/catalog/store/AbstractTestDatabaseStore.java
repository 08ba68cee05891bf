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

import java.sql.SQLException;

/**
 * Store in a real database server.
 */
public abstract class AbstractTestDatabaseStore
        extends AbstractTestJdbcCatalogStore
{
    protected TestingDatabase database;

    protected abstract TestingDatabaseServer createServer();

    @BeforeClass
    public void startServer()
    {
        database = new TestingDatabase(createServer());
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected void createStorage()
    {
        database.create();
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return database.config();
    }

    protected void execute(String... statements)
    {
        database.execute(statements);
    }

    protected String query(String sql)
            throws SQLException
    {
        return database.query(sql);
    }
}
