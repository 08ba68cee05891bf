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

import com.zaxxer.hikari.HikariDataSource;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcConnections;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.SqliteDialect;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.sql.DriverManager;
import java.util.function.Supplier;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestJdbcConnections
{
    private static final String URL = "jdbc:mysql://127.0.0.1:1/catalogs";
    private static final JdbcDialect DIALECT = JdbcDialect.forUrl(URL).orElseThrow();
    private static final CatalogStoreConfig CONFIG = new CatalogStoreConfig().setJdbcUrl(URL).setJdbcUsername("user").setJdbcPassword("password");

    @DataProvider
    public static Object[][] pools()
    {
        return new Object[][] {
                {pool(() -> JdbcConnections.open(CONFIG, URL, DIALECT))},
                {pool(() -> JdbcConnections.openEmbedded("jdbc:sqlite::memory:", new SqliteDialect()))},
                {pool(() -> JdbcConnections.openForLease(CONFIG, URL, DIALECT, new Duration(1, SECONDS)))},
        };
    }

    @Test(dataProvider = "pools")
    public void testConnectorsKeepTheirLoginTimeout(Supplier<HikariDataSource> pool)
    {
        int before = DriverManager.getLoginTimeout();
        DriverManager.setLoginTimeout(1234);
        try (HikariDataSource ignored = pool.get()) {
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(1234);
        }
        finally {
            DriverManager.setLoginTimeout(before);
        }
    }

    private static Supplier<HikariDataSource> pool(Supplier<HikariDataSource> pool)
    {
        return pool;
    }
}
