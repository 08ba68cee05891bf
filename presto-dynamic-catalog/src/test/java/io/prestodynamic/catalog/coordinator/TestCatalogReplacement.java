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

import com.facebook.presto.metadata.InternalNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.PENDING;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogReplacement
        extends AbstractTestDynamicCatalogStore
{
    private static final ImmutableMap<String, String> CHANGED = ImmutableMap.of("connection-user", "somebody else");
    private static final ImmutableMap<String, String> REFUSED_ON_WORKERS = ImmutableMap.of("refuse-on-workers", "yes");

    @Test
    public void testAdd()
    {
        coordinator.cluster.addActiveWorker("w1");
        ChangeResult change = catalogs.put(definition("sales"));
        assertThat(change.outcome()).isEqualTo(ADDED);
        assertThat(change.catalog().state()).isEqualTo(ACTIVE);
        assertThat(store.list().versions()).extracting(CatalogVersion::version).containsExactly(change.catalog().version().orElseThrow());
    }

    @Test
    public void testReplace()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        CatalogVersion first = added("sales");
        coordinator.transactions.set(first.connectorId(), 1);

        ChangeResult change = catalogs.put(definition("sales", CHANGED));
        assertThat(change.outcome()).isEqualTo(REPLACED);
        CatalogVersion second = coordinator.registry.getCurrent("sales").orElseThrow();
        assertThat(second.definition().properties()).isEqualTo(CHANGED);
        assertThat(change.catalog().version()).contains(second.version());
        assertThat(store.list().versions()).containsExactly(second);
        assertThat(coordinator.names.resolve("sales")).contains(second.connectorId());

        // both are there until the first is no longer used
        assertThat(worker.getVersions()).containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(coordinator.connectors.getOpen()).containsExactlyInAnyOrder(first.connectorId(), second.connectorId());
        coordinator.startDraining();
        coordinator.transactions.set(first.connectorId(), 0);
        await("the first is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(first.connectorId()));
        await("the worker forgets the first", TIMEOUT, () -> !worker.getVersions().contains(first.id()));
    }

    @Test
    public void testUnchanged()
    {
        CatalogVersion version = added("sales");
        ChangeResult change = catalogs.put(definition("sales"));
        assertThat(change.outcome()).isEqualTo(UNCHANGED);
        assertThat(change.catalog().version()).contains(version.version());
        assertThat(store.list().versions()).containsExactly(version);
        assertThat(coordinator.connectors.getCreations()).containsExactly(version.connectorId());
    }

    @Test
    public void testResolvedAsSoonAsOneWorkerCanRunIt()
    {
        coordinator.cluster.addActiveWorker("w1");
        TestingWorker slow = coordinator.cluster.addActiveWorker("w2");
        CatalogVersion first = added("sales");
        CountDownLatch held = slow.hold();
        CompletableFuture<ChangeResult> change = supplyAsync(() -> catalogs.put(definition("sales", CHANGED)));
        await("the name has moved on", TIMEOUT, () -> !coordinator.names.resolve("sales").equals(Optional.of(first.connectorId())));
        assertThat(change).isNotDone();
        held.countDown();
        assertThat(change).succeedsWithin(TIMEOUT);
    }

    @Test
    public void testWorkerThatCannotLoadIt()
    {
        TestingWorker able = coordinator.cluster.addActiveWorker("w1");
        TestingWorker unable = coordinator.cluster.addActiveWorker("w2");
        able.accept();
        CatalogVersion first = added("sales");
        coordinator.transactions.set(first.connectorId(), 1);
        CatalogInfo replaced = catalogs.put(definition("sales", REFUSED_ON_WORKERS)).catalog();
        assertThat(replaced.state()).isEqualTo(ACTIVE);
        assertThat(replaced.nodes()).extracting(node -> node.nodeId() + " " + node.state()).containsExactly("coordinator LOADED", "w1 LOADED", "w2 FAILED");
        CatalogVersion second = coordinator.registry.getCurrent("sales").orElseThrow();
        assertThat(coordinator.cluster.getNodeManager().getActiveConnectorNodes(second.connectorId())).extracting(InternalNode::getNodeIdentifier).containsExactly("w1");
        assertThat(coordinator.cluster.getNodeManager().getActiveConnectorNodes(first.connectorId())).extracting(InternalNode::getNodeIdentifier).containsExactlyInAnyOrder("w1", "w2");
        assertThat(unable.getVersions()).contains(first.id());
    }

    @Test
    public void testNoWorkerCanLoadIt()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        CatalogVersion first = added("sales");
        ChangeResult change = catalogs.put(definition("sales", REFUSED_ON_WORKERS));
        assertThat(change.outcome()).isEqualTo(REPLACED);
        assertThat(change.catalog().state()).isEqualTo(PENDING);

        // so the first goes on, until a worker can
        assertThat(coordinator.names.resolve("sales")).contains(first.connectorId());
        CatalogInfo shown = coordinator.listing.get("sales");
        assertThat(shown.version()).contains(first.version());
        assertThat(shown.state()).isEqualTo(ACTIVE);
        assertThat(shown.error())
                .contains("Version %s is stored in its place, and no node can run it yet; worker w1: Refused by the worker".formatted(change.catalog().version().orElseThrow()));
        assertThat(worker.getVersions()).hasSize(2);
        ChangeResult again = catalogs.put(definition("sales", REFUSED_ON_WORKERS));
        assertThat(again.outcome()).isEqualTo(UNCHANGED);
        assertThat(again.catalog().version()).isEqualTo(change.catalog().version());
        assertThat(again.catalog().state()).isEqualTo(PENDING);

        // it is not usable as long as queries resolve the first, also when a worker has loaded it meanwhile
        String next = "sales@" + change.catalog().version().orElseThrow();
        coordinator.cluster.getAcknowledgements().record("w1", "late", 1, ImmutableMap.of(first.id(), LoadStatus.LOADED, next, LoadStatus.LOADED));
        assertThat(catalogs.put(definition("sales", REFUSED_ON_WORKERS)).catalog().state()).isEqualTo(PENDING);
        assertThat(catalogs.remove("sales", FINISH_QUERIES).state()).isEqualTo(DELETED);
        assertThat(store.list().versions()).isEmpty();
        coordinator.startDraining();
        await("both are closed", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty() && worker.getVersions().isEmpty());
    }

    @Test
    public void testRefusedByConnector()
    {
        CatalogVersion version = added("sales");
        assertNothingChanges(() -> catalogs.put(definition("sales", ImmutableMap.of("refuse", "No such host"))), INVALID_CONFIGURATION);
        assertThat(store.list().versions()).containsExactly(version);
        assertThat(coordinator.names.resolve("sales")).contains(version.connectorId());
    }

    @Test
    public void testStoreUnavailable()
    {
        CatalogVersion version = added("sales");
        store.fail(Operation.PREPARE);
        assertNothingChanges(() -> catalogs.put(definition("sales", CHANGED)), STORE_UNAVAILABLE);
        store.recover();
        store.fail(Operation.REPLACE);
        assertNothingChanges(() -> catalogs.put(definition("sales", CHANGED)), STORE_UNAVAILABLE);
        assertThat(coordinator.names.resolve("sales")).contains(version.connectorId());
    }

    @Test
    public void testReplaceWhatOthersHaveChanged()
    {
        added("sales");
        CatalogVersion other = store.put(definition("sales", CHANGED));
        assertRefused(() -> catalogs.put(definition("sales", ImmutableMap.of("connection-user", "me"))), CONCURRENT_CHANGE);
        assertThat(store.list().versions()).containsExactly(other);
        // the refusal tells this coordinator that it has missed something
        await("what others have put is known", TIMEOUT, () -> coordinator.registry.getIncoming("sales").equals(Optional.of(other)));
    }

    @Test
    public void testConcurrentChanges()
    {
        added("sales");
        CountDownLatch held = coordinator.connectors.holdCreation("sales");
        CompletableFuture<ChangeResult> first = supplyAsync(() -> catalogs.put(definition("sales", CHANGED)));
        await("the second version is being created", TIMEOUT, () -> coordinator.connectors.getCreations().size() == 2);
        assertRefused(() -> catalogs.put(definition("sales")), CONCURRENT_CHANGE);
        assertRefused(() -> catalogs.remove("sales", FINISH_QUERIES), CONCURRENT_CHANGE);
        held.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
    }

    @Test
    public void testReplaceWhatIsBroken()
    {
        restartWith(() -> store.putBroken("sales"));
        assertThat(catalogs.put(definition("sales")).outcome()).isEqualTo(REPLACED);
        assertThat(store.list().broken()).isEmpty();
        assertThat(coordinator.names.resolve("sales")).isPresent();
        assertThat(coordinator.listing.get("sales").error()).isEmpty();
    }

    @Test
    public void testReplaceWhatIsRefused()
    {
        restartWith(() -> store.put(definition("sales", ImmutableMap.of("refuse", "No such host"))));
        assertThat(catalogs.put(definition("sales")).outcome()).isEqualTo(REPLACED);
        CatalogVersion version = coordinator.registry.getCurrent("sales").orElseThrow();
        assertThat(coordinator.localCatalogs.getConnectorIds()).containsExactly(version.connectorId());
        assertThat(coordinator.listing.get("sales").error()).isEmpty();
    }

    @Test
    public void testStaticCatalog()
    {
        coordinator.names.addStaticCatalog("sales");
        assertNothingChanges(() -> catalogs.put(definition("sales")), CATALOG_IS_STATIC);
    }

    @Test
    public void testRemoveAndFailQueries()
    {
        CatalogVersion first = added("sales");
        coordinator.transactions.set(first.connectorId(), 1);
        catalogs.put(definition("sales", CHANGED));
        CatalogVersion second = coordinator.registry.getCurrent("sales").orElseThrow();
        coordinator.transactions.set(second.connectorId(), 2);

        CatalogInfo removed = catalogs.remove("sales", FAIL_QUERIES);
        assertThat(removed.version()).contains(second.version());
        assertThat(removed.state()).isEqualTo(DELETED);
        assertThat(coordinator.transactions.getFailure(first.connectorId())).contains("Catalog sales was removed while the query was running");
        assertThat(coordinator.transactions.getFailure(second.connectorId())).contains("Catalog sales was removed while the query was running");
    }

    @Test
    public void testFailQueriesAfterwards()
    {
        CatalogVersion version = added("sales");
        coordinator.transactions.set(version.connectorId(), 1);
        catalogs.remove("sales", FINISH_QUERIES);
        assertThat(coordinator.transactions.getFailure(version.connectorId())).isEmpty();
        assertRefused(() -> catalogs.remove("sales", FINISH_QUERIES), CATALOG_NOT_FOUND);

        assertThat(catalogs.remove("sales", FAIL_QUERIES).state()).isEqualTo(DELETED);
        assertThat(coordinator.transactions.getFailure(version.connectorId())).isPresent();
        assertRefused(() -> catalogs.remove("orders", FAIL_QUERIES), CATALOG_NOT_FOUND);
    }
}
