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

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.CatalogStoreModule;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.Test;

import java.util.Map;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestLeaseStoreModule
{
    @Test
    public void testJdbc()
            throws Exception
    {
        try (TestingPostgreSqlServer server = new TestingPostgreSqlServer()) {
            server.createDatabase("presto");
            Injector injector = initialize(ImmutableMap.of(
                    "dynamic-catalog.jdbc.url", server.getJdbcUrl("presto"),
                    "dynamic-catalog.jdbc.username", server.getUser(),
                    "dynamic-catalog.jdbc.password", server.getPassword()));
            LeaseStore store = injector.getInstance(LeaseStore.class);
            assertThat(store).isInstanceOf(JdbcLeaseStore.class);
            assertThat(store.read()).isEmpty();

            injector.getInstance(LifeCycleManager.class).stop();
            assertThatThrownBy(store::read).isInstanceOf(CatalogException.class);
        }
    }

    @Test
    public void testZooKeeper()
            throws Exception
    {
        Injector injector = initialize(ImmutableMap.of(
                "dynamic-catalog.store", "zookeeper",
                "dynamic-catalog.zookeeper.connect-string", "127.0.0.1:1",
                "dynamic-catalog.zookeeper.connection-timeout", "100ms"));
        LeaseStore store = injector.getInstance(LeaseStore.class);
        assertThat(store).isInstanceOf(ZooKeeperLeaseStore.class);
        assertThatThrownBy(store::read).isInstanceOf(CatalogException.class).hasMessage("The catalog store cannot be reached");
        injector.getInstance(LifeCycleManager.class).stop();
    }

    @Test
    public void testEmbedded()
    {
        assertThatThrownBy(() -> initialize(ImmutableMap.of()))
                .hasMessageContaining("dynamic-catalog.active-coordinator.enabled needs a store that coordinators share: set dynamic-catalog.store to jdbc or zookeeper");
    }

    private static Injector initialize(Map<String, String> properties)
    {
        return new Bootstrap(
                new TestingNodeModule("test"),
                new LeaseStoreModule(),
                binder -> {
                    CatalogStoreModule.bindConfiguration(binder);
                    configBinder(binder).bindConfig(ActiveCoordinatorConfig.class);
                })
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(properties)
                .initialize();
    }
}
