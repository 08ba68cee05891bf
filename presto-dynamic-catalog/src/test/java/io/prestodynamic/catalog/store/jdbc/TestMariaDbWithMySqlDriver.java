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

import io.prestodynamic.catalog.store.CatalogStoreConfig;

/**
 * MariaDB with the configuration for MySQL.
 */
public class TestMariaDbWithMySqlDriver
        extends TestMariaDbSeedTable
{
    @Override
    protected CatalogStoreConfig config()
    {
        return super.config()
                .setJdbcDriver("com.mysql.jdbc.Driver")
                .setJdbcUrl("jdbc:mysql://127.0.0.1:%s/%s?useSSL=false".formatted(database.server().getPort(), database.name()));
    }
}
