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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.coordinator.change.SettingsPatch;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.HistoryPage;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.FAILED;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.DESCRIBED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ENABLED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogSettings
        extends AbstractTestDynamicCatalogStore
{
    private static final CatalogSettings OFF = CatalogSettings.unlimited(Optional.empty(), false);

    @BeforeMethod
    public void addWorker()
    {
        coordinator.cluster.addActiveWorker("w1");
    }

    @Test
    public void testDescription()
    {
        CatalogVersion version = added("sales");
        ChangeResult described = patch(description("Orders"));
        assertThat(described.outcome()).isEqualTo(DESCRIBED);
        assertThat(described.catalog().settings().description()).contains("Orders");
        assertThat(described.catalog().version()).as("no version is made").contains(version.version());
        assertThat(patch(description("Orders")).outcome()).isEqualTo(UNCHANGED);
        assertThat(get().settings()).isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), true));
        assertResolves(version);

        // all that is not said is the default
        assertThat(catalogs.put(definition("sales")).outcome()).isEqualTo(DESCRIBED);
        assertThat(get().settings()).isEqualTo(CatalogSettings.DEFAULT);
        assertThat(coordinator.connectors.getCreations()).hasSize(1);
    }

    @Test
    public void testLimits()
    {
        CatalogVersion version = added("sales");
        SettingsPatch limit = new SettingsPatch(Optional.empty(), Optional.empty(), Optional.of(Optional.of(20)));
        ChangeResult limited = patch(limit);
        assertThat(limited.outcome()).isEqualTo(DESCRIBED);
        assertThat(limited.catalog().version()).as("no version is made").contains(version.version());
        assertThat(coordinator.registry.getSettings("sales").maxQueries()).contains(20);
        assertThat(patch(limit).outcome()).isEqualTo(UNCHANGED);
        assertThat(store.history().list("sales", HistoryPage.newest(1))).singleElement().satisfies(entry -> assertThat(entry.change().changed()).containsExactly("limits"));

        restartWith(() -> {});
        addWorker();
        assertThat(coordinator.registry.getSettings("sales").maxQueries()).contains(20);
        assertThat(catalogs.put(definition("sales", ImmutableMap.of("a", "1"))).outcome()).isEqualTo(REPLACED);
        assertThat(coordinator.registry.getSettings("sales").maxQueries()).as("all that is not said is the default").isEmpty();
    }

    @Test
    public void testDisable()
    {
        coordinator.startDraining();
        CatalogVersion version = added("sales");
        coordinator.transactions.set(version.connectorId(), 2);

        ChangeResult disabled = patch(enabled(false));

        assertThat(disabled.outcome()).isEqualTo(Outcome.DISABLED);
        assertThat(disabled.catalog().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(disabled.catalog().version()).contains(version.version());
        assertThat(disabled.catalog().queries()).isEqualTo(2);
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        assertThat(coordinator.registry.getDesired().versions()).as("queries finish").containsExactly(version);
        assertThat(patch(enabled(false)).outcome()).isEqualTo(UNCHANGED);

        coordinator.transactions.set(version.connectorId(), 0);
        await("it is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(version.connectorId()));
        assertThat(coordinator.registry.getDesired().versions()).isEmpty();
        await("no node has it", TIMEOUT, () -> get().nodes().isEmpty());
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);

        ChangeResult enabled = patch(enabled(true));
        assertThat(enabled.outcome()).isEqualTo(ENABLED);
        assertThat(enabled.catalog().state()).isEqualTo(ACTIVE);
        assertThat(enabled.catalog().version()).as("no version is made").contains(version.version());
        assertResolves(version);
        assertThat(store.history().list("sales", HistoryPage.newest(10))).extracting(entry -> entry.change().action())
                .containsExactly(ChangeAction.ENABLED, ChangeAction.DISABLED, ChangeAction.ADDED);
    }

    @Test
    public void testEnableWhileQueriesEnd()
    {
        coordinator.startDraining();
        CatalogVersion version = added("sales");
        coordinator.transactions.set(version.connectorId(), 1);
        patch(enabled(false));
        assertThat(patch(enabled(true)).catalog().state()).isEqualTo(ACTIVE);
        assertResolves(version);
        assertThat(coordinator.registry.getDraining()).isEmpty();
        assertThat(coordinator.connectors.getCreations()).as("the connector that queries use").hasSize(1);
        assertThat(coordinator.connectors.getClosings()).isEmpty();
    }

    @Test
    public void testAddDisabled()
    {
        assertThat(catalogs.store().put(ANYBODY, NONE, disabled(definition("sales", ImmutableMap.of("refuse", "No such host")))).outcome()).isEqualTo(ADDED);
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(get().error()).isEmpty();
        assertThat(coordinator.connectors.getCreations()).as("loaded nowhere").isEmpty();
        assertNothingChanges(() -> catalogs.store().add(ANYBODY, disabled(new CatalogDefinition(new CatalogName("other"), "missing", ImmutableMap.of()))), UNKNOWN_CONNECTOR);

        assertNothingChanges(() -> patch(enabled(true)), INVALID_CONFIGURATION);
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(store.list().settings()).containsEntry("sales", OFF);

        // a change of what is disabled stays disabled
        assertThat(catalogs.store().put(ANYBODY, NONE, disabled(definition("sales"))).outcome()).isEqualTo(REPLACED);
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(catalogs.put(definition("sales")).outcome()).isEqualTo(ENABLED);
        assertThat(get().state()).isEqualTo(ACTIVE);
    }

    @Test
    public void testDeleteDisabled()
    {
        added("sales");
        patch(enabled(false));
        assertThat(catalogs.remove("sales", FINISH_QUERIES).state()).isEqualTo(DELETED);
        assertThat(catalogs.add(definition("sales")).state()).isEqualTo(ACTIVE);
        assertThat(get().settings()).isEqualTo(CatalogSettings.DEFAULT);
    }

    @Test
    public void testRestart()
    {
        added("sales");
        added("web");
        patch(enabled(false));
        restartWith(() -> {});
        addWorker();
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        assertThat(coordinator.connectors.getCreations()).hasSize(1);
        assertThat(patch(enabled(true)).catalog().state()).isEqualTo(ACTIVE);
    }

    @Test
    public void testStoreIsDown()
    {
        CatalogVersion version = added("sales");
        store.fail(Operation.CONFIGURE);
        assertNothingChanges(() -> patch(enabled(false)), STORE_UNAVAILABLE);
        assertNothingChanges(() -> patch(description("Orders")), STORE_UNAVAILABLE);
        assertResolves(version);
        assertThat(get().settings()).isEqualTo(CatalogSettings.DEFAULT);
        store.recover();
        patch(enabled(false));
        store.fail(Operation.CONFIGURE);
        assertThat(assertRefused(() -> patch(enabled(true)), STORE_UNAVAILABLE)).isNotNull();
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
    }

    @Test
    public void testFailedCatalog()
    {
        store.put(definition("sales", ImmutableMap.of("refuse", "No such host")));
        coordinator.reconciler.reconcile().join();
        assertThat(get().state()).isEqualTo(FAILED);
        assertThat(patch(description("Orders")).catalog().state()).isEqualTo(FAILED);
        assertThat(patch(enabled(false)).catalog().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(get().settings()).isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), false));
        coordinator.reconciler.reconcile().join();
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
    }

    /**
     * A catalog is always in one state, also for those who look while that changes.
     */
    @Test
    public void testSeenWhileChanging()
    {
        coordinator.startDraining();
        added("sales");
        CompletableFuture<Void> changes = runAsync(() -> {
            for (int i = 0; i < 200; i++) {
                patch(enabled(i % 2 == 1));
            }
        });
        while (!changes.isDone()) {
            assertThat(get().state()).isIn(ACTIVE, CatalogState.DISABLED, CatalogState.PENDING);
            assertThat(coordinator.listing.listDynamic()).hasSize(1);
        }
        assertThat(changes).isCompleted();
    }

    /**
     * Another coordinator changes the settings.
     */
    @Test
    public void testFound()
    {
        coordinator.startDraining();
        CatalogVersion version = added("sales");
        store.configure("sales", CatalogSettings.unlimited(Optional.of("Orders"), true));
        coordinator.reconciler.reconcile().join();
        assertThat(get().settings().description()).contains("Orders");
        assertResolves(version);

        store.configure("sales", OFF);
        coordinator.reconciler.reconcile().join();
        assertThat(get().state()).isEqualTo(CatalogState.DISABLED);
        assertThat(coordinator.names.resolve("sales")).isEmpty();
        await("it is closed", TIMEOUT, () -> coordinator.connectors.getClosings().contains(version.connectorId()));

        store.configure("sales", CatalogSettings.DEFAULT);
        coordinator.reconciler.reconcile().join();
        assertThat(get().state()).isEqualTo(ACTIVE);
        assertResolves(version);
    }

    /**
     * Another coordinator has changed the settings, and this one does not know it yet.
     */
    @Test
    public void testChangedByOthers()
    {
        added("sales");
        store.configure("sales", OFF);
        assertRefused(() -> patch(description("Orders")), CONCURRENT_CHANGE);
        assertThat(store.list().settings()).containsEntry("sales", OFF);
        await("it is known", TIMEOUT, () -> get().state() == CatalogState.DISABLED);
        assertThat(patch(description("Orders")).outcome()).isEqualTo(DESCRIBED);
        assertThat(get().settings()).isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), false));
        store.configure("sales", CatalogSettings.DEFAULT);
        assertRefused(() -> catalogs.store().put(ANYBODY, NONE, disabled(definition("sales", ImmutableMap.of("a", "1")))), CONCURRENT_CHANGE);
    }

    @Test
    public void testInvalidEntry()
    {
        store.putBroken("sales");
        coordinator.reconciler.reconcile().join();
        assertNothingChanges(() -> patch(enabled(false)), INVALID_CONFIGURATION);
        assertThat(get().state()).isEqualTo(FAILED);
        store.configure("sales", OFF);
        coordinator.reconciler.reconcile().join();
        assertThat(get().state()).isEqualTo(FAILED);
        assertNothingChanges(() -> patch(enabled(true)), INVALID_CONFIGURATION);
    }

    @Test
    public void testHistoryOfBoth()
    {
        added("sales");
        catalogs.store().put(ANYBODY, NONE, disabled(definition("sales", ImmutableMap.of("a", "1"))));
        assertThat(store.history().list("sales", HistoryPage.newest(1))).singleElement().satisfies(entry -> assertThat(entry.change().changed()).containsExactly("a", "enabled"));
    }

    private ChangeResult patch(SettingsPatch patch)
    {
        return catalogs.store().patch(ANYBODY, NONE, SALES, CatalogPatch.of(patch));
    }

    private CatalogInfo get()
    {
        return coordinator.listing.get("sales");
    }

    private void assertResolves(CatalogVersion version)
    {
        assertThat(coordinator.names.resolve("sales")).contains(version.connectorId());
    }

    private static SettingsPatch description(String text)
    {
        return new SettingsPatch(Optional.of(text), Optional.empty(), Optional.empty());
    }

    private static SettingsPatch enabled(boolean enabled)
    {
        return new SettingsPatch(Optional.empty(), Optional.of(enabled), Optional.empty());
    }

    private static CatalogRequest disabled(CatalogDefinition definition)
    {
        return new CatalogRequest(definition, OFF, RequestedFiles.NONE);
    }
}
