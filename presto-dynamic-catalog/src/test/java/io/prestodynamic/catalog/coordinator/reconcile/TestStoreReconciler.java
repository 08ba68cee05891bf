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
package io.prestodynamic.catalog.coordinator.reconcile;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestStoreReconciler
        extends AbstractTestStoreReconciler
{
    @Test
    public void testVersionThatNoWorkerCouldRun()
    {
        coordinator.close();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config(), false);
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        coordinator.start();
        CatalogVersion first = store.put(definition("sales"));
        await("the first resolves", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(first.connectorId())));
        CatalogVersion second = store.put(definition("sales", ImmutableMap.of("refuse-on-workers", "yes")));
        await("the second is known", TIMEOUT, () -> coordinator.registry.getIncoming("sales").equals(Optional.of(second)));
        assertThat(coordinator.names.resolve("sales")).contains(first.connectorId());

        worker.accept();
        await("the second resolves", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(second.connectorId())));
        assertThat(coordinator.registry.getIncoming()).isEmpty();
    }

    @Test
    public void testSlowConnectorComesUpLate()
    {
        reopen(TestingCoordinator.config().setLoadTimeout(new Duration(50, MILLISECONDS)));
        coordinator.start();
        CountDownLatch held = coordinator.connectors.holdCreation("slow");
        CatalogVersion slow = store.put(definition("slow"));
        await("it is late", TIMEOUT, () -> coordinator.listing.list().stream().anyMatch(catalog -> catalog.error().isPresent()));
        held.countDown();
        await("it resolves", TIMEOUT, () -> coordinator.names.resolve("slow").equals(Optional.of(slow.connectorId())));
        assertThat(coordinator.listing.get("slow").error()).isEmpty();
        assertThat(coordinator.connectors.getCreations()).containsExactly(slow.connectorId());
    }

    @Test
    public void testChangesInTheStore()
    {
        coordinator.start().startDraining();
        CatalogVersion first = store.put(definition("sales"));
        await("the catalog appears", TIMEOUT, () -> coordinator.names.resolve("sales").isPresent());
        assertResolves(first);

        CatalogVersion second = store.put(definition("sales", ImmutableMap.of("a", "b")));
        await("the catalog changes", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(second.connectorId())));
        await("the version before is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(first.connectorId()));

        store.delete("sales");
        await("the catalog disappears", TIMEOUT, () -> coordinator.names.resolve("sales").isEmpty());
        await("nothing is open", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty());
        assertThat(coordinator.registry.getDesired().versions()).isEmpty();
    }

    @Test
    public void testRefusedDefinitionKeepsTheVersionBefore()
    {
        CatalogVersion first = store.put(definition("sales"));
        coordinator.start();
        CatalogVersion refused = store.put(definition("sales", ImmutableMap.of("refuse", "No such host")));
        await("the refusal is known", TIMEOUT, () -> coordinator.registry.getUnusable("sales").isPresent());
        assertResolves(first);
        assertThat(coordinator.listing.get("sales").state()).isEqualTo(ACTIVE);

        CatalogVersion third = store.put(definition("sales"));
        await("the catalog changes", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(third.connectorId())));
        await("the refusal is over", TIMEOUT, () -> coordinator.listing.get("sales").error().isEmpty());
        assertThat(coordinator.localCatalogs.getConnectorIds()).doesNotContain(refused.connectorId());
    }

    @Test
    public void testRemoveWithRefusedDefinition()
    {
        CatalogVersion first = store.put(definition("sales"));
        coordinator.start();
        CatalogVersion refused = store.put(definition("sales", ImmutableMap.of("refuse", "No such host")));
        await("the refusal is known", TIMEOUT, () -> coordinator.registry.getUnusable("sales").isPresent());

        coordinator.catalogs.remove(first.name().value(), FINISH_QUERIES);
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        assertThat(store.list().versions()).isEmpty();
        assertThat(coordinator.localCatalogs.getConnectorIds()).doesNotContain(refused.connectorId());
    }

    @Test
    public void testBrokenRowKeepsTheVersionBefore()
    {
        CatalogVersion first = store.put(definition("sales"));
        coordinator.start();
        store.putBroken("sales");
        await("the error is known", TIMEOUT, () -> coordinator.listing.get("sales").error().isPresent());
        assertResolves(first);

        store.delete("sales");
        await("the catalog disappears", TIMEOUT, () -> coordinator.names.resolve("sales").isEmpty());
        assertThat(coordinator.registry.getUnusable()).isEmpty();
    }

    @Test
    public void testChangeThatIsTakenBack()
    {
        CatalogVersion first = store.put(definition("sales"));
        coordinator.transactions.set(first.connectorId(), 1);
        coordinator.start().startDraining();

        CatalogVersion second = store.put(definition("sales", ImmutableMap.of("a", "b")));
        await("the catalog changes", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(second.connectorId())));

        store.put(first);
        await("the catalog changes back", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(first.connectorId())));
        coordinator.transactions.set(first.connectorId(), 0);
        await("the version between is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(second.connectorId()));
        assertResolves(first);
        assertThat(coordinator.connectors.getOpen()).containsExactly(first.connectorId());
        assertThat(coordinator.registry.getDraining()).isEmpty();
    }

    @Test
    public void testStoreThatIsDown()
    {
        CatalogVersion sales = store.put(definition("sales"));
        coordinator.start();
        store.fail(Operation.LIST);
        store.delete("sales");
        CatalogVersion orders = store.put(definition("orders"));
        assertResolves(sales);
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::catalogName).containsExactly("sales");

        store.recover();
        await("the store is followed again", TIMEOUT, () -> coordinator.names.resolve("orders").isPresent() && coordinator.names.resolve("sales").isEmpty());
        assertResolves(orders);
    }

    @Test
    public void testReconcileWithoutTheTimer()
    {
        openWithoutTimer();
        CatalogVersion sales = store.put(definition("sales"));
        assertThat(coordinator.reconciler.reconcile()).succeedsWithin(TIMEOUT);
        assertResolves(sales);

        store.fail(Operation.LIST);
        store.delete("sales");
        assertThat(coordinator.reconciler.reconcile()).failsWithin(TIMEOUT).withThrowableOfType(ExecutionException.class).withMessageContaining("cannot be reached");
        assertResolves(sales);

        store.recover();
        assertThat(coordinator.reconciler.reconcile()).succeedsWithin(TIMEOUT);
        assertThat(coordinator.names.resolve("sales")).isEmpty();
    }

    @Test
    public void testReconcileBeforeTheBoot()
    {
        assertThat(coordinator.reconciler.reconcile()).isCompletedExceptionally();
    }

    @Test
    public void testStoreThatTellsOfChanges()
    {
        openWithoutTimer();
        CatalogVersion sales = store.put(definition("sales"));
        store.announceChange();
        await("the catalog resolves", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(sales.connectorId())));
    }

    @Test
    public void testWhatIsAddedHereIsLoadedOnce()
    {
        coordinator.start();
        for (int i = 0; i < 20; i++) {
            coordinator.catalogs.add(definition("sales" + i));
        }
        assertThat(coordinator.connectors.getCreations()).hasSize(20).doesNotHaveDuplicates();
    }

    private void openWithoutTimer()
    {
        reopen(TestingCoordinator.config().setReconcileInterval(new Duration(1, HOURS)));
        coordinator.start();
    }
}
