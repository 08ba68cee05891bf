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
package io.prestodynamic.catalog.monitor;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.Test;

import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogGauges
        extends AbstractTestDynamicCatalogStore
{
    @Test
    public void testCatalogs()
    {
        coordinator.cluster.addActiveWorker("w1");
        assertThat(coordinator.gauges.getCatalogs()).isEqualTo(0);
        CatalogVersion first = added("sales");
        assertThat(coordinator.gauges.getCatalogs()).isEqualTo(1);
        assertThat(coordinator.localCatalogs.getLoadedVersions()).isEqualTo(1);

        coordinator.transactions.set(first.connectorId(), 1);
        catalogs.put(definition("sales", ImmutableMap.of("connection-user", "u")));
        assertThat(coordinator.gauges.getCatalogs()).isEqualTo(1);
        assertThat(coordinator.gauges.getDrainingVersions()).isEqualTo(1);
        assertThat(coordinator.localCatalogs.getLoadedVersions()).isEqualTo(2);

        catalogs.remove("sales", FINISH_QUERIES);
        assertThat(coordinator.gauges.getCatalogs()).isEqualTo(0);
        assertThat(coordinator.gauges.getDrainingVersions()).isEqualTo(2);

        CountDownLatch held = coordinator.connectors.holdShutdown("sales");
        coordinator.transactions.set(first.connectorId(), 0);
        coordinator.startDraining();
        await("both close", TIMEOUT, () -> coordinator.localCatalogs.getClosingVersions() == 2);
        assertThat(coordinator.localCatalogs.getCloseTime().getAllTime().getCount()).isEqualTo(0);
        held.countDown();
        await("both are closed", TIMEOUT, () -> coordinator.localCatalogs.getCloseTime().getAllTime().getCount() == 2);
        await("nothing is left", TIMEOUT, () -> coordinator.localCatalogs.getClosingVersions() == 0);
        assertThat(coordinator.gauges.getDrainingVersions()).isEqualTo(0);
        assertThat(coordinator.localCatalogs.getLoadedVersions()).isEqualTo(0);
    }

    @Test
    public void testStatesOfVersions()
    {
        CountDownLatch held = coordinator.connectors.holdCreation("slow");
        var change = runAsync(() -> catalogs.add(definition("slow")));
        await("it loads", TIMEOUT, () -> coordinator.localCatalogs.getLoadingVersions() == 1);
        held.countDown();
        assertThat(change).succeedsWithin(TIMEOUT);
        assertThat(coordinator.localCatalogs.getLoadingVersions()).isEqualTo(0);

        restartWith(() -> store.put(definition("refused", ImmutableMap.of("refuse", "No such host"))));
        assertThat(coordinator.localCatalogs.getFailedVersions()).isEqualTo(1);
        assertThat(coordinator.localCatalogs.getLoadedVersions()).isEqualTo(1);
        assertThat(coordinator.gauges.getUnusableEntries()).isEqualTo(1);
        assertThat(coordinator.gauges.getCatalogs()).isEqualTo(1);
    }

    @Test
    public void testWorkers()
    {
        TestingWorker w1 = coordinator.cluster.addActiveWorker("w1");
        coordinator.cluster.addActiveWorker("w2").refuse("sales");
        assertThat(coordinator.gauges.getWorkers()).isEqualTo(2);
        assertThat(coordinator.gauges.getWorkersBehind()).isEqualTo(0);

        added("sales");
        assertThat(coordinator.gauges.getWorkersBehind()).isEqualTo(1);
        assertThat(coordinator.gauges.getWorkersUnreachable()).isEqualTo(0);
        assertThat(coordinator.cluster.getStats().getFailures().getTotalCount()).isEqualTo(0);

        w1.disconnect();
        added("other");
        assertThat(coordinator.gauges.getWorkersBehind()).isEqualTo(2);
        assertThat(coordinator.gauges.getWorkersUnreachable()).isEqualTo(1);
        assertThat(coordinator.cluster.getStats().getFailures().getTotalCount()).isPositive();
    }

    @Test
    public void testWorkersThatAreToldAgain()
    {
        added("sales");
        assertThat(coordinator.cluster.getStats().getToldAgain().getTotalCount()).isEqualTo(0);
        TestingWorker worker = coordinator.cluster.addActiveWorker("w1");
        await("the new worker is told", TIMEOUT, () -> coordinator.gauges.getWorkersBehind() == 0);
        assertThat(coordinator.cluster.getStats().getToldAgain().getTotalCount()).isEqualTo(1);
        assertThat(worker.getVersions()).hasSize(1);
    }
}
