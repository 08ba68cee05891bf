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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import com.facebook.airlift.configuration.ConfigSecuritySensitive;
import com.facebook.airlift.configuration.LegacyConfig;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import javax.validation.constraints.AssertTrue;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

import java.io.File;

import static io.prestodynamic.catalog.store.CatalogStoreType.EMBEDDED;
import static io.prestodynamic.catalog.store.CatalogStoreType.JDBC;

/**
 * Configuration of the store of dynamic catalogs. Valid on every node; only coordinators open the store.
 */
public class CatalogStoreConfig
{
    private CatalogStoreType store;
    private String jdbcUrl;
    private String jdbcDriver;
    private String jdbcUsername;
    private String jdbcPassword;
    private int jdbcMaxPoolSize = 2;
    private String tableName = "catalog";
    private File embeddedPath = new File("var/dynamic-catalog/catalogs");

    @NotNull
    public CatalogStoreType getStore()
    {
        if (store != null) {
            return store;
        }
        return jdbcUrl == null ? EMBEDDED : JDBC;
    }

    @Config("dynamic-catalog.store")
    @ConfigDescription("Where catalogs are kept: embedded, jdbc or zookeeper; by default jdbc if a JDBC URL is set, otherwise embedded")
    public CatalogStoreConfig setStore(CatalogStoreType store)
    {
        this.store = store;
        return this;
    }

    @Deprecated
    @LegacyConfig(value = "trino.extension.jdbc.enable", replacedBy = "dynamic-catalog.store")
    public CatalogStoreConfig setJdbcEnabled(boolean enabled)
    {
        return setStore(enabled ? JDBC : EMBEDDED);
    }

    public String getJdbcUrl()
    {
        return jdbcUrl;
    }

    @Config("dynamic-catalog.jdbc.url")
    @LegacyConfig("trino.extension.jdbc.url")
    @ConfigDescription("JDBC URL of the database that holds the catalog table: MySQL, MariaDB or PostgreSQL")
    // URLs may hold credentials
    @ConfigSecuritySensitive
    public CatalogStoreConfig setJdbcUrl(String jdbcUrl)
    {
        this.jdbcUrl = jdbcUrl;
        return this;
    }

    @AssertTrue(message = "dynamic-catalog.jdbc.url is needed if dynamic-catalog.store is jdbc")
    public boolean isJdbcUrlPresent()
    {
        return getStore() != JDBC || jdbcUrl != null;
    }

    @AssertTrue(message = "dynamic-catalog.jdbc.url has to begin with jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:")
    public boolean isJdbcUrlSupported()
    {
        return jdbcUrl == null || JdbcDialect.forUrl(jdbcUrl).isPresent();
    }

    public String getJdbcDriver()
    {
        return jdbcDriver;
    }

    @Config("dynamic-catalog.jdbc.driver")
    @LegacyConfig("trino.extension.jdbc.driver")
    @ConfigDescription("Class name of the JDBC driver; by default it follows from the URL")
    public CatalogStoreConfig setJdbcDriver(String jdbcDriver)
    {
        this.jdbcDriver = jdbcDriver;
        return this;
    }

    public String getJdbcUsername()
    {
        return jdbcUsername;
    }

    @Config("dynamic-catalog.jdbc.username")
    @LegacyConfig("trino.extension.jdbc.username")
    public CatalogStoreConfig setJdbcUsername(String jdbcUsername)
    {
        this.jdbcUsername = jdbcUsername;
        return this;
    }

    public String getJdbcPassword()
    {
        return jdbcPassword;
    }

    @Config("dynamic-catalog.jdbc.password")
    @LegacyConfig("trino.extension.jdbc.password")
    @ConfigSecuritySensitive
    public CatalogStoreConfig setJdbcPassword(String jdbcPassword)
    {
        this.jdbcPassword = jdbcPassword;
        return this;
    }

    @Min(1)
    public int getJdbcMaxPoolSize()
    {
        return jdbcMaxPoolSize;
    }

    @Config("dynamic-catalog.jdbc.max-pool-size")
    @LegacyConfig("trino.extension.jdbc.max-pool-size")
    @ConfigDescription("Connections that a coordinator keeps to the store")
    public CatalogStoreConfig setJdbcMaxPoolSize(int jdbcMaxPoolSize)
    {
        this.jdbcMaxPoolSize = jdbcMaxPoolSize;
        return this;
    }

    @NotNull
    @Pattern(regexp = TableName.PATTERN, message = "has to be of the form table or database.table (schema.table in PostgreSQL), with letters, digits, _ and $")
    public String getTableName()
    {
        return tableName;
    }

    @Config("dynamic-catalog.table-name")
    @ConfigDescription("Table of the catalogs, also as database.table, or schema.table in PostgreSQL; created if there is none")
    public CatalogStoreConfig setTableName(String tableName)
    {
        this.tableName = tableName;
        return this;
    }

    @NotNull
    public File getEmbeddedPath()
    {
        return embeddedPath;
    }

    @Config("dynamic-catalog.embedded.path")
    @ConfigDescription("Files of the embedded store, without their extension; relative to the node's data directory")
    public CatalogStoreConfig setEmbeddedPath(File embeddedPath)
    {
        this.embeddedPath = embeddedPath;
        return this;
    }
}
