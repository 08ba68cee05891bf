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

import io.prestodynamic.catalog.ActiveCoordinatorConfig;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

public class TestH2LeaseStore
        extends AbstractTestLeaseStore
{
    private String url;

    @Override
    protected void createStorage()
    {
        url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
    }

    @Override
    protected LeaseStore open(String environment, ActiveCoordinatorConfig config)
    {
        // in a schema that nothing has made yet
        return closeLater(new JdbcLeaseStore(new CatalogStoreConfig().setJdbcUrl(url).setTableName("presto.catalogs"), config, environment));
    }

    @Override
    protected void deleteLease()
    {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("DELETE FROM presto.catalogs_lease");
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
