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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REMOVED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.ADD;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.REPLACE;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogTransfer
        extends AbstractTestDynamicCatalogStore
{
    private static final ImmutableMap<String, String> SECRET = ImmutableMap.of("connection-password", "hunter2", "connection-user", "root");
    private static final ImmutableMap<String, String> CHANGED = ImmutableMap.of("connection-user", "somebody else");

    @Test
    public void testExport()
    {
        store.put(definition("sales", SECRET));
        store.put(definition("hr"));
        BrokenCatalog broken = store.putBroken("Odd");

        CatalogExport export = coordinator.transfer.exportMasked(ANYBODY);
        assertThat(export.catalogs()).extracting(CatalogRequest::definition).containsExactly(
                definition("hr"),
                definition("sales", ImmutableMap.of("connection-password", "******", "connection-user", "root")));
        assertThat(export.broken()).containsExactly(broken);
    }

    @Test
    public void testSecretsAreNotExportedByDefault()
    {
        store.put(definition("sales", SECRET));
        assertThat(assertRefused(() -> coordinator.transfer.exportWithSecrets(ANYBODY), FORBIDDEN)).hasMessageContaining("dynamic-catalog.export-secrets=true");
    }

    @Test
    public void testExportWithSecrets()
    {
        store.put(definition("sales", SECRET));
        try (TestingCoordinator open = new TestingCoordinator(store, TestingCoordinator.config().setExportSecrets(true), false)) {
            assertThat(open.transfer.exportWithSecrets(ANYBODY).catalogs()).containsExactly(CatalogRequest.of(definition("sales", SECRET)));
            assertThat(open.transfer.exportMasked(ANYBODY).catalogs()).doesNotContain(CatalogRequest.of(definition("sales", SECRET)));
        }
    }

    @Test
    public void testExportNeedsTheStore()
    {
        store.fail(Operation.LIST);
        assertRefused(() -> coordinator.transfer.exportMasked(ANYBODY), STORE_UNAVAILABLE);
    }

    @Test
    public void testAdd()
    {
        CatalogVersion kept = added("kept");
        CatalogVersion equal = added("equal");
        assertThat(importAll(ADD, definition("new"), definition("kept", CHANGED), definition("equal")))
                .containsExactly(ADDED, CATALOG_EXISTS, UNCHANGED);
        assertThat(store.list().versions()).contains(kept, equal).hasSize(3);
        assertThat(coordinator.registry.getCurrent()).containsExactlyElementsOf(store.list().versions());
    }

    @Test
    public void testImportOfMaskedValues()
    {
        catalogs.add(definition("sales", SECRET));
        CatalogDefinition masked = getOnlyElement(coordinator.transfer.exportMasked(ANYBODY).catalogs()).definition();
        assertThat(importAll(ADD, masked)).containsExactly(UNCHANGED);
        assertThat(importAll(REPLACE, masked, definition("new"))).containsExactly(UNCHANGED, ADDED);

        // all is refused if nothing is stored for one
        List<CatalogRequest> requests = requests(definition("newer"), definition("hr", masked.properties()));
        assertThat(assertRefused(() -> coordinator.transfer.importAll(ANYBODY, requests, ImportOptions.of(REPLACE)), INVALID_REQUEST))
                .hasMessageStartingWith("Catalog hr: Property connection-password is masked");
        assertThat(store.list().versions()).extracting(version -> version.name().value()).containsExactlyInAnyOrder("sales", "new");
    }

    @Test
    public void testReplace()
    {
        coordinator.cluster.addActiveWorker("w1");
        added("changed");
        CatalogVersion equal = added("equal");
        assertThat(importAll(REPLACE, definition("new"), definition("changed", CHANGED), definition("equal")))
                .containsExactly(ADDED, REPLACED, UNCHANGED);
        assertThat(store.list().versions()).contains(equal).extracting(CatalogVersion::definition)
                .containsExactly(definition("changed", CHANGED), definition("equal"), definition("new"));
        assertThat(coordinator.registry.getCurrent()).containsExactlyElementsOf(store.list().versions());
    }

    @Test
    public void testRefusalsHinderNothing()
    {
        coordinator.names.addStaticCatalog("fixed");
        assertThat(importAll(
                ADD,
                definition("fixed"),
                definition("bad", ImmutableMap.of("refuse", "no")),
                new CatalogDefinition(new CatalogName("odd"), "db2", ImmutableMap.of()),
                definition("sales")))
                .containsExactly(CATALOG_IS_STATIC, INVALID_CONFIGURATION, UNKNOWN_CONNECTOR, ADDED);
        assertThat(store.list().versions()).extracting(CatalogVersion::definition).containsExactly(definition("sales"));
    }

    @Test
    public void testBrokenEntryIsReplaced()
    {
        restartWith(() -> store.putBroken("sales"));
        assertThat(importAll(ADD, definition("sales"))).containsExactly(CATALOG_EXISTS);
        assertThat(store.list().broken()).hasSize(1);
        assertThat(importAll(REPLACE, definition("sales"))).containsExactly(REPLACED);
        assertThat(store.list().broken()).isEmpty();
    }

    @Test
    public void testCatalogThatIsBeingChanged()
    {
        CountDownLatch held = coordinator.connectors.holdCreation("sales");
        CompletableFuture<?> change = supplyAsync(() -> catalogs.add(definition("sales")));
        await("the catalog is being added", TIMEOUT, () -> !coordinator.connectors.getCreations().isEmpty());
        assertThat(importAll(REPLACE, definition("sales"), definition("hr"))).containsExactly(CONCURRENT_CHANGE, ADDED);
        held.countDown();
        change.join();
    }

    @Test
    public void testSeveralAtOnce()
    {
        IntStream.range(0, 100).forEach(i -> coordinator.connectors.holdCreation("c" + i));
        CompletableFuture<List<Enum<?>>> outcomes = supplyAsync(() -> importAll(ADD, definitions(100)));
        await("several are being loaded", TIMEOUT, () -> coordinator.connectors.getCreations().size() > 1);
        assertThat(coordinator.connectors.getCreations().size()).isLessThanOrEqualTo(BulkChanges.CONCURRENCY);
        coordinator.connectors.release();
        assertThat(outcomes.join()).hasSize(100).containsOnly(ADDED);
        assertThat(coordinator.registry.getCurrent()).hasSize(100);
    }

    @Test
    public void testStoreThatFails()
    {
        store.fail(Operation.ADD);
        assertThat(importAll(ADD, definitions(100))).hasSize(100).containsOnly(STORE_UNAVAILABLE);
        // nobody goes on after a failure
        assertThat(coordinator.connectors.getCreations().size()).isLessThanOrEqualTo(BulkChanges.CONCURRENCY);
        await("no connector is left open", TIMEOUT, () -> coordinator.connectors.getOpen().isEmpty());

        store.recover();
        assertThat(importAll(ADD, definitions(100))).hasSize(100).containsOnly(ADDED);
        assertThat(importAll(ADD, definitions(100))).hasSize(100).containsOnly(UNCHANGED);
    }

    @Test
    public void testWorkersAreToldTogether()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        added("before");
        CountDownLatch held = worker.hold();
        CompletableFuture<List<Enum<?>>> outcomes = supplyAsync(() -> importAll(ADD, definitions(BulkChanges.CONCURRENCY)));
        await("all are stored", TIMEOUT, () -> coordinator.registry.getIncoming().size() == BulkChanges.CONCURRENCY);
        held.countDown();
        assertThat(outcomes.join()).containsOnly(ADDED);
        assertThat(worker.getVersions()).hasSize(BulkChanges.CONCURRENCY + 1);
        assertThat(worker.getRequests().size()).isLessThan(BulkChanges.CONCURRENCY / 2);
    }

    @Test
    public void testNothing()
    {
        assertThat(importAll(ADD)).isEmpty();
    }

    private static CatalogDefinition[] definitions(int count)
    {
        return IntStream.range(0, count).mapToObj(i -> definition("c" + i)).toArray(CatalogDefinition[]::new);
    }

    /**
     * Returns the {@link Outcome} of each definition, or the {@link CatalogErrorCode} if it was refused.
     */
    @Test
    public void testPrune()
    {
        coordinator.catalogs.add(definition("old"));
        store.putBroken("broken");
        store.putBroken("No Name");
        coordinator.reconciler.reconcile().join();
        ImportOptions prune = new ImportOptions(ADD, true, false);

        List<CatalogImport> refused = coordinator.transfer.importAll(ANYBODY, requests(definition("sales", ImmutableMap.of("refuse", "No such host")), definition("web")), prune);
        assertThat(refused).extracting(TestCatalogTransfer::outcome)
                .as("nothing is deleted if something is refused")
                .containsExactly(INVALID_CONFIGURATION, ADDED, INVALID_CONFIGURATION, INVALID_CONFIGURATION, INVALID_CONFIGURATION);
        assertThat(coordinator.registry.getStoredNames()).containsExactly("No Name", "broken", "old", "web");

        List<CatalogImport> pruned = coordinator.transfer.importAll(ANYBODY, requests(definition("sales")), prune);
        assertThat(pruned).extracting(CatalogImport::name).containsExactly("sales", "No Name", "broken", "old", "web");
        assertThat(pruned).extracting(TestCatalogTransfer::outcome).containsExactly(ADDED, REMOVED, REMOVED, REMOVED, REMOVED);
        assertThat(coordinator.registry.getStoredNames()).containsExactly("sales");
        assertThat(store.list().broken()).isEmpty();
    }

    @Test
    public void testDryRun()
    {
        coordinator.catalogs.add(definition("sales", SECRET));
        coordinator.catalogs.add(definition("old"));
        coordinator.names.addStaticCatalog("fixed");
        int creations = coordinator.connectors.getCreations().size();
        List<CatalogRequest> requests = List.of(
                CatalogRequest.of(definition("sales", ImmutableMap.of("connection-password", "another", "more", "x"))),
                CatalogRequest.of(definition("new")),
                CatalogRequest.of(new CatalogDefinition(new CatalogName("lake"), "missing", ImmutableMap.of())),
                CatalogRequest.of(definition("fixed")),
                new CatalogRequest(definition("old"), CatalogSettings.unlimited(Optional.of("Old"), false), RequestedFiles.NONE));

        List<CatalogImport> planned = coordinator.transfer.importAll(ANYBODY, requests, new ImportOptions(REPLACE, false, true));
        assertThat(planned).extracting(TestCatalogTransfer::outcome).containsExactly(REPLACED, ADDED, UNKNOWN_CONNECTOR, CATALOG_IS_STATIC, REPLACED);
        assertThat(planned).extracting(CatalogImport::changed).containsExactly(
                Set.of("connection-password", "connection-user", "more"), Set.of(), Set.of(), Set.of(), Set.of("description", "enabled"));
        assertThat(coordinator.transfer.importAll(ANYBODY, requests.subList(0, 2), new ImportOptions(ADD, false, true)))
                .extracting(TestCatalogTransfer::outcome)
                .containsExactly(CATALOG_EXISTS, ADDED);
        Map<String, String> masked = Maps.transformEntries(SECRET, (name, value) -> name.equals("connection-password") ? "******" : value);
        assertThat(coordinator.transfer.importAll(ANYBODY, requests(definition("sales", masked)), new ImportOptions(ADD, true, true)))
                .extracting(TestCatalogTransfer::outcome)
                .containsExactly(UNCHANGED, REMOVED);

        assertThat(coordinator.registry.getStoredNames()).containsExactly("old", "sales");
        assertThat(coordinator.connectors.getCreations()).as("no connector is created").hasSize(creations);
    }

    private static List<CatalogRequest> requests(CatalogDefinition... definitions)
    {
        return Stream.of(definitions).map(CatalogRequest::of).toList();
    }

    private List<Enum<?>> importAll(ImportMode mode, CatalogDefinition... definitions)
    {
        List<CatalogImport> imports = coordinator.transfer.importAll(ANYBODY, requests(definitions), ImportOptions.of(mode));
        assertThat(imports).extracting(CatalogImport::name).containsExactlyElementsOf(Stream.of(definitions).map(definition -> definition.name().value()).toList());
        return imports.stream().<Enum<?>>map(TestCatalogTransfer::outcome).toList();
    }

    private static Enum<?> outcome(CatalogImport catalog)
    {
        if (catalog.refusal().isPresent()) {
            return catalog.refusal().map(CatalogException::getCode).get();
        }
        return catalog.outcome().orElseThrow();
    }
}
