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
package io.prestodynamic.catalog.coordinator.listing;

import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore;
import org.testng.annotations.Test;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogListing
        extends AbstractTestDynamicCatalogStore
{
    @Test
    public void testAnnouncementsAndTransactionsAreReadOnce()
    {
        coordinator.cluster.addActiveWorker("w1");
        coordinator.cluster.addActiveWorker("w2");
        // timers look as well
        assertThat(readings(200, coordinator.listing::list)).isLessThan(20);
        assertThat(readings(220, coordinator.listing::listDynamic)).isLessThan(20);
        assertThat(readings(240, coordinator.listing::listVersions)).isLessThan(20);

        assertThat(coordinator.listing.list()).hasSize(240)
                .allMatch(catalog -> catalog.state() == ACTIVE)
                .allMatch(catalog -> catalog.nodes().size() == 3 && catalog.nodes().stream().allMatch(node -> node.state() == NodeState.LOADED));
    }

    @Test
    public void testGaugesReadAnnouncementsOnce()
    {
        coordinator.cluster.addActiveWorker("w1");
        add(50);
        int before = coordinator.cluster.getSelections();
        assertThat(coordinator.gauges.getWorkersBehind()).isZero();
        assertThat(coordinator.cluster.getSelections() - before).isLessThan(20);
    }

    @Test
    public void testDraining()
    {
        CatalogVersion version = added("sales");
        coordinator.transactions.set(version.connectorId(), 2);
        coordinator.lifecycle.retire("sales");
        assertThat(coordinator.listing.get("sales").state()).isEqualTo(DRAINING);
        assertThat(coordinator.listing.list()).extracting(CatalogInfo::queries).containsExactly(2);
        coordinator.transactions.set(version.connectorId(), 0);
        assertThat(coordinator.listing.list()).isEmpty();
    }

    /**
     * How often a list looks at the announcements or counts transactions, with so many catalogs.
     */
    private int readings(int catalogs, Supplier<List<CatalogInfo>> list)
    {
        add(catalogs);
        int before = coordinator.cluster.getSelections() + coordinator.transactions.getCounts();
        assertThat(list.get()).hasSize(catalogs);
        return coordinator.cluster.getSelections() + coordinator.transactions.getCounts() - before;
    }

    private void add(int catalogs)
    {
        IntStream.range(coordinator.registry.getCurrent().size(), catalogs).forEach(i -> added("c" + i));
    }
}
