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
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

public class TestReconciliationStats
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private TestingCatalogStore store;
    private TestingCoordinator coordinator;
    private ReconciliationStats stats;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        store.put(definition("stored"));
        coordinator = new TestingCoordinator(store).start();
        stats = coordinator.reconciliationStats;
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    @Test
    public void testDrift()
    {
        store.put(definition("sales"));
        awaitRepaired(1);
        store.put(definition("sales", ImmutableMap.of("connection-user", "u")));
        awaitRepaired(2);
        store.delete("sales");
        awaitRepaired(3);
        awaitPasses(2);
        assertThat(stats.getDriftFound().getTotalCount()).isEqualTo(3);
        assertThat(stats.getDriftRepaired().getTotalCount()).isEqualTo(3);
    }

    @Test
    public void testUnusableEntryIsFoundAndNotRepaired()
    {
        store.putBroken("broken");
        store.put(definition("refused", ImmutableMap.of("refuse", "No such host")));
        await("both are found", TIMEOUT, () -> stats.getDriftFound().getTotalCount() == 2);
        await("both are known", TIMEOUT, () -> coordinator.gauges.getUnusableEntries() == 2);
        awaitPasses(2);
        assertThat(stats.getDriftFound().getTotalCount()).isEqualTo(2);
        assertThat(stats.getDriftRepaired().getTotalCount()).isEqualTo(0);

        store.put(definition("broken"));
        awaitRepaired(1);
        assertThat(coordinator.gauges.getUnusableEntries()).isEqualTo(1);
    }

    @Test
    public void testOwnChangesAreNoDrift()
    {
        coordinator.catalogs.add(definition("sales"));
        coordinator.catalogs.put(definition("sales", ImmutableMap.of("connection-user", "u")));
        awaitPasses(2);
        coordinator.catalogs.remove("sales", FINISH_QUERIES);
        awaitPasses(2);
        assertThat(stats.getDriftFound().getTotalCount()).isEqualTo(0);
    }

    @Test
    public void testPasses()
    {
        awaitPasses(2);
        assertThat(stats.getPassTime().getAllTime().getCount()).isGreaterThan(0);
        assertThat(stats.getFailedPasses().getTotalCount()).isEqualTo(0);
        store.fail(Operation.LIST);
        await("a pass fails", TIMEOUT, () -> stats.getFailedPasses().getTotalCount() > 0);
        store.recover();
        awaitPasses(2);
    }

    private void awaitRepaired(long count)
    {
        await("drift is repaired", TIMEOUT, () -> stats.getDriftRepaired().getTotalCount() == count);
    }

    private void awaitPasses(int more)
    {
        long before = stats.getPasses().getTotalCount();
        await("passes", TIMEOUT, () -> stats.getPasses().getTotalCount() > before + more);
    }
}
