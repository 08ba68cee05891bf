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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.store.encryption.EncryptedCatalogStore;
import io.prestodynamic.catalog.store.encryption.EncryptionConfig;
import io.prestodynamic.catalog.store.encryption.EncryptionModule;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperCatalogStore;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperStoreConfig;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static io.prestodynamic.catalog.store.CatalogStoreType.ZOOKEEPER;

/**
 * Store of a coordinator. Workers only bind the configuration, so that one configuration file is valid on every node.
 */
public class CatalogStoreModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        bindConfiguration(binder);
        CatalogStoreType store = buildConfigObject(CatalogStoreConfig.class).getStore();
        Class<? extends EncryptableStore> implementation = store == ZOOKEEPER ? ZooKeeperCatalogStore.class : JdbcCatalogStore.class;
        binder.bind(EncryptableStore.class).to(implementation).in(Scopes.SINGLETON);
        install(new EncryptionModule());
        if (store == ZOOKEEPER && buildConfigObject(ZooKeeperStoreConfig.class).getConnectString() == null) {
            binder.addError("dynamic-catalog.zookeeper.connect-string is needed if dynamic-catalog.store is zookeeper");
        }
    }

    @Provides
    HistoryStore history(EncryptedCatalogStore store)
    {
        return store.history();
    }

    /**
     * Binds the configuration of all stores. Their settings are valid whichever store is used.
     */
    public static void bindConfiguration(Binder binder)
    {
        configBinder(binder).bindConfig(CatalogStoreConfig.class);
        configBinder(binder).bindConfig(ZooKeeperStoreConfig.class);
        configBinder(binder).bindConfig(EncryptionConfig.class);
    }
}
