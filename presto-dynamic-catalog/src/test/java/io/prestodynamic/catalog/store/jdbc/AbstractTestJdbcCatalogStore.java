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

import io.prestodynamic.catalog.store.AbstractTestSharedCatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;

/**
 * {@link JdbcCatalogStore} with any database.
 */
public abstract class AbstractTestJdbcCatalogStore
        extends AbstractTestSharedCatalogStore
{
    /**
     * Returns the configuration of a store in the storage that was created last.
     */
    protected abstract CatalogStoreConfig config();

    @Override
    protected JdbcCatalogStore open()
    {
        return open(config());
    }

    protected JdbcCatalogStore open(CatalogStoreConfig config)
    {
        return closeLater(new JdbcCatalogStore(config));
    }
}
