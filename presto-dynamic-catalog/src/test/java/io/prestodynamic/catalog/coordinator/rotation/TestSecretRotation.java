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
package io.prestodynamic.catalog.coordinator.rotation;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.catalog.engine.TestingConnector;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.audit.AuditAction.ROTATE;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestSecretRotation
        extends AbstractTestDynamicCatalogStore
{
    private static final CatalogDefinition DEFINITION = definition("sales", ImmutableMap.of("connection-user", "presto", "connection-password", "${TEST:db}"));

    @BeforeMethod
    public void addWorker()
    {
        coordinator.cluster.addActiveWorker("w1");
    }

    @Test
    public void testReference()
    {
        CatalogVersion version = addSales("old");
        assertThat(version.definition()).isEqualTo(DEFINITION);
        assertThat(version.fingerprint()).isPresent();
        assertThat(password()).isEqualTo("old");
        assertThat(listed().properties()).containsEntry("connection-password", "${TEST:db}");
        assertThat(store.list().versions()).containsExactly(version.withFingerprint(Optional.empty()));
        assertThat(store.history().list("sales", newest(10))).singleElement()
                .satisfies(entry -> assertThat(entry.change().after()).contains(CatalogVersion.stored(version.version())))
                .satisfies(entry -> assertThat(entry.change().properties()).isEqualTo(DEFINITION.properties()));
    }

    @Test
    public void testUnresolved()
    {
        CatalogException failure = catchThrowableOfType(CatalogException.class, () -> catalogs.add(DEFINITION));
        assertThat(failure.getCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(failure).hasMessage("Property connection-password refers to ${TEST:db}, which cannot be resolved: there is no such secret");
        assertThat(store.list().versions()).isEmpty();
        assertThat(coordinator.connectors.getCreations()).isEmpty();
    }

    @Test
    public void testRotation()
    {
        TestingWorker worker = coordinator.cluster.addActiveWorker("w2");
        CatalogVersion before = addSales("old");
        coordinator.transactions.set(before.connectorId(), 1);
        coordinator.secrets.set("db", "new");
        CatalogVersion after = awaitAfter(before);
        assertThat(password()).isEqualTo("new");
        assertThat(CatalogVersion.stored(after.version())).isEqualTo(CatalogVersion.stored(before.version()));
        assertThat(coordinator.names.resolve("sales")).contains(after.connectorId());
        assertThat(worker.getVersions()).containsExactlyInAnyOrder(before.id(), after.id());
        assertThat(store.list().versions()).containsExactly(before.withFingerprint(Optional.empty()));
        assertThat(coordinator.rotation.getRotations()).isEqualTo(1);
        assertThat(coordinator.audit).last().isEqualTo(
                new AuditRecord(ROTATE, Optional.of("sales"), Optional.of(after.version()), Set.of("connection-password"), FOUND, "REPLACED", Optional.empty()));

        // queries on the former values end first
        assertThat(coordinator.connectors.getOpen()).containsExactlyInAnyOrder(before.connectorId(), after.connectorId());
        coordinator.startDraining();
        coordinator.transactions.set(before.connectorId(), 0);
        await("the former one is closed", TIMEOUT, () -> !coordinator.connectors.getOpen().contains(before.connectorId()));
    }

    @Test
    public void testChangesAfterRotation()
    {
        CatalogVersion before = addSales("old");
        coordinator.secrets.set("db", "new");
        CatalogVersion after = awaitAfter(before);

        CatalogInfo replaced = catalogs.put(DEFINITION.withProperties(ImmutableMap.of("connection-password", "${TEST:db}"))).catalog();
        assertThat(CatalogVersion.stored(replaced.version().orElseThrow())).isNotEqualTo(CatalogVersion.stored(after.version()));
        assertThat(catalogs.store().restore(ANYBODY, NONE, DEFINITION.name(), after.version()).catalog().properties()).isEqualTo(DEFINITION.properties());
        catalogs.remove("sales", FINISH_QUERIES);
        assertThat(store.list().versions()).isEmpty();
        assertThat(coordinator.registry.getCurrent()).isEmpty();
    }

    @Test
    public void testValueThatDoesNotWork()
    {
        CatalogVersion before = addSales("old");
        coordinator.secrets.set("db", "wrong");
        coordinator.rotation.rotate();
        await("the error is shown", TIMEOUT, () -> listed().error().isPresent());
        assertThat(listed().error().orElseThrow())
                .isEqualTo("The former secrets stay in use, because the present ones cannot be used: " +
                        "Connector mysql cannot list the schemas of catalog sales: Access denied for password ******");
        assertThat(listed().state()).isEqualTo(ACTIVE);
        assertThat(coordinator.audit).last().satisfies(record -> assertThat(record.outcome()).isEqualTo("INVALID"));
        assertThat(coordinator.registry.getCurrent("sales")).contains(before);
        await("the trial is closed", TIMEOUT, () -> coordinator.connectors.getOpen().equals(Set.of(before.connectorId())));
        int creations = coordinator.connectors.getCreations().size();
        coordinator.rotation.rotate();
        coordinator.rotation.rotate();
        assertThat(coordinator.connectors.getCreations()).hasSize(creations);

        coordinator.secrets.set("db", "right");
        awaitAfter(before);
        assertThat(password()).isEqualTo("right");
        coordinator.rotation.rotate();
        assertThat(listed().error()).isEmpty();
    }

    @Test
    public void testValueThatIsGone()
    {
        CatalogVersion before = addSales("old");
        coordinator.secrets.remove("db");
        coordinator.rotation.rotate();
        await("the error is shown", TIMEOUT, () -> listed().error().isPresent());
        assertThat(listed().error().orElseThrow()).endsWith("Property connection-password refers to ${TEST:db}, which cannot be resolved: there is no such secret");
        assertThat(coordinator.registry.getCurrent("sales")).contains(before);
        coordinator.secrets.set("db", "old");
        coordinator.rotation.rotate();
        await("the error is gone", TIMEOUT, () -> listed().error().isEmpty());
        assertThat(coordinator.registry.getCurrent("sales")).contains(before);
    }

    @Test
    public void testStartWithoutValue()
    {
        CatalogVersion before = addSales("old");
        coordinator.close();
        try (TestingCoordinator restarted = new TestingCoordinator(store).start()) {
            assertThat(restarted.registry.getUnusable("sales").orElseThrow().error()).contains("${TEST:db}");
            restarted.secrets.set("db", "old");
            await("the catalog is loaded", TIMEOUT, () -> restarted.registry.getCurrent("sales").filter(before::equals).isPresent());
        }
    }

    @Test
    public void testEnvironment()
    {
        catalogs.add(DEFINITION.withProperties(ImmutableMap.of("connection-password", "${ENV:NAME}")));
        assertThat(coordinator.registry.getCurrent("sales").orElseThrow().fingerprint()).isEmpty();
    }

    private CatalogVersion addSales(String password)
    {
        coordinator.secrets.set("db", password);
        catalogs.add(DEFINITION);
        return coordinator.registry.getCurrent("sales").orElseThrow();
    }

    private CatalogVersion awaitAfter(CatalogVersion before)
    {
        coordinator.rotation.rotate();
        await("the secrets are rotated", TIMEOUT, () -> coordinator.registry.getCurrent("sales").filter(version -> !version.equals(before)).isPresent());
        return coordinator.registry.getCurrent("sales").orElseThrow();
    }

    private CatalogInfo listed()
    {
        return coordinator.listing.get("sales");
    }

    private String password()
    {
        TestingConnector connector = coordinator.connectors.getConnector(coordinator.registry.getCurrent("sales").orElseThrow().connectorId()).orElseThrow();
        return connector.getProperties().get("connection-password");
    }
}
