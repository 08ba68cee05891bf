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
package io.prestodynamic.catalog.worker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import io.prestodynamic.catalog.sync.wire.DesiredDifference;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.LoadStatus.LOADED;
import static io.prestodynamic.catalog.LoadStatus.LOADING;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestWorkerCatalogs
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion SLOW = version("slow", 3);

    private TestingConnectorVersions connectors;
    private LocalCatalogs localCatalogs;
    private WorkerCatalogs catalogs;

    @BeforeMethod
    public void setUp()
    {
        open(new DynamicCatalogConfig());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        connectors.release();
        localCatalogs.stop();
    }

    private void open(DynamicCatalogConfig config)
    {
        connectors = new TestingConnectorVersions();
        localCatalogs = new LocalCatalogs(connectors, new TestingCatalogNames(), TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        catalogs = new WorkerCatalogs(localCatalogs, config);
        catalogs.loadCatalogs();
    }

    @Test
    public void testNotStarted()
    {
        WorkerCatalogs starting = new WorkerCatalogs(localCatalogs, new DynamicCatalogConfig());
        assertThat(catchThrowableOfType(CatalogException.class, () -> starting.follow("c", "i", desired(1, SALES))).getCode()).isEqualTo(CatalogErrorCode.STARTING);
        DesiredDifference change = DesiredDifference.between(DesiredCatalogs.NONE, desired(1, SALES));
        assertThat(catchThrowableOfType(CatalogException.class, () -> starting.follow("c", "i", change)).getCode()).isEqualTo(CatalogErrorCode.STARTING);
        assertThat(catchThrowableOfType(CatalogException.class, () -> starting.isFollowing("c", "i", DesiredCatalogs.NONE.digest())).getCode()).isEqualTo(CatalogErrorCode.STARTING);
        assertThat(connectors.getCreations()).isEmpty();
    }

    @Test
    public void testFollow()
    {
        catalogs.follow("c", "i", desired(1, SALES));
        awaitSettled(SALES);
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SALES.id()).containsEntry(SALES.id(), LOADED);

        catalogs.follow("c", "i", desired(2, SALES, NEW_SALES));
        awaitSettled(NEW_SALES);
        assertThat(connectors.getOpen()).containsExactlyInAnyOrder(SALES.connectorId(), NEW_SALES.connectorId());

        catalogs.follow("c", "i", desired(3, NEW_SALES));
        awaitOpen(NEW_SALES);
        assertThat(catalogs.getStatuses()).containsOnlyKeys(NEW_SALES.id());

        catalogs.follow("c", "i", desired(4));
        awaitOpen();
        assertThat(connectors.getCreations()).hasSize(2);
    }

    @Test
    public void testGauges()
    {
        assertThat(catalogs.getCoordinatorsFollowed()).isEqualTo(0);
        catalogs.follow("c", "i", desired(1, SALES));
        catalogs.follow("d", "i", desired(1));
        assertThat(catalogs.getCoordinatorsFollowed()).isEqualTo(2);
        awaitSettled(SALES);
        assertThat(localCatalogs.getLoadedVersions()).isEqualTo(1);

        catalogs.follow("c", "i", desired(2));
        assertThat(localCatalogs.getLoadedVersions()).isEqualTo(0);
        await("it is closed", TIMEOUT, () -> localCatalogs.getCloseTime().getAllTime().getCount() == 1);
    }

    @Test
    public void testStaleRevision()
    {
        catalogs.follow("c", "i", desired(5, SALES));
        catalogs.follow("c", "i", desired(4));
        catalogs.follow("c", "i", desired(4, SALES, NEW_SALES));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SALES.id());
        assertThat(catalogs.isFollowing("c", "i", desired(4).digest())).isFalse();
        assertThat(catalogs.isFollowing("c", "i", desired(4, SALES).digest())).isTrue();
    }

    @Test
    public void testChange()
    {
        DesiredCatalogs base = desired(1, SALES, SLOW);
        DesiredCatalogs next = desired(2, NEW_SALES, SLOW);
        catalogs.follow("c", "i", base);
        awaitSettled(SALES, SLOW);
        catalogs.follow("c", "i", DesiredDifference.between(base, next));
        awaitSettled(NEW_SALES, SLOW);
        assertThat(catalogs.getStatuses()).containsOnlyKeys(NEW_SALES.id(), SLOW.id());
        assertThat(catalogs.isFollowing("c", "i", next.digest())).isTrue();
        awaitOpen(NEW_SALES, SLOW);
        assertThat(connectors.getCreations()).hasSize(3);
    }

    @Test
    public void testChangeOfUnknownBase()
    {
        DesiredDifference change = DesiredDifference.between(desired(1, SALES), desired(2, SALES, NEW_SALES));
        catalogs.follow("c", "i", change);
        assertThat(catalogs.getStatuses()).isEmpty();

        catalogs.follow("c", "i", desired(1, SLOW));
        catalogs.follow("d", "i", desired(1, SALES));
        catalogs.follow("c", "i", change);
        catalogs.follow("d", "new", change);
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SLOW.id(), SALES.id());
        assertThat(catalogs.isFollowing("c", "i", desired(2, SALES, NEW_SALES).digest())).isFalse();
        assertThat(catalogs.isFollowing("c", "i", desired(1, SLOW).digest())).isTrue();
        assertThat(catalogs.isFollowing("d", "i", desired(1, SALES).digest())).isTrue();
    }

    @Test
    public void testStaleChange()
    {
        // what was desired at revision 1 is desired again at 3
        catalogs.follow("c", "i", desired(3, SALES));
        catalogs.follow("c", "i", DesiredDifference.between(desired(1, SALES), desired(2, SALES, NEW_SALES)));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SALES.id());
        catalogs.follow("c", "i", DesiredDifference.between(desired(3, SALES), desired(4, NEW_SALES)));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(NEW_SALES.id());
    }

    @Test
    public void testRestartedCoordinator()
    {
        catalogs.follow("c", "old", desired(100, SALES));
        assertThat(catalogs.isFollowing("c", "new", desired(1, SALES).digest())).isFalse();
        catalogs.follow("c", "new", desired(1, NEW_SALES));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(NEW_SALES.id());
    }

    @Test
    public void testDigest()
    {
        assertThat(catalogs.isFollowing("c", "i", DesiredCatalogs.NONE.digest())).isFalse();
        catalogs.follow("c", "i", desired(1, SALES, NEW_SALES));
        assertThat(catalogs.isFollowing("c", "i", desired(7, NEW_SALES, SALES).digest())).isTrue();
        assertThat(catalogs.isFollowing("c", "i", desired(1, SALES).digest())).isFalse();
        assertThat(catalogs.isFollowing("d", "i", desired(1, SALES, NEW_SALES).digest())).isFalse();
    }

    @Test
    public void testSeveralCoordinators()
    {
        catalogs.follow("c", "i", desired(1, SALES));
        catalogs.follow("d", "i", desired(1, SALES, NEW_SALES));
        awaitSettled(SALES, NEW_SALES);

        catalogs.follow("c", "i", desired(2));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SALES.id(), NEW_SALES.id());
        catalogs.follow("d", "i", desired(2, NEW_SALES));
        awaitOpen(NEW_SALES);
        assertThat(connectors.getCreations()).hasSize(2);
    }

    @Test
    public void testLease()
    {
        tearDown();
        Duration lease = new Duration(300, MILLISECONDS);
        open(new DynamicCatalogConfig().setCoordinatorLease(lease));
        long start = System.nanoTime();
        catalogs.follow("c", "i", desired(1, SALES));
        catalogs.follow("d", "i", desired(1, NEW_SALES));
        Set<String> followed = catalogs.getStatuses().keySet();
        // on a slow machine the lease of the first coordinator may have ended
        if (Duration.nanosSince(start).compareTo(lease) < 0) {
            assertThat(followed).containsExactlyInAnyOrder(SALES.id(), NEW_SALES.id());
        }

        await("what the silent coordinator wanted is given up", TIMEOUT, () -> {
            catalogs.follow("d", "i", desired(1, NEW_SALES));
            return !catalogs.getStatuses().containsKey(SALES.id());
        });
        awaitOpen(NEW_SALES);
    }

    @Test
    public void testLeaseWhileTheOtherCoordinatorChangesNothing()
    {
        tearDown();
        open(new DynamicCatalogConfig().setCoordinatorLease(new Duration(300, MILLISECONDS)));
        catalogs.follow("c", "i", desired(1, SALES));
        catalogs.follow("d", "i", desired(1, NEW_SALES));

        await("what the silent coordinator wanted is given up", TIMEOUT, () ->
                catalogs.isFollowing("d", "i", desired(1, NEW_SALES).digest()) && !catalogs.getStatuses().containsKey(SALES.id()));
    }

    @Test
    public void testNobodyElseSpeaks()
    {
        tearDown();
        open(new DynamicCatalogConfig().setCoordinatorLease(new Duration(1, MILLISECONDS)));
        catalogs.follow("c", "i", desired(1, SALES));
        catalogs.follow("c", "i", desired(2, SALES, NEW_SALES));
        assertThat(catalogs.getStatuses()).containsOnlyKeys(SALES.id(), NEW_SALES.id());
    }

    @Test
    public void testSettled()
    {
        CountDownLatch held = connectors.holdCreation("slow");
        catalogs.follow("c", "i", desired(1, SALES, SLOW));
        awaitSettled(SALES);
        assertThat(catalogs.getStatuses()).containsEntry(SLOW.id(), LOADING);

        CompletableFuture<Void> settled = catalogs.settled(ImmutableSet.of(SALES.id(), SLOW.id(), "unknown@1-ab"));
        assertThat(settled).isNotDone();
        assertThat(catalogs.settled(ImmutableSet.of())).isDone();
        held.countDown();
        assertThat(settled).succeedsWithin(TIMEOUT);
        assertThat(catalogs.getStatuses()).containsEntry(SLOW.id(), LOADED);
    }

    @Test
    public void testFailure()
    {
        connectors.fail("sales", new IllegalStateException("No such host"));
        catalogs.follow("c", "i", desired(1, SALES));
        awaitSettled(SALES);
        assertThat(catalogs.getStatuses().get(SALES.id()).error()).contains("Connector mysql refused catalog sales: No such host");

        catalogs.follow("c", "i", desired(2));
        assertThat(catalogs.getStatuses()).isEmpty();
        assertThat(localCatalogs.getConnectorIds()).isEmpty();
    }

    @Test
    public void testWantedAgainWhileClosing()
    {
        catalogs.follow("c", "i", desired(1, SLOW));
        awaitSettled(SLOW);
        CountDownLatch shutdown = connectors.holdShutdown("slow");
        catalogs.follow("c", "i", desired(2));
        await("the shutdown has begun", TIMEOUT, () -> !connectors.getClosings().isEmpty());

        catalogs.follow("c", "i", desired(3, SLOW, SALES));
        awaitSettled(SALES);
        assertThat(catalogs.getStatuses()).containsEntry(SLOW.id(), LOADING);
        shutdown.countDown();
        awaitSettled(SLOW);
        assertThat(catalogs.getStatuses()).containsEntry(SLOW.id(), LOADED);
        awaitOpen(SLOW, SALES);
    }

    private void awaitSettled(CatalogVersion... versions)
    {
        assertThat(catalogs.settled(ImmutableSet.copyOf(ImmutableList.copyOf(versions).stream().map(CatalogVersion::id).toList()))).succeedsWithin(TIMEOUT);
    }

    private void awaitOpen(CatalogVersion... versions)
    {
        ImmutableSet<?> expected = ImmutableSet.copyOf(ImmutableList.copyOf(versions).stream().map(CatalogVersion::connectorId).toList());
        await("open are " + expected, TIMEOUT, () -> connectors.getOpen().equals(expected));
    }

    private static DesiredCatalogs desired(long revision, CatalogVersion... versions)
    {
        return new DesiredCatalogs(revision, ImmutableList.copyOf(versions));
    }
}
