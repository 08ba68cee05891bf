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
package io.prestodynamic.catalog.lease.store;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.CatalogStoreType;

import static io.prestodynamic.catalog.store.CatalogStoreType.EMBEDDED;
import static io.prestodynamic.catalog.store.CatalogStoreType.ZOOKEEPER;

/**
 * Lease of the active coordinator, in the store that coordinators share.
 */
public class LeaseStoreModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        CatalogStoreType store = buildConfigObject(CatalogStoreConfig.class).getStore();
        if (store == EMBEDDED) {
            binder.addError("dynamic-catalog.active-coordinator.enabled needs a store that coordinators share: set dynamic-catalog.store to jdbc or zookeeper");
        }
        Class<? extends LeaseStore> implementation = store == ZOOKEEPER ? ZooKeeperLeaseStore.class : JdbcLeaseStore.class;
        binder.bind(LeaseStore.class).to(implementation).in(Scopes.SINGLETON);
    }
}
