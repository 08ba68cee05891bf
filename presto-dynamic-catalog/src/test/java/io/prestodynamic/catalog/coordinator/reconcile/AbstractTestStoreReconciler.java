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
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coordinator that has not started yet, with a store that others change.
 */
abstract class AbstractTestStoreReconciler
{
    protected static final Duration TIMEOUT = Duration.ofMinutes(1);

    protected TestingCatalogStore store;
    protected TestingCoordinator coordinator;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        coordinator = new TestingCoordinator(store);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        store.recover();
        coordinator.close();
    }

    /**
     * Replaces the coordinator, which was not started, with another one.
     */
    protected void reopen(DynamicCatalogConfig config)
    {
        coordinator.close();
        coordinator = new TestingCoordinator(store, config, true);
    }

    protected void assertResolves(CatalogVersion version)
    {
        assertThat(coordinator.names.resolve(version.name().value())).contains(version.connectorId());
    }
}
