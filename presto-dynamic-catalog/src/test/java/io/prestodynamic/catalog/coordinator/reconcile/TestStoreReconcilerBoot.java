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
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Catalogs that a coordinator loads before it serves queries, and later ones.
 */
public class TestStoreReconcilerBoot
        extends AbstractTestStoreReconciler
{
    @Test
    public void testBoot()
    {
        CatalogVersion sales = store.put(definition("sales"));
        store.put(definition("refused", ImmutableMap.of("refuse", "No such host")));
        store.putBroken("broken");
        coordinator.names.addStaticCatalog("static");
        store.put(definition("static"));

        coordinator.catalogs.loadCatalogs();
        assertResolves(sales);
        // the scheduler is told by another thread
        await("the coordinator can run it", TIMEOUT, () -> coordinator.listing.get("sales").state() == ACTIVE);
        assertThat(coordinator.listing.list())
                .extracting(CatalogInfo::catalogName, CatalogInfo::state)
                .containsExactly(tuple("broken", CatalogState.FAILED), tuple("refused", CatalogState.FAILED), tuple("sales", ACTIVE), tuple("static", ACTIVE));
        assertThat(coordinator.connectors.getOpen()).containsExactly(sales.connectorId());
    }

    @Test
    public void testBootWithCausesInACircle()
    {
        RuntimeException outer = new RuntimeException("outer");
        outer.initCause(new RuntimeException("inner", outer));
        coordinator.connectors.fail("circle", outer);
        store.put(definition("circle"));
        CatalogVersion sales = store.put(definition("sales"));

        // what prints a failed test would follow the circle for ever
        CompletableFuture<Void> boot = runAsync(() -> coordinator.catalogs.loadCatalogs());
        await("the boot is over", TIMEOUT, boot::isDone);
        assertThat(boot.isCompletedExceptionally()).isFalse();
        assertResolves(sales);
    }

    @Test
    public void testBootWaitsForTheStore()
    {
        CatalogVersion sales = store.put(definition("sales"));
        store.fail(Operation.LIST);
        CompletableFuture<Void> boot = runAsync(() -> coordinator.catalogs.loadCatalogs());
        store.recover();
        assertThat(boot).succeedsWithin(TIMEOUT);
        assertResolves(sales);
    }

    @Test
    public void testSlowConnectorAtBoot()
    {
        openImpatient();
        CatalogVersion slow = store.put(definition("slow"));
        CountDownLatch held = coordinator.connectors.holdCreation("slow");

        assertThat(runAsync(() -> coordinator.catalogs.loadCatalogs())).succeedsWithin(TIMEOUT);
        coordinator.startDraining();
        CatalogVersion other = store.put(definition("other"));
        await("the store is followed", TIMEOUT, () -> coordinator.names.resolve("other").equals(Optional.of(other.connectorId())));

        held.countDown();
        await("the slow catalog resolves", TIMEOUT, () -> coordinator.names.resolve("slow").isPresent());
        // a version that drains is closed within two passes of the monitor
        CatalogVersion passing = store.put(definition("passing"));
        await("the passing catalog resolves", TIMEOUT, () -> coordinator.names.resolve("passing").isPresent());
        store.delete("passing");
        await("the passing catalog is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(passing.connectorId()));

        assertResolves(slow);
        assertThat(coordinator.registry.getDraining()).isEmpty();
        assertThat(coordinator.connectors.getOpen()).contains(slow.connectorId());
    }

    @Test
    public void testSlowConnectorAtBootIsShown()
    {
        openImpatient();
        store.put(definition("slow"));
        coordinator.connectors.holdCreation("slow");
        coordinator.catalogs.loadCatalogs();
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::catalogName).containsExactly("slow");
    }

    @Test
    public void testSlowConnectorAtBootIsReplaced()
    {
        openImpatient();
        CatalogVersion slow = store.put(definition("slow"));
        CountDownLatch held = coordinator.connectors.holdCreation("slow");
        coordinator.start().startDraining();

        CatalogVersion next = store.put(definition("slow", ImmutableMap.of("a", "b")));
        await("the next version is being loaded", TIMEOUT, () -> coordinator.connectors.getCreations().contains(next.connectorId()));
        held.countDown();
        await("the next version resolves", TIMEOUT, () -> coordinator.names.resolve("slow").equals(Optional.of(next.connectorId())));
        await("the version before is closed", TIMEOUT, () -> coordinator.connectors.getOpen().equals(Set.of(next.connectorId())));
        assertThat(coordinator.localCatalogs.getConnectorIds()).doesNotContain(slow.connectorId());
    }

    @Test
    public void testSlowConnectorAtBootIsDeleted()
    {
        openImpatient();
        store.put(definition("slow"));
        coordinator.connectors.holdCreation("slow");
        coordinator.start().startDraining();
        assertThat(coordinator.listing.get("slow").error()).contains("Connector mysql did not come up within 50.00ms");

        store.delete("slow");
        await("it is forgotten", TIMEOUT, () -> coordinator.listing.list().isEmpty());
        coordinator.connectors.release();
        await("nothing is open", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty());
    }

    /**
     * Replaces the coordinator with one that waits only briefly for connectors.
     */
    private void openImpatient()
    {
        reopen(TestingCoordinator.config().setLoadTimeout(new Duration(50, MILLISECONDS)));
    }
}
