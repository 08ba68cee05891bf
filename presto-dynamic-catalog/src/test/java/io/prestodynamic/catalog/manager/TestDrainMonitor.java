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
package io.prestodynamic.catalog.manager;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestDrainMonitor
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(10);

    private TestingCoordinator coordinator = new TestingCoordinator(new TestingCatalogStore());

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
        coordinator = new TestingCoordinator(new TestingCatalogStore());
    }

    @Test
    public void testUnused()
    {
        CatalogVersion version = retired(0);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.transactions.getAsked(version.connectorId())).isEqualTo(2);
        assertThat(coordinator.registry.getDesired().versions()).isEmpty();
        assertThat(coordinator.localCatalogs.getConnectorIds()).isEmpty();
    }

    @Test
    public void testUsed()
    {
        CatalogVersion version = retired(2, 1, 1, 0, 0);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.transactions.getAsked(version.connectorId())).isEqualTo(5);
    }

    @Test
    public void testUsedOnceMore()
    {
        CatalogVersion version = retired(0, 1, 0, 0);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.transactions.getAsked(version.connectorId())).isEqualTo(4);
    }

    @Test
    public void testDrainTimeout()
    {
        coordinator.close();
        coordinator = new TestingCoordinator(new TestingCatalogStore(), TestingCoordinator.config().setDrainTimeout(new Duration(200, MILLISECONDS)), true);
        CatalogVersion version = retired(1);
        coordinator.startDraining();
        awaitClosed(version);
    }

    @Test
    public void testCurrentVersionsAreLeftAlone()
    {
        CatalogVersion current = coordinator.store.put(definition("orders"));
        coordinator.localCatalogs.load(current).join();
        coordinator.registry.stage(current);
        coordinator.lifecycle.activate(current);
        CatalogVersion version = retired(0);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.connectors.getOpen()).containsExactly(current.connectorId());
        assertThat(coordinator.names.resolve("orders")).contains(current.connectorId());
    }

    private CatalogVersion retired(Integer... queries)
    {
        CatalogVersion version = coordinator.store.prepare(definition("sales"));
        coordinator.localCatalogs.load(version).join();
        coordinator.registry.stage(version);
        coordinator.lifecycle.activate(version);
        coordinator.lifecycle.retire("sales");
        coordinator.transactions.set(version.connectorId(), queries);
        return version;
    }

    private void awaitClosed(CatalogVersion version)
    {
        await("the version is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(version.connectorId()));
        assertThat(coordinator.registry.getDraining()).isEmpty();
    }
}
