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

import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.StartupPolicy.FAIL;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore.assertRefused;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestStoreAvailability
        extends AbstractTestStoreReconciler
{
    @Test
    public void testWait()
    {
        CatalogVersion sales = store.put(definition("sales"));
        store.fail(Operation.LIST);
        try (TestingLog log = new TestingLog(StoreAvailability.class.getName())) {
            CompletableFuture<Void> boot = runAsync(() -> coordinator.catalogs.loadCatalogs());
            await("the store was tried several times", TIMEOUT, () -> store.getRefusals() >= 3);
            assertThat(boot).isNotDone();
            assertThat(coordinator.catalogs.isStarting()).isTrue();
            assertThat(log.getMessages()).containsExactly("Waiting for the catalog store that dynamic-catalog.store=embedded sets: The catalog store cannot be reached");

            // nobody knows what is stored
            assertRefused(() -> coordinator.catalogs.add(definition("other")), STARTING);
            assertRefused(() -> coordinator.catalogs.put(definition("sales")), STARTING);
            assertRefused(() -> coordinator.catalogs.remove("sales", FINISH_QUERIES), STARTING);
            assertRefused(() -> coordinator.listing.get("sales"), STARTING);
            assertRefused(() -> coordinator.listing.list(), STARTING);

            store.recover();
            assertThat(boot).succeedsWithin(TIMEOUT);
            assertThat(log.getMessages()).hasSize(2).last().isEqualTo("The catalog store answers");
        }
        assertThat(coordinator.catalogs.isStarting()).isFalse();
        assertThat(coordinator.names.resolve("sales")).contains(sales.connectorId());
        assertThat(coordinator.listing.list()).hasSize(1);
    }

    @Test
    public void testFail()
    {
        coordinator.close();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config().setStartupPolicy(FAIL), true);
        store.put(definition("sales"));
        store.fail(Operation.LIST);
        assertThatThrownBy(() -> coordinator.catalogs.loadCatalogs())
                .isInstanceOf(StartupFailure.class)
                .hasMessage("The server ends, because dynamic-catalog.startup-policy is fail and the store that dynamic-catalog.store=embedded sets cannot be used: The catalog store cannot be reached")
                .hasNoCause()
                .matches(failure -> failure.getStackTrace().length == 0);
        assertThat(coordinator.connectors.getCreations()).isEmpty();
    }

    @Test
    public void testFailWithStoreThatIsUp()
    {
        coordinator.close();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config().setStartupPolicy(FAIL), true);
        CatalogVersion sales = store.put(definition("sales"));
        coordinator.start();
        assertThat(coordinator.names.resolve("sales")).contains(sales.connectorId());
    }
}
