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

import com.facebook.airlift.discovery.client.Announcer;
import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.warmup.WarmUp;
import io.prestodynamic.catalog.lease.ActiveCoordinator;
import io.prestodynamic.catalog.lease.TestingLeaseNetwork;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.LeaseCandidacy;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.TestingLeaseStore;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coordinator that starts while another one is active. It reads the store once an hour, and on demand.
 */
public class TestActiveCoordinatorStartup
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);

    private final DynamicCatalogConfig config = TestingCoordinator.config()
            .setReconcileInterval(new Duration(1, HOURS))
            .setCoordinatorLease(new Duration(2, HOURS));

    private TestingCatalogStore store;
    private TestingCoordinator coordinator;
    private TestingLeaseStore leaseStore;
    private ActiveCoordinator activeCoordinator;
    private CountDownLatch warmingUp;
    private CountDownLatch warmUpEnded;
    private ActiveCoordinatorStartup startup;

    @BeforeMethod
    public void setUp()
    {
        LeaseRecord held = new LeaseRecord("test", "c1", URI.create("http://c1:8080"), "s1", 1, 0);
        store = new TestingCatalogStore();
        coordinator = new TestingCoordinator(store, config, true);
        leaseStore = new TestingLeaseStore(new AtomicReference<>(Optional.of(held)));
        // nobody renews the lease, and the test does not wait for its end
        ActiveCoordinatorConfig leaseConfig = new ActiveCoordinatorConfig().setLease(new Duration(1, HOURS));
        TestingLeaseNetwork.Link link = new TestingLeaseNetwork(Ticker.systemTicker()).link("c2");
        URI uri = URI.create("http://c2:8080");
        activeCoordinator = new ActiveCoordinator(
                leaseStore,
                new LeaseRecord("test", "c2", uri, "s2", 0, 0),
                new LeaseCandidacy(link, uri, leaseConfig.getLease(), Ticker.systemTicker()),
                link,
                new CoordinatorAnnouncements(new Announcer(link, ImmutableSet.of())),
                leaseConfig,
                Ticker.systemTicker(),
                () -> {});
        warmingUp = new CountDownLatch(1);
        warmUpEnded = new CountDownLatch(1);
        startup = new ActiveCoordinatorStartup(coordinator.catalogs.store(), coordinator.reconciler, activeCoordinator, new WarmUp(this::warmUp, 1), config);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws InterruptedException
    {
        activeCoordinator.stop();
        store.recover();
        coordinator.close();
    }

    // a query that only an interrupt ends
    private void warmUp(String sql)
            throws InterruptedException
    {
        warmingUp.countDown();
        try {
            HOURS.sleep(1);
        }
        finally {
            warmUpEnded.countDown();
        }
    }

    private void start()
    {
        startup.loadCatalogs();
        startup.awaitTurn();
    }

    @Test
    public void testStandby()
            throws Exception
    {
        CatalogVersion sales = store.put(definition("sales"));
        activeCoordinator.start();
        CompletableFuture<Void> start = runAsync(this::start);
        await("the standby is warm", TIMEOUT, () -> coordinator.names.resolve("sales").equals(Optional.of(sales.connectorId())));
        assertThat(warmingUp.await(1, MINUTES)).isTrue();
        assertThat(warmUpEnded.getCount()).isEqualTo(1);
        CatalogVersion web = store.put(definition("web"));
        assertThat(start).isNotDone();
        assertThat(startup.isStarting()).isTrue();
        assertThat(coordinator.names.resolve("web")).isEmpty();

        leaseStore.release("s1");
        start.get(1, MINUTES);
        assertThat(warmUpEnded.await(1, MINUTES)).isTrue();
        assertThat(startup.isStarting()).isFalse();
        assertThat(activeCoordinator.isActive()).isTrue();
        assertThat(coordinator.names.resolve("web")).contains(web.connectorId());
    }

    /**
     * A catalog store that is down does not prevent a takeover.
     */
    @Test
    public void testCatalogStoreIsDownAtTakeover()
            throws Exception
    {
        CatalogVersion sales = store.put(definition("sales"));
        activeCoordinator.start();
        CompletableFuture<Void> start = runAsync(this::start);
        await("the standby is warm", TIMEOUT, () -> coordinator.names.resolve("sales").isPresent());
        store.fail(TestingCatalogStore.Operation.LIST);
        leaseStore.release("s1");
        start.get(1, MINUTES);
        assertThat(startup.isStarting()).isFalse();
        assertThat(coordinator.names.resolve("sales")).contains(sales.connectorId());
    }

    @Test
    public void testNothingIsTakenBeforeCatalogsAreLoaded()
            throws Exception
    {
        leaseStore.release("s1");
        store.fail(TestingCatalogStore.Operation.LIST);
        activeCoordinator.start();
        CompletableFuture<Void> start = runAsync(this::start);
        int requests = leaseStore.getRequests();
        await("it looks at the lease", TIMEOUT, () -> leaseStore.getRequests() > requests + 1);
        assertThat(activeCoordinator.isActive()).isFalse();
        store.recover();
        start.get(1, MINUTES);
        assertThat(activeCoordinator.isActive()).isTrue();
    }
}
