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
import com.zaxxer.hikari.HikariDataSource;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;

import java.util.Map;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNullElse;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Opens pools of connections to the database of a store. A pool can be opened while the database is down, and fails within seconds if the database does not answer.
 */
public final class JdbcConnections
{
    private static final String OLD_MYSQL_DRIVER = "com.mysql.jdbc.Driver";

    private JdbcConnections() {}

    /**
     * @throws RuntimeException if the driver is missing
     */
    public static HikariDataSource open(CatalogStoreConfig config, String url, JdbcDialect dialect)
    {
        HikariConfig pool = configure(config, url, dialect);
        pool.setPoolName("dynamic-catalog-store");
        addDriverProperties(pool, url, dialect.driverTimeouts(new Duration(3, SECONDS), new Duration(10, SECONDS)));
        pool.setMaximumPoolSize(config.getJdbcMaxPoolSize());
        pool.setConnectionTimeout(SECONDS.toMillis(5));
        pool.setValidationTimeout(SECONDS.toMillis(2));
        return open(pool);
    }

    /**
     * Opens a pool of one connection to the file of the embedded store.
     */
    public static HikariDataSource openEmbedded(String url, JdbcDialect dialect)
    {
        HikariConfig pool = configure(url, dialect);
        pool.setPoolName("dynamic-catalog-store");
        pool.setDriverClassName(dialect.driverClassName());
        pool.setMaximumPoolSize(1);
        // an idle connection can lock the database, so none is opened before it is needed by the owner of the files
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(0);
        // changes wait for each other, and ask the pool again
        pool.setConnectionTimeout(SECONDS.toMillis(1));
        pool.setMaxLifetime(0);
        return open(pool);
    }

    /**
     * Opens a pool of one connection, which is replaced early enough to renew a lease if the database does not answer it.
     *
     * @throws RuntimeException if the driver is missing
     */
    public static HikariDataSource openForLease(CatalogStoreConfig config, String url, JdbcDialect dialect, Duration requestTimeout)
    {
        HikariConfig pool = configure(config, url, dialect);
        pool.setPoolName("dynamic-catalog-lease");
        addDriverProperties(pool, url, dialect.driverTimeouts(requestTimeout, requestTimeout));
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(requestTimeout.toMillis());
        pool.setValidationTimeout(requestTimeout.toMillis() / 2);
        return open(pool);
    }

    private static HikariDataSource open(HikariConfig pool)
    {
        pool.setDataSource(new StoreDataSource(pool));
        return new HikariDataSource(pool);
    }

    private static HikariConfig configure(CatalogStoreConfig config, String url, JdbcDialect dialect)
    {
        HikariConfig pool = configure(url, dialect);
        pool.setDriverClassName(driverClassName(config, dialect));
        pool.setUsername(config.getJdbcUsername());
        pool.setPassword(config.getJdbcPassword());
        return pool;
    }

    private static HikariConfig configure(String url, JdbcDialect dialect)
    {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        addDriverProperties(pool, url, dialect.driverProperties());
        dialect.connectionSetup().ifPresent(pool::setConnectionInitSql);
        pool.setIsolateInternalQueries(dialect.isSetupTransactional());
        pool.setTransactionIsolation(dialect.transactionIsolation());
        pool.setAutoCommit(false);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private static void addDriverProperties(HikariConfig pool, String url, Map<String, String> properties)
    {
        properties.forEach((name, value) -> {
            if (!url.toLowerCase(ENGLISH).contains(name.toLowerCase(ENGLISH) + "=")) {
                pool.addDataSourceProperty(name, value);
            }
        });
    }

    private static String driverClassName(CatalogStoreConfig config, JdbcDialect dialect)
    {
        String driver = requireNonNullElse(config.getJdbcDriver(), dialect.driverClassName());
        // the former name of the same class prints a warning to standard error
        return driver.equals(OLD_MYSQL_DRIVER) ? dialect.driverClassName() : driver;
    }
}
