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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Changes of a catalog while a version from the store is being loaded.
 */
public class TestStoreConvergence
        extends AbstractTestStoreReconciler
{
    private static final ImmutableMap<String, String> HANGING = ImmutableMap.of("hang", "yes");

    @Test
    public void testDeleteWhileLoading()
    {
        coordinator.start().startDraining();
        CatalogVersion slow = putHanging("slow");
        assertThat(coordinator.listing.get("slow").version()).contains(slow.version());
        assertThat(coordinator.catalogs.remove("slow", FINISH_QUERIES).state()).isEqualTo(DELETED);
        assertThat(store.list().versions()).isEmpty();
        coordinator.connectors.release();
        await("it is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(slow.connectorId()));
        assertThat(coordinator.names.resolve("slow")).isEmpty();
        assertThat(coordinator.listing.list()).isEmpty();
        assertThat(coordinator.localCatalogs.getConnectorIds()).isEmpty();
    }

    @Test
    public void testReplaceWhileLoading()
    {
        CatalogVersion before = store.put(definition("slow"));
        coordinator.start().startDraining();
        CatalogVersion slow = putHanging("slow");
        assertResolves(before);
        CatalogInfo replaced = coordinator.catalogs.put(definition("slow", ImmutableMap.of("a", "b"))).catalog();
        CatalogVersion stored = store.list().versions().get(0);
        assertThat(replaced.version()).contains(stored.version());
        assertResolves(stored);
        coordinator.connectors.release();
        await("all others are closed", TIMEOUT, () -> coordinator.connectors.getClosings().containsAll(Set.of(before.connectorId(), slow.connectorId())));
        assertResolves(stored);
        assertThat(coordinator.localCatalogs.getConnectorIds()).containsExactly(stored.connectorId());
    }

    @Test
    public void testNextVersionWhileLoading()
    {
        coordinator.start().startDraining();
        CatalogVersion slow = putHanging("slow");
        CatalogVersion next = store.put(definition("slow"));
        await("the next version resolves", TIMEOUT, () -> coordinator.names.resolve("slow").equals(Optional.of(next.connectorId())));
        coordinator.connectors.release();
        await("the first is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(slow.connectorId()));
        assertResolves(next);
    }

    @Test
    public void testTakenBackWhileLoading()
    {
        CatalogVersion first = store.put(definition("slow"));
        coordinator.start().startDraining();
        CatalogVersion slow = putHanging("slow");
        store.put(first);
        await("nothing takes its place", TIMEOUT, () -> coordinator.registry.getIncoming().isEmpty());
        coordinator.connectors.release();
        await("it is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(slow.connectorId()));
        assertResolves(first);
        assertThat(coordinator.listing.get("slow").error()).isEmpty();
    }

    @Test
    public void testBrokenWhileLoading()
    {
        coordinator.start().startDraining();
        CatalogVersion slow = putHanging("slow");
        store.putBroken("slow");
        await("the error is known", TIMEOUT, () -> coordinator.registry.getUnusable("slow").isPresent());
        coordinator.connectors.release();
        await("it is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(slow.connectorId()));
        assertThat(coordinator.names.resolve("slow")).isEmpty();
    }

    /**
     * A reconciliation also waits for versions that an earlier one is loading.
     */
    @Test
    public void testJoinsWhatIsLoading()
    {
        openWithoutTimer();
        CatalogVersion slow = putHanging("slow");
        await("the first comparison is over", TIMEOUT, () -> coordinator.reconciliationStats.getPassTime().getAllTime().getCount() == 1);
        CompletableFuture<Void> asked = coordinator.reconciler.reconcile();
        await("the second comparison is over", TIMEOUT, () -> coordinator.reconciliationStats.getPassTime().getAllTime().getCount() == 2);
        assertThat(asked).isNotDone();
        coordinator.connectors.release();
        assertThat(asked).succeedsWithin(TIMEOUT);
        assertResolves(slow);
        assertThat(coordinator.connectors.getCreations()).containsExactly(slow.connectorId());
    }

    /**
     * A reconciliation waits for the push timeout at most, so a version that hangs does not delay later ones.
     */
    @Test
    public void testJoinsNothingThatHangs()
    {
        reopen(TestingCoordinator.config().setReconcileInterval(new Duration(1, HOURS)).setPushTimeout(new Duration(300, MILLISECONDS)));
        coordinator.start();
        putHanging("slow");
        assertThat(coordinator.reconciler.reconcile()).succeedsWithin(TIMEOUT);
        assertThat(coordinator.names.resolve("slow")).isEmpty();
        CatalogVersion other = store.put(definition("other"));
        assertThat(coordinator.reconciler.reconcile()).succeedsWithin(TIMEOUT);
        await("the other resolves", TIMEOUT, () -> coordinator.names.resolve("other").equals(Optional.of(other.connectorId())));
    }

    /**
     * A reconciliation waits for a change of this coordinator, which is refused because another coordinator was faster.
     */
    @Test
    public void testJoinsAChangeOfThisCoordinator()
    {
        openWithoutTimer();
        CountDownLatch held = store.holdAdditions();
        CompletableFuture<CatalogException> refused = supplyAsync(() ->
                catchThrowableOfType(() -> coordinator.catalogs.add(definition("sales")), CatalogException.class));
        await("the change is being made", TIMEOUT, () -> !coordinator.connectors.getOpen().isEmpty());
        CatalogVersion other = store.put(definition("sales", ImmutableMap.of("a", "b")));
        CompletableFuture<Void> asked = coordinator.reconciler.reconcile();
        await("the comparison is over", TIMEOUT, () -> coordinator.reconciliationStats.getPassTime().getAllTime().getCount() == 1);
        assertThat(asked).isNotDone();
        held.countDown();
        assertThat(asked).succeedsWithin(TIMEOUT);
        assertResolves(other);
        assertThat(refused).succeedsWithin(TIMEOUT).extracting(CatalogException::getCode).isEqualTo(CATALOG_EXISTS);
    }

    /**
     * A load that fails after the boot is not reported if its catalog was deleted.
     */
    @Test
    public void testDeleteAfterLateLoadAtBoot()
    {
        // longer than a boot waits, and long enough for a slow machine to delete one in between
        reopen(TestingCoordinator.config().setReconcileInterval(new Duration(1, HOURS)).setLoadTimeout(new Duration(15, SECONDS)));
        CatalogVersion first = store.put(definition("first", HANGING));
        store.put(definition("second", HANGING));
        coordinator.start().startDraining();
        assertThat(coordinator.registry.getUnusable()).isEmpty();
        coordinator.catalogs.remove("first", FINISH_QUERIES);
        await("the second has failed", TIMEOUT, () -> coordinator.registry.getUnusable("second").isPresent());
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::catalogName).containsExactly("second");
        coordinator.connectors.release();
        await("the first is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(first.connectorId()));
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::catalogName).containsExactly("second");
        assertThat(coordinator.names.resolve("first")).isEmpty();
    }

    private CatalogVersion putHanging(String name)
    {
        CatalogVersion version = store.put(definition(name, HANGING));
        coordinator.reconciler.reconcile();
        await("it is being loaded", TIMEOUT, () -> coordinator.connectors.getCreations().contains(version.connectorId()));
        return version;
    }

    private void openWithoutTimer()
    {
        reopen(TestingCoordinator.config().setReconcileInterval(new Duration(1, HOURS)));
        coordinator.start();
    }
}
