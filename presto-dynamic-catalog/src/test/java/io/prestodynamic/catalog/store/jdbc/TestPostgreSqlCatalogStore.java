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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.Test;

import java.sql.SQLException;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestPostgreSqlCatalogStore
        extends AbstractTestServerCatalogStore
{
    @Override
    protected TestingDatabaseServer createServer()
    {
        return new TestingPostgreSqlServer();
    }

    @Override
    protected void createUser(String name, String rights)
    {
        execute("CREATE USER %1$s PASSWORD '%1$s'".formatted(name),
                "ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s ON TABLES TO %s".formatted(database.server().getUser(), rights, name));
    }

    @Override
    protected void setReadOnly(boolean readOnly)
    {
        // from another database, because this one would refuse it
        database.server().execute("postgres", "ALTER DATABASE %s SET default_transaction_read_only = %s".formatted(database.name(), readOnly));
    }

    @Override
    protected void refuseActiveRows()
    {
        execute("ALTER TABLE catalog ADD CHECK (status = 0)");
    }

    @Override
    protected String quotedProducts()
    {
        return "\"products\"";
    }

    @Test
    public void testTableInSchema()
            throws SQLException
    {
        CatalogStoreConfig config = config().setTableName("Presto.Table");
        assertThat(assertRefused(STORE_UNAVAILABLE, open(config)::list)).hasMessageContaining("schema").hasMessageContaining("does not exist");

        execute("CREATE SCHEMA presto");
        assertThat(assertRefused(STORE_UNAVAILABLE, open(config)::list)).hasMessageContaining("USAGE");

        execute("GRANT USAGE, CREATE ON SCHEMA presto TO " + database.server().getUser());
        CatalogVersion version = add(open(config), "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(open(config))).containsExactly(version);
        assertThat(query("SELECT COUNT(*) FROM presto.\"table\"")).isEqualTo("1");
    }

    @Test
    public void testColumnsInUpperCase()
    {
        store.list();
        execute("ALTER TABLE catalog RENAME COLUMN connectorname TO \"connectorName\"");
        assertThat(assertRefused(STORE_UNAVAILABLE, open(config())::list)).hasMessage("The columns in the table of the catalog store need names in lower case");
    }
}
