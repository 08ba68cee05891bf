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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperCatalogStore;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperStoreConfig;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.time.Duration;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Coordinators whose store vanishes while they run, on a real ZooKeeper.
 */
public class TestVanishedStore
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private TestingServer server;
    private CuratorFramework client;
    private ZooKeeperCatalogStore store;
    private TestingCoordinator coordinator;

    @BeforeMethod
    public void setUp()
            throws Exception
    {
        server = new TestingServer();
        client = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
        client.start();
        store = open();
        coordinator = new TestingCoordinator(store).start().startDraining();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        coordinator.close();
        store.close();
        client.close();
        server.close();
    }

    private ZooKeeperCatalogStore open()
    {
        return new ZooKeeperCatalogStore(new ZooKeeperStoreConfig().setConnectString(server.getConnectString()));
    }

    @Test
    public void testDeleteAll()
            throws Exception
    {
        for (int i = 0; i < 20; i++) {
            coordinator.catalogs.add(definition("sales" + i));
        }
        client.delete().deletingChildrenIfNeeded().forPath("/presto");
        awaitRefusals();
        assertNothingLost();

        try (ZooKeeperCatalogStore otherStore = open(); TestingCoordinator started = new TestingCoordinator(otherStore).start()) {
            assertThat(started.listing.list()).isEmpty();
            CatalogVersion web = started.store.prepare(definition("web"));
            started.store.add(web, DEFAULT, added(web), FileContents.NONE);
            awaitRefusals();
            assertNothingLost();
            assertThat(coordinator.names.resolve("web")).isEmpty();
        }
    }

    private void awaitRefusals()
    {
        long before = coordinator.reconciliationStats.getFailedPasses().getTotalCount();
        await("the store is refused", TIMEOUT, () -> coordinator.reconciliationStats.getFailedPasses().getTotalCount() > before + 2);
    }

    private void assertNothingLost()
    {
        for (int i = 0; i < 20; i++) {
            assertThat(coordinator.names.resolve("sales" + i)).isPresent();
        }
        assertThat(coordinator.registry.getDraining()).isEmpty();
        assertRefused(() -> coordinator.catalogs.add(definition("other")));
        assertRefused(() -> coordinator.catalogs.put(definition("sales0", ImmutableMap.of("a", "b"))));
        assertRefused(() -> coordinator.catalogs.remove("sales0", FINISH_QUERIES));
    }

    private static void assertRefused(Runnable change)
    {
        CatalogException refusal = catchThrowableOfType(change::run, CatalogException.class);
        assertThat(refusal.getCode()).isEqualTo(STORE_UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("The nodes of the catalog store");
    }
}
