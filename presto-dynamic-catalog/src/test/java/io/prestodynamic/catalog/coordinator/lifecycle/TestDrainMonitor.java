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
package io.prestodynamic.catalog.coordinator.lifecycle;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestDrainMonitor
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);

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
        assertThat(coordinator.registry.getDesired().versions()).isEmpty();
        assertThat(coordinator.localCatalogs.getConnectorIds()).isEmpty();
        assertThat(coordinator.transactions.getFailure(version.connectorId())).isEmpty();
    }

    @Test
    public void testUsed()
    {
        CatalogVersion version = retired(2);
        coordinator.startDraining();
        await("the version is looked at", TIMEOUT, () -> coordinator.transactions.getLookups(version.connectorId()) > 20);
        assertThat(coordinator.registry.getDraining()).extracting(DrainingVersion::version).containsExactly(version);
        assertThat(coordinator.connectors.getOpen()).containsExactly(version.connectorId());

        coordinator.transactions.set(version.connectorId(), 0);
        awaitClosed(version);
        assertThat(coordinator.transactions.getFailure(version.connectorId())).isEmpty();
    }

    @Test
    public void testDrainTimeout()
    {
        restart(config -> config.setDrainTimeout(new Duration(200, MILLISECONDS)));
        CatalogVersion version = retired(1);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.transactions.getFailure(version.connectorId())).contains("Catalog sales was removed while the query was running");
    }

    @Test
    public void testDrainTimeoutOfReplacedVersion()
    {
        restart(config -> config.setDrainTimeout(new Duration(200, MILLISECONDS)));
        CatalogVersion version = retired(1);
        current(coordinator.store.prepare(definition("sales")));
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.transactions.getFailure(version.connectorId())).contains("Catalog sales was replaced while the query was running");
    }

    @Test
    public void testFailQueries()
    {
        CatalogVersion first = retired(1);
        CatalogVersion second = retired(1);
        CatalogVersion other = current(coordinator.store.prepare(definition("orders")));
        coordinator.lifecycle.retire("orders");
        coordinator.transactions.set(other.connectorId(), 1);

        assertThat(coordinator.drainMonitor.failQueries("sales")).contains(second);
        assertThat(coordinator.transactions.getFailure(first.connectorId())).contains("Catalog sales was removed while the query was running");
        assertThat(coordinator.transactions.getFailure(second.connectorId())).isPresent();
        assertThat(coordinator.transactions.getFailure(other.connectorId())).isEmpty();
        coordinator.startDraining();
        await("both versions are closed", TIMEOUT, () -> coordinator.connectors.getOpen().equals(Set.of(other.connectorId())));
    }

    @Test
    public void testQueriesThatDoNotEnd()
    {
        CatalogVersion version = retired(1, 1);
        coordinator.drainMonitor.failQueries("sales");
        coordinator.startDraining();
        await("the version is closed in spite of them", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty());
        assertThat(coordinator.transactions.count(version.connectorId())).isEqualTo(1);
    }

    @Test
    public void testCurrentVersionsAreLeftAlone()
    {
        CatalogVersion current = current(coordinator.store.prepare(definition("orders")));
        CatalogVersion version = retired(0);
        coordinator.startDraining();
        awaitClosed(version);
        assertThat(coordinator.connectors.getOpen()).containsExactly(current.connectorId());
        assertThat(coordinator.names.resolve("orders")).contains(current.connectorId());
    }

    @Test
    public void testManyAtOnce()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        List<CatalogVersion> versions = IntStream.range(0, 100).mapToObj(i -> current(coordinator.store.prepare(definition("c" + i)))).toList();
        versions.forEach(version -> coordinator.lifecycle.retire(version.name().value()));
        coordinator.startDraining();
        await("all versions are closed", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty());
        await("the worker is told", TIMEOUT, () -> !worker.getRequests().isEmpty());
        assertThat(worker.getRequests().size()).isLessThan(10);
    }

    private CatalogVersion retired(Integer... queries)
    {
        CatalogVersion version = current(coordinator.store.prepare(definition("sales")));
        coordinator.lifecycle.retire("sales");
        coordinator.transactions.set(version.connectorId(), queries);
        return version;
    }

    private CatalogVersion current(CatalogVersion version)
    {
        coordinator.localCatalogs.load(version).join();
        coordinator.registry.stage(version);
        coordinator.lifecycle.activate(version);
        return version;
    }

    private void restart(UnaryOperator<DynamicCatalogConfig> change)
    {
        coordinator.close();
        coordinator = new TestingCoordinator(new TestingCatalogStore(), change.apply(TestingCoordinator.config()), true);
    }

    private void awaitClosed(CatalogVersion version)
    {
        await("the version is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(version.connectorId()));
        assertThat(coordinator.registry.getDraining()).isEmpty();
    }
}
