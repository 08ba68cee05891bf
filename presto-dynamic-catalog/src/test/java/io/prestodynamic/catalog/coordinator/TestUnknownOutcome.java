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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.store.jdbc.AbstractTestMySqlFaults;
import io.prestodynamic.catalog.sync.TestingWorker;
import io.prestodynamic.testing.TestingLog;
import io.prestodynamic.testing.TestingTcpProxy.Cut;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore.assertRefused;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_ANSWER;
import static io.prestodynamic.testing.TestingTcpProxy.Cut.BEFORE_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coordinator whose connection to MySQL breaks. The coordinator and its workers soon have what is stored.
 */
@Test(singleThreaded = true)
public class TestUnknownOutcome
        extends AbstractTestMySqlFaults
{
    private TestingCoordinator coordinator;
    private TestingWorker worker;

    @BeforeMethod
    public void setUp()
    {
        coordinator = new TestingCoordinator(store, TestingCoordinator.config(), false);
        worker = coordinator.cluster.addActiveWorker("w1");
        coordinator.start().startDraining();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    @DataProvider
    public Object[][] cuts()
    {
        return new Object[][] {{BEFORE_REQUEST}, {BEFORE_ANSWER}};
    }

    @Test(dataProvider = "cuts")
    public void testCutInCommit(Cut cut)
    {
        boolean committed = cut == BEFORE_ANSWER;
        coordinator.catalogs.add(definition("replaced"));
        coordinator.catalogs.add(definition("removed"));

        assertOutcomeUnknown(cut, 1, () -> coordinator.catalogs.add(definition("added")));
        assertThat(awaitAgreement().contains("added")).isEqualTo(committed);

        CatalogVersion before = coordinator.registry.getCurrent("replaced").orElseThrow();
        assertOutcomeUnknown(cut, 1, () -> coordinator.catalogs.put(definition("replaced", ImmutableMap.of("a", "b"))));
        awaitAgreement();
        assertThat(coordinator.registry.getCurrent("replaced").orElseThrow().equals(before)).isEqualTo(!committed);

        assertOutcomeUnknown(cut, 0, () -> coordinator.catalogs.remove("removed", FINISH_QUERIES));
        assertThat(awaitAgreement().contains("removed")).isEqualTo(!committed);

        // what was asked for can be asked for again
        coordinator.catalogs.put(definition("added"));
        assertThat(awaitAgreement()).contains("added");
    }

    @Test
    public void testOneLineEachWay()
    {
        coordinator.catalogs.add(definition("sales"));
        try (TestingLog log = new TestingLog(StoreReconciler.class.getName())) {
            proxy.refuse();
            await("it is noticed", TIMEOUT, () -> !log.getMessages().isEmpty());
            // of each at least one round fails meanwhile
            assertRefused(() -> coordinator.catalogs.add(definition("other")), STORE_UNAVAILABLE);
            assertRefused(() -> coordinator.catalogs.remove("sales", FINISH_QUERIES), STORE_UNAVAILABLE);
            assertThat(coordinator.listing.list()).extracting(catalog -> catalog.catalogName()).containsExactly("sales");
            proxy.recover();
            await("it is noticed that the store is back", TIMEOUT, () -> log.getMessages().size() > 1);
            coordinator.catalogs.add(definition("other"));
            assertThat(log.getMessages()).containsExactly(
                    "Cannot compare the catalogs with the store, and go on with those that are loaded: The catalog store cannot be reached",
                    "The catalog store answers again");
        }
        assertThat(awaitAgreement()).containsExactlyInAnyOrder("sales", "other");
    }

    /**
     * @param reservations number of ids that the change reserves, each in its own transaction
     */
    private void assertOutcomeUnknown(Cut cut, int reservations, ThrowingCallable change)
    {
        proxy.cutOnceAfter(reservations, "commit", cut);
        CatalogException refusal = assertRefused(change, STORE_UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("check whether the change is there");
        assertThat(proxy.hasCut()).isTrue();
    }

    /**
     * Waits until exactly the stored versions are loaded everywhere.
     *
     * @return their names
     */
    private Set<String> awaitAgreement()
    {
        List<CatalogVersion> stored = truth.list().versions();
        await("the coordinator and the worker have what is stored", TIMEOUT, () ->
                Set.copyOf(coordinator.registry.getCurrent()).equals(Set.copyOf(stored)) &&
                        coordinator.registry.getDraining().isEmpty() &&
                        coordinator.registry.getIncoming().isEmpty() &&
                        worker.getVersions().equals(stored.stream().map(CatalogVersion::id).collect(toImmutableSet())) &&
                        coordinator.connectors.getOpen().equals(stored.stream().map(CatalogVersion::connectorId).collect(toImmutableSet())));
        return stored.stream().map(version -> version.name().value()).collect(toImmutableSet());
    }
}
