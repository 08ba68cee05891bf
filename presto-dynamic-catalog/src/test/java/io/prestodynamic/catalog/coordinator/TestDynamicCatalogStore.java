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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static io.prestodynamic.catalog.CatalogState.PENDING;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

public class TestDynamicCatalogStore
        extends AbstractTestDynamicCatalogStore
{
    @Test
    public void testAdd()
    {
        coordinator.cluster.addActiveWorker("w1");
        CatalogInfo info = catalogs.add(definition("sales", ImmutableMap.of("connection-password", "s3cret")));

        assertThat(info.state()).isEqualTo(ACTIVE);
        assertThat(info.properties()).containsExactly(entry("connection-password", "******"));
        assertThat(info.nodes()).extracting(node -> node.nodeId() + " " + node.state()).containsExactly("coordinator LOADED", "w1 LOADED");
        assertThat(coordinator.listing.get("sales")).isEqualTo(info);
        assertThat(coordinator.listing.list()).containsExactly(info);
        assertThat(coordinator.names.resolve("sales")).map(Object::toString).contains("sales@" + info.version().orElseThrow());
        assertThat(store.list().versions()).extracting(CatalogVersion::version).containsExactly(info.version().orElseThrow());
    }

    @Test
    public void testPutOfMaskedValues()
    {
        CatalogDefinition stored = definition("sales", ImmutableMap.of("connection-password", "s3cret", "connection-url", "jdbc:mysql://u:p4ss@h/db", "connection-user", "root"));
        catalogs.add(stored);
        Map<String, String> answered = coordinator.listing.get("sales").properties();
        assertThat(answered).containsEntry("connection-password", "******").containsEntry("connection-url", "jdbc:mysql://u:******@h/db");
        assertThat(catalogs.put(definition("sales", answered)).outcome()).isEqualTo(UNCHANGED);

        Map<String, String> edited = new HashMap<>(answered);
        edited.put("connection-user", "somebody");
        assertThat(catalogs.put(definition("sales", edited)).outcome()).isEqualTo(REPLACED);
        assertThat(getOnlyElement(store.list().versions()).definition().properties())
                .isEqualTo(ImmutableMap.of("connection-password", "s3cret", "connection-url", "jdbc:mysql://u:p4ss@h/db", "connection-user", "somebody"));
    }

    @Test
    public void testMaskedValuesWithoutSecrets()
    {
        Map<String, String> masked = ImmutableMap.of("connection-password", "******");
        assertThat(assertRefused(() -> catalogs.put(definition("sales", masked)), INVALID_REQUEST))
                .hasMessage("Property connection-password is masked; the request needs its real value, because there is no catalog sales with connector mysql to take it from");
        assertRefused(() -> catalogs.add(definition("sales", masked)), INVALID_REQUEST);

        catalogs.add(definition("sales", ImmutableMap.of("connection-password", "s3cret", "connection-url", "jdbc:mysql://u:p4ss@h/db")));
        assertThat(assertRefused(() -> catalogs.put(new CatalogDefinition(SALES, "tpch", masked)), INVALID_REQUEST))
                .hasMessageEndingWith("because there is no catalog sales with connector tpch to take it from");
        assertThat(assertRefused(() -> catalogs.put(definition("sales", ImmutableMap.of("connection-url", "jdbc:mysql://u:******@elsewhere/db"))), INVALID_REQUEST))
                .hasMessageEndingWith("because catalog sales has another value beside the masks")
                .hasMessageStartingWith("Property connection-url is masked");
        assertRefused(() -> catalogs.put(definition("sales", ImmutableMap.of("other-password", "******"))), INVALID_REQUEST);
        assertRefused(() -> catalogs.add(definition("sales", masked)), CATALOG_EXISTS);
    }

    @Test
    public void testMaskedValuesOfAnUnusableCatalog()
    {
        CatalogDefinition refused = definition("sales", ImmutableMap.of("refuse", "No such host", "connection-password", "s3cret"));
        restartWith(() -> store.put(refused));
        assertThat(catalogs.put(definition("sales", ImmutableMap.of("connection-password", "******"))).outcome()).isEqualTo(REPLACED);
        assertThat(getOnlyElement(store.list().versions()).definition().properties()).isEqualTo(ImmutableMap.of("connection-password", "s3cret"));
    }

    @Test
    public void testAddWithoutWorkers()
    {
        assertThat(catalogs.add(definition("sales")).state()).isEqualTo(PENDING);
        coordinator.cluster.addActiveWorker("w1");
        await("the catalog is active", TIMEOUT, () -> coordinator.listing.get("sales").state() == ACTIVE);
    }

    @Test
    public void testAddWhereAWorkerFails()
    {
        coordinator.cluster.addActiveWorker("w1");
        coordinator.cluster.addActiveWorker("w2").refuse("sales");
        coordinator.cluster.addActiveWorker("w3").disconnect();
        CatalogInfo info = catalogs.add(definition("sales"));
        assertThat(info.state()).isEqualTo(ACTIVE);
        assertThat(info.nodes()).extracting(node -> node.state()).containsExactly(NodeState.LOADED, NodeState.LOADED, NodeState.FAILED, NodeState.UNREACHABLE);
    }

    @Test
    public void testAddWhereAWorkerBabbles()
    {
        coordinator.cluster.addActiveWorker("w1").babble();
        CompletableFuture<CatalogInfo> added = supplyAsync(() -> catalogs.add(definition("sales")));
        assertThat(added).succeedsWithin(TIMEOUT).extracting(CatalogInfo::state).isEqualTo(PENDING);
    }

    @Test
    public void testNotStarted()
    {
        TestingCoordinator starting = new TestingCoordinator(store);
        assertRefused(() -> starting.catalogs.add(definition("sales")), STARTING);
        assertRefused(() -> starting.catalogs.remove(SALES.value(), FINISH_QUERIES), STARTING);
        starting.close();
    }

    @Test
    public void testAddTwice()
    {
        catalogs.add(definition("sales"));
        int created = coordinator.connectors.getCreations().size();
        assertRefused(() -> catalogs.add(definition("sales")), CATALOG_EXISTS);
        assertThat(coordinator.connectors.getCreations()).hasSize(created);
    }

    @Test
    public void testAddWhatOthersHaveAdded()
    {
        CatalogVersion others = store.put(definition("sales"));
        assertRefused(() -> catalogs.add(definition("sales")), CATALOG_EXISTS);
        // the refusal tells this coordinator that it has missed something
        await("what others have added resolves", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(others.connectorId())));
        await("what was refused is closed", TIMEOUT, () -> coordinator.connectors.getOpen().size() == 1);
    }

    @Test
    public void testAddWhatIsBroken()
    {
        restartWith(() -> store.putBroken("sales"));
        assertNothingChanges(() -> catalogs.add(definition("sales")), CATALOG_EXISTS);
    }

    @Test
    public void testReservedNames()
    {
        for (String name : CatalogName.RESERVED) {
            assertThat(assertRefused(() -> catalogs.add(definition(name)), INVALID_REQUEST))
                    .hasMessage("A catalog cannot be called '%s', because the path /v1/catalog/%s is not that of a catalog", name, name);
            assertRefused(() -> catalogs.put(definition(name)), INVALID_REQUEST);
        }
        assertThat(store.list().versions()).isEmpty();

        // one that others have stored, or an earlier release
        store.put(definition("history"));
        coordinator.reconciler.reconcile();
        await("the catalog is listed", TIMEOUT, () -> coordinator.listing.list().stream().map(CatalogInfo::catalogName).toList().equals(List.of("history")));
        assertThat(catalogs.put(definition("history", ImmutableMap.of("connection-user", "root"))).outcome()).isEqualTo(REPLACED);
        catalogs.remove("history", FINISH_QUERIES);
        assertRefused(() -> catalogs.add(definition("history")), INVALID_REQUEST);
    }

    @Test
    public void testUnknownConnector()
    {
        assertThat(assertNothingChanges(() -> catalogs.add(new CatalogDefinition(SALES, "oracle", ImmutableMap.of())), UNKNOWN_CONNECTOR))
                .hasMessage("There is no connector 'oracle'; installed are: jmx, mysql, tpch");
        assertNothingChanges(() -> catalogs.add(new CatalogDefinition(SALES, "system", ImmutableMap.of())), UNKNOWN_CONNECTOR);
    }

    @Test
    public void testInvalidConfiguration()
    {
        assertThat(assertNothingChanges(() -> catalogs.add(definition("sales", ImmutableMap.of("refuse", "No such host"))), INVALID_CONFIGURATION))
                .hasMessage("Connector mysql refused catalog sales: Property refuse: No such host");
    }

    @Test
    public void testIgnoredProperty()
    {
        assertThat(assertNothingChanges(() -> catalogs.add(definition("sales", ImmutableMap.of("one-by-one", "", "colour", "s3cret"))), INVALID_CONFIGURATION))
                .hasMessage("Connector mysql refused catalog sales: Property 'colour' is unknown; known are hang, one-by-one, refuse");
        // what was stored before, or by others, goes on
        restartWith(() -> store.put(version("sales", 1, ImmutableMap.of("one-by-one", "", "colour", "red"))));
        assertThat(coordinator.registry.getCurrent("sales")).isPresent();
        assertThat(coordinator.registry.getUnusable()).isEmpty();
    }

    @Test
    public void testForeignUrl()
    {
        assertThat(assertNothingChanges(() -> catalogs.add(definition("sales", ImmutableMap.of("connection-url", "jdbc:shop://u:s3cret@h"))), INVALID_CONFIGURATION))
                .hasMessage("Connector mysql refused catalog sales: Property connection-url is no URL for connector mysql, which begins with jdbc:mysql:");
    }

    @Test
    public void testPropertyNames()
    {
        assertThat(assertNothingChanges(() -> catalogs.add(definition("sales", ImmutableMap.of("url ", "x"))), INVALID_CONFIGURATION))
                .hasMessage("The name of property 'url ' begins or ends with a blank");
        assertThat(assertNothingChanges(() -> catalogs.put(definition("sales", ImmutableMap.of("", "x"))), INVALID_CONFIGURATION))
                .hasMessage("A property has no name");
        assertThat(assertNothingChanges(() -> catalogs.add(definition("sales", ImmutableMap.of("connector.name", "mysql"))), INVALID_CONFIGURATION))
                .hasMessage("connector.name is no property; connectorName says which connector the catalog has");
    }

    @Test
    public void testStoreUnavailable()
    {
        store.fail(Operation.PREPARE);
        assertNothingChanges(() -> catalogs.add(definition("sales")), STORE_UNAVAILABLE);
        store.recover();
        store.fail(Operation.ADD);
        assertNothingChanges(() -> catalogs.add(definition("sales")), STORE_UNAVAILABLE);
        store.recover();
        assertThat(catalogs.add(definition("sales")).state()).isEqualTo(PENDING);

        store.fail(Operation.REMOVE);
        assertNothingChanges(() -> catalogs.remove(SALES.value(), FINISH_QUERIES), STORE_UNAVAILABLE);
        assertThat(coordinator.names.resolve("sales")).isPresent();
        assertThat(coordinator.listing.get("sales").state()).isEqualTo(PENDING);
        store.recover();
        assertThat(catalogs.remove(SALES.value(), FINISH_QUERIES).state()).isEqualTo(DELETED);
    }

    @Test
    public void testStaticCatalog()
    {
        coordinator.names.addStaticCatalog("sales");
        assertNothingChanges(() -> catalogs.add(definition("sales")), CATALOG_IS_STATIC);
        assertNothingChanges(() -> catalogs.remove(SALES.value(), FINISH_QUERIES), CATALOG_IS_STATIC);
        assertThat(coordinator.listing.get("sales").source()).isEqualTo(CatalogInfo.Source.STATIC);
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::catalogName).containsExactly("sales");
    }

    @Test
    public void testConcurrentChanges()
    {
        CountDownLatch held = store.holdAdditions();
        CompletableFuture<CatalogInfo> first = supplyAsync(() -> catalogs.add(definition("sales")));
        await("the first has come to the store", TIMEOUT, () -> !coordinator.connectors.getOpen().isEmpty());

        assertRefused(() -> catalogs.add(definition("sales")), CONCURRENT_CHANGE);
        assertRefused(() -> catalogs.remove(SALES.value(), FINISH_QUERIES), CONCURRENT_CHANGE);
        assertRefused(() -> coordinator.listing.get("sales"), CATALOG_NOT_FOUND);

        held.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        assertThat(catalogs.remove(SALES.value(), FINISH_QUERIES).state()).isEqualTo(DELETED);
    }

    @Test
    public void testOtherCatalogsChangeMeanwhile()
    {
        CountDownLatch held = coordinator.connectors.holdCreation("sales");
        CompletableFuture<CatalogInfo> slow = supplyAsync(() -> catalogs.add(definition("sales")));
        await("the connector is being created", TIMEOUT, () -> !coordinator.connectors.getCreations().isEmpty());
        assertThat(supplyAsync(() -> catalogs.add(definition("orders")))).succeedsWithin(TIMEOUT);
        held.countDown();
        assertThat(slow).succeedsWithin(TIMEOUT);
    }

    @Test
    public void testRemove()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        CatalogInfo added = catalogs.add(definition("sales"));
        CatalogInfo removed = catalogs.remove(SALES.value(), FINISH_QUERIES);

        assertThat(removed.state()).isEqualTo(DELETED);
        assertThat(removed.version()).isEqualTo(added.version());
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        assertThat(store.list().versions()).isEmpty();
        assertRefused(() -> coordinator.listing.get("sales"), CATALOG_NOT_FOUND);
        assertRefused(() -> catalogs.remove(SALES.value(), FINISH_QUERIES), CATALOG_NOT_FOUND);
        assertThat(coordinator.listing.list()).isEmpty();

        coordinator.startDraining();
        await("the version is closed everywhere", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty() && worker.getVersions().isEmpty());
    }

    @Test
    public void testRemoveWhatIsUsed()
    {
        CatalogVersion version = added("sales");
        coordinator.transactions.set(version.connectorId(), 3);
        CatalogInfo removed = catalogs.remove(SALES.value(), FINISH_QUERIES);
        assertThat(removed.state()).isEqualTo(DRAINING);
        assertThat(removed.queries()).isEqualTo(3);
        assertThat(coordinator.listing.get("sales").state()).isEqualTo(DRAINING);

        // a new one lives beside it
        assertThat(catalogs.add(definition("sales")).version()).isNotEqualTo(removed.version());
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::state).containsExactly(PENDING);
        assertThat(coordinator.connectors.getOpen()).hasSize(2);
    }

    @Test
    public void testRemoveWhatOthersHaveReplaced()
    {
        added("sales");
        CatalogVersion other = store.put(definition("sales"));
        assertRefused(() -> catalogs.remove(SALES.value(), FINISH_QUERIES), CONCURRENT_CHANGE);
        assertThat(store.list().versions()).containsExactly(other);
        assertThat(coordinator.names.resolve("sales")).isPresent();
    }

    @Test
    public void testRemoveWhatIsBroken()
    {
        restartWith(() -> store.putBroken("sales"));
        assertThat(coordinator.listing.get("sales").state()).isEqualTo(CatalogState.FAILED);
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::state).containsExactly(CatalogState.FAILED);
        assertThat(catalogs.remove(SALES.value(), FINISH_QUERIES).state()).isEqualTo(DELETED);
        assertThat(store.list().broken()).isEmpty();
        assertThat(coordinator.listing.list()).isEmpty();
    }

    @Test
    public void testRemoveWhatIsRefused()
    {
        restartWith(() -> store.put(definition("sales", ImmutableMap.of("refuse", "No such host"))));
        assertThat(coordinator.listing.get("sales").error()).contains("Connector mysql refused catalog sales: Property refuse: No such host");
        assertThat(catalogs.remove(SALES.value(), FINISH_QUERIES).state()).isEqualTo(DELETED);
        assertThat(coordinator.localCatalogs.getConnectorIds()).isEmpty();
    }

    @Test
    public void testNames()
    {
        assertRefused(() -> coordinator.listing.get("nothing"), CATALOG_NOT_FOUND);
        assertRefused(() -> coordinator.listing.get("No Name"), CatalogErrorCode.INVALID_REQUEST);
    }

    @Test
    public void testSlowWorker()
    {
        tearDown();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config().setPushTimeout(new Duration(100, MILLISECONDS)), false);
        catalogs = coordinator.catalogs;
        catalogs.loadCatalogs();
        CountDownLatch held = coordinator.cluster.addActiveWorker("w1").hold();
        CatalogInfo info = catalogs.add(definition("sales"));
        assertThat(info.state()).isEqualTo(PENDING);
        assertThat(info.nodes()).extracting(node -> node.state()).containsExactly(NodeState.LOADED, NodeState.LOADING);
        held.countDown();
        await("the catalog is active", TIMEOUT, () -> coordinator.listing.get("sales").state() == ACTIVE);
    }
}
