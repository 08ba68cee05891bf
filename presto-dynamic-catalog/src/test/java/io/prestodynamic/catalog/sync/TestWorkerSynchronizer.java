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
package io.prestodynamic.catalog.sync;

import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.wire.SyncedCatalog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestWorkerSynchronizer
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion STOCK = version("stock", 3);
    private static final CatalogVersion OTHER = version("other", 4);

    private TestingCluster cluster;
    private WorkerAcknowledgements acknowledgements;

    @BeforeMethod
    public void setUp()
    {
        open(new Duration(10, SECONDS));
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        cluster.close();
    }

    private void open(Duration pushTimeout)
    {
        cluster = new TestingCluster(new DynamicCatalogConfig()
                .setPushTimeout(pushTimeout)
                .setReconcileInterval(new Duration(100, MILLISECONDS)));
        acknowledgements = cluster.getAcknowledgements();
    }

    @Test
    public void testNoWorkers()
    {
        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(false);
    }

    @Test
    public void testRollOut()
    {
        TestingWorker active = cluster.addActiveWorker("w1");
        TestingWorker announced = cluster.addAnnouncedWorker("w2");

        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(active.getVersions()).containsExactly(SALES.id());
        assertThat(acknowledgements.isLoaded("w1", SALES.connectorId())).isTrue();
        await("the announced worker is told as well", TIMEOUT, () -> acknowledgements.isLoaded("w2", SALES.connectorId()));
        assertThat(announced.getVersions()).containsExactly(SALES.id());
        assertThat(active.getRequests()).first().satisfies(request -> {
            assertThat(request.coordinatorId()).isEqualTo(TestingCluster.COORDINATOR);
            assertThat(request.awaited()).containsExactly(SALES.id());
            assertThat(request.maxWaitMillis()).isEqualTo(9_500);
            assertThat(request.nextWithinMillis()).isEqualTo(1_100);
        });
    }

    @Test
    public void testOnlyWorkersOfThisVersionAreTold()
    {
        cluster.announce("c2", ImmutableMap.of("http", "http://c2", "node_version", "1", "coordinator", "true"));
        cluster.announce("rm", ImmutableMap.of("http", "http://rm", "node_version", "1", "resource_manager", "true"));
        cluster.announce("old", ImmutableMap.of("http", "http://old", "node_version", "0"));
        cluster.announce("secure", ImmutableMap.of("https", "https://secure", "node_version", "1"));
        cluster.addAnnouncedWorker("w2");
        cluster.addAnnouncedWorker("w1");
        assertThat(cluster.getDirectory().getWorkerIds()).containsExactly("w1", "w2");
    }

    @Test
    public void testWorkersThatAreNotActiveAreNotWaitedFor()
    {
        CountDownLatch held = cluster.addAnnouncedWorker("w1").hold();
        assertThat(rollOut().finished()).succeedsWithin(TIMEOUT);
        held.countDown();
        await("the worker is told", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
    }

    @Test
    public void testFailureOfOne()
    {
        cluster.addActiveWorker("w1").disconnect();
        cluster.addActiveWorker("w2").refuse("sales");
        cluster.addActiveWorker("w3");

        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(acknowledgements.getError("w1")).hasValueSatisfying(error -> assertThat(error).contains("w1", "Connection refused"));
        assertThat(acknowledgements.getStatus("w2", SALES.id())).contains(LoadStatus.failed("Refused by the worker"));
        assertThat(acknowledgements.isLoaded("w3", SALES.connectorId())).isTrue();
    }

    @Test
    public void testRunnable()
    {
        CountDownLatch held = cluster.addActiveWorker("w1").hold();
        cluster.addActiveWorker("w2");

        Rollout rollout = rollOut();
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(rollout.finished()).isNotDone();
        held.countDown();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
    }

    @Test
    public void testNobodyLoads()
    {
        cluster.addActiveWorker("w1").refuse("sales");
        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(false);
    }

    @Test
    public void testPushTimeout()
    {
        cluster.close();
        open(new Duration(100, MILLISECONDS));
        CountDownLatch held = cluster.addActiveWorker("w1").hold();

        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(false);
        assertThat(acknowledgements.isLoaded("w1", SALES.connectorId())).isFalse();

        // what comes late counts all the same
        held.countDown();
        await("the worker has acknowledged", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
    }

    @Test
    public void testMeaninglessAnswer()
    {
        cluster.addActiveWorker("w1").babble();
        cluster.addActiveWorker("w2");

        Rollout rollout = rollOut();
        assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
        assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(acknowledgements.getError("w1")).isPresent();
    }

    @Test
    public void testOnlyMeaninglessAnswers()
    {
        cluster.addActiveWorker("w1").babble();
        Rollout rollout = rollOut();
        await("the rollout ends", TIMEOUT, () -> rollout.finished().isDone() && rollout.anyLoaded().isDone());
        assertThat(rollout.finished()).isCompleted();
    }

    @Test
    public void testOlderRevisionIsNotSent()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOut().finished().join();
        cluster.getSynchronizer().update(new DesiredCatalogs(0, ImmutableList.of()));
        await("the worker is told", TIMEOUT, () -> worker.getRequests().size() >= 2);
        assertThat(worker.getVersions()).containsExactly(SALES.id());
    }

    @Test
    public void testOnlyTheChangeIsTold()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOutWithoutTimer(1, SALES, STOCK).join();
        rollOutWithoutTimer(2, NEW_SALES, STOCK).join();
        assertThat(worker.getVersions()).containsExactlyInAnyOrder(NEW_SALES.id(), STOCK.id());
        assertThat(acknowledgements.getStatuses("w1")).containsOnlyKeys(NEW_SALES.id(), STOCK.id());
        assertThat(worker.getRequests()).hasSize(2);
        assertThat(worker.getRequests().get(0).catalogs()).isPresent();
        assertThat(worker.getRequests().get(1).catalogs()).isEmpty();
        assertThat(worker.getRequests().get(1).change()).hasValueSatisfying(change -> {
            assertThat(change.added()).containsExactly(SyncedCatalog.from(NEW_SALES));
            assertThat(change.removed()).containsExactly(SALES.id());
        });
        assertThat(worker.getAnswersInFull()).isEqualTo(1);
    }

    @Test
    public void testChangeThatFails()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOutWithoutTimer(1, STOCK, SALES).join();
        worker.refuse("other");
        rollOutWithoutTimer(2, OTHER, STOCK, SALES).join();
        assertThat(acknowledgements.getStatus("w1", OTHER.id())).contains(LoadStatus.failed("Refused by the worker"));
        assertThat(worker.getRequests()).hasSize(2);
        assertThat(worker.getAnswersInFull()).isEqualTo(2);

        rollOutWithoutTimer(3, NEW_SALES, OTHER, STOCK).join();
        assertThat(acknowledgements.getStatuses("w1")).containsOnlyKeys(NEW_SALES.id(), OTHER.id(), STOCK.id());
        assertThat(acknowledgements.getStatus("w1", OTHER.id())).contains(LoadStatus.failed("Refused by the worker"));
        assertThat(worker.getAnswersInFull()).isEqualTo(2);
    }

    @Test
    public void testWorkerWithoutTheBase()
    {
        cluster.addActiveWorker("w1");
        rollOutWithoutTimer(1, SALES, STOCK).join();
        TestingWorker restarted = cluster.addActiveWorker("w2");
        rollOutWithoutTimer(2, NEW_SALES, STOCK).join();
        // told in full in the same push
        assertThat(restarted.getVersions()).containsExactlyInAnyOrder(NEW_SALES.id(), STOCK.id());
        assertThat(acknowledgements.isLoaded("w2", NEW_SALES.connectorId())).isTrue();
        assertThat(restarted.getRequests()).hasSize(2);
        assertThat(restarted.getRequests()).allMatch(request -> request.awaited().contains(NEW_SALES.id()));
        assertThat(cluster.getStats().getToldAgain().getTotalCount()).isEqualTo(1);
    }

    @Test
    public void testChangesThatOvertakeEachOther()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOutWithoutTimer(1, STOCK, SALES).join();
        CountDownLatch held = worker.hold();
        CompletableFuture<Void> late = rollOutWithoutTimer(2, OTHER, STOCK, SALES);
        await("the worker is told", TIMEOUT, () -> worker.getArrivals() == 2);
        worker.proceed();
        rollOutWithoutTimer(3, NEW_SALES, STOCK, OTHER).join();
        assertThat(worker.getVersions()).containsExactlyInAnyOrder(STOCK.id(), NEW_SALES.id(), OTHER.id());

        held.countDown();
        late.join();
        assertThat(worker.getVersions()).containsExactlyInAnyOrder(STOCK.id(), NEW_SALES.id(), OTHER.id());
        assertThat(acknowledgements.getStatuses("w1")).containsOnlyKeys(STOCK.id(), NEW_SALES.id(), OTHER.id());
    }

    @Test
    public void testNewWorker()
    {
        rollOut();
        TestingWorker worker = cluster.addAnnouncedWorker("w1");
        await("the worker is told", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
        assertThat(worker.getRequests()).hasSizeGreaterThanOrEqualTo(2);
        // asked first, told then
        assertThat(worker.getRequests().get(0).catalogs()).isEmpty();
        assertThat(worker.getRequests().get(1).catalogs()).isPresent();
    }

    @Test
    public void testOnlyTheWarmupOfARunningWorkerEnds()
    {
        rollOut();
        Duration warmup = new FailureDetectorConfig().getWarmupInterval();
        cluster.addAnnouncedWorker("running", warmup);
        cluster.addAnnouncedWorker("started", new Duration(warmup.toMillis() - 1, MILLISECONDS));
        await("both are told", TIMEOUT, () -> Stream.of("running", "started").allMatch(worker -> acknowledgements.isLoaded(worker, SALES.connectorId())));
        await("the warm-up ends", TIMEOUT, () -> cluster.isWarm("running"));
        assertThat(cluster.isWarm("started")).isFalse();

        // with a new announcement it is another process, or may be
        cluster.addAnnouncedWorker("running");
        await("it is asked again", TIMEOUT, () -> cluster.isWarm("running"));
    }

    @Test
    public void testStartingWorker()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOut().finished().join();
        assertThat(acknowledgements.isLoaded("w1", SALES.connectorId())).isTrue();

        worker.restart();
        await("nothing is acknowledged", TIMEOUT, () -> !acknowledgements.isLoaded("w1", SALES.connectorId()));
        worker.run();
        await("the worker has caught up", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
        assertThat(acknowledgements.getError("w1")).isEmpty();
    }

    @Test
    public void testUnreachableWorker()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOut().finished().join();

        worker.disconnect();
        await("the error is known", TIMEOUT, () -> acknowledgements.getError("w1").isPresent());
        assertThat(acknowledgements.isLoaded("w1", SALES.connectorId())).isTrue();
        worker.run();
        await("the error is over", TIMEOUT, () -> acknowledgements.getError("w1").isEmpty());
    }

    @Test
    public void testWorkerThatLeaves()
    {
        cluster.addActiveWorker("w1");
        rollOut().finished().join();
        cluster.remove("w1");
        await("the worker is forgotten", TIMEOUT, () -> acknowledgements.getStatus("w1", SALES.id()).isEmpty());
    }

    @Test
    public void testNothingIsRepeated()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        // so that the timer finds the worker told
        rollOutWithoutTimer(1, SALES).join();
        cluster.getSynchronizer().start();
        int told = worker.getRequests().size();
        await("the worker is asked", TIMEOUT, () -> worker.getRequests().size() >= told + 2);
        assertThat(worker.getRequests()).filteredOn(request -> request.catalogs().isPresent()).hasSize(1);
        assertThat(worker.getAnswersInFull()).isEqualTo(1);
        assertThat(acknowledgements.isLoaded("w1", SALES.connectorId())).isTrue();

        worker.refuse("sales");
        await("the worker's news are known", TIMEOUT, () -> !acknowledgements.isLoaded("w1", SALES.connectorId()));
        assertThat(worker.getAnswersInFull()).isEqualTo(2);
    }

    @Test
    public void testAnswerThatIsLost()
    {
        TestingWorker worker = cluster.addActiveWorker("w1");
        rollOut().finished().join();
        CountDownLatch held = worker.hold();
        await("the worker does not answer", TIMEOUT, () -> acknowledgements.getError("w1").isPresent());
        worker.proceed();
        await("the worker is asked again", TIMEOUT, () -> acknowledgements.getError("w1").isEmpty());
        assertThat(held.getCount()).isEqualTo(1);
        held.countDown();
    }

    @Test
    public void testWorkersAreToldWithoutATimer()
    {
        TestingWorker worker = cluster.addAnnouncedWorker("w1");
        rollOut();
        await("the worker is told", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
        assertThat(worker.getRequests()).allMatch(request -> request.digest().equals(new DesiredCatalogs(1, ImmutableList.of(SALES)).digest()));
    }

    @Test
    public void testWorkerThatHangs()
    {
        cluster.close();
        // the other worker answers in time, on a busy machine too
        open(new Duration(3, SECONDS));
        TestingWorker hanging = cluster.addActiveWorker("w1");
        TestingWorker other = cluster.addActiveWorker("w2");
        rollOutWithoutTimer(1, SALES).join();

        CountDownLatch held = hanging.hold();
        long start = System.nanoTime();
        CompletableFuture<Void> first = rollOutWithoutTimer(2, STOCK, SALES);
        await("the other worker has answered", TIMEOUT, () -> acknowledgements.isLoaded("w2", STOCK.connectorId()));
        cluster.assertWaiting(first, start);
        assertThat(first).succeedsWithin(TIMEOUT);

        // told once, and not waited for
        for (int revision = 3; revision < 10; revision++) {
            Rollout rollout = cluster.getSynchronizer().rollOut(new DesiredCatalogs(revision, ImmutableList.of(OTHER, STOCK, SALES)), OTHER);
            assertThat(rollout.finished()).succeedsWithin(TIMEOUT);
            assertThat(rollout.anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        }
        assertThat(other.getArrivals()).isEqualTo(9);
        assertThat(hanging.getArrivals()).isEqualTo(2);

        // it answers again, and is waited for again
        hanging.proceed();
        held.countDown();
        await("the worker has answered", TIMEOUT, () -> acknowledgements.isLoaded("w1", STOCK.connectorId()));
        CountDownLatch heldAgain = hanging.hold();
        long startOfLast = System.nanoTime();
        CompletableFuture<Void> last = rollOutWithoutTimer(10, NEW_SALES, STOCK);
        await("the other worker has answered", TIMEOUT, () -> acknowledgements.isLoaded("w2", NEW_SALES.connectorId()));
        cluster.assertWaiting(last, startOfLast);
        heldAgain.countDown();
        assertThat(last).succeedsWithin(TIMEOUT);
    }

    @Test
    public void testOnlyHangingWorkers()
    {
        cluster.close();
        open(new Duration(100, MILLISECONDS));
        CountDownLatch held = cluster.addActiveWorker("w1").hold();
        rollOutWithoutTimer(1, SALES).join();
        Rollout rollout = cluster.getSynchronizer().rollOut(new DesiredCatalogs(2, ImmutableList.of(SALES, STOCK)), STOCK);
        assertThat(rollout.finished()).isDone();
        assertThat(rollout.anyLoaded()).isCompletedWithValue(false);

        // started anew, it is another one
        cluster.remove("w1");
        cluster.addActiveWorker("w1");
        long start = System.nanoTime();
        cluster.assertWaiting(rollOutWithoutTimer(3, OTHER), start);
        held.countDown();
    }

    @Test
    public void testHangingWorkerIsAskedByTheTimer()
    {
        cluster.close();
        open(new Duration(100, MILLISECONDS));
        TestingWorker worker = cluster.addActiveWorker("w1");
        cluster.getSynchronizer().start();
        CountDownLatch held = worker.hold();
        rollOutWithoutTimer(1, SALES).join();
        worker.proceed();
        await("the worker has caught up", TIMEOUT, () -> acknowledgements.isLoaded("w1", SALES.connectorId()));
        CountDownLatch heldAgain = worker.hold();
        long start = System.nanoTime();
        cluster.assertWaiting(rollOutWithoutTimer(2, STOCK, SALES), start);
        held.countDown();
        heldAgain.countDown();
    }

    @Test
    public void testManyVersions()
    {
        cluster.addActiveWorker("w1").refuse("stock");
        TestingWorker slow = cluster.addActiveWorker("w2");
        slow.load("other");
        Map<String, Rollout> rollouts = cluster.getSynchronizer().rollOut(new DesiredCatalogs(1, ImmutableList.of(SALES, STOCK, OTHER)), ImmutableList.of(SALES, STOCK, OTHER)).result();

        // what one of them takes to load delays none of the others
        assertThat(rollouts.get(SALES.id()).finished()).succeedsWithin(TIMEOUT);
        assertThat(rollouts.get(STOCK.id()).finished()).succeedsWithin(TIMEOUT);
        assertThat(rollouts.get(STOCK.id()).anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(rollouts.get(OTHER.id()).anyLoaded()).succeedsWithin(TIMEOUT).isEqualTo(true);
        assertThat(acknowledgements.getStatus("w1", STOCK.id())).contains(LoadStatus.failed("Refused by the worker"));
        assertThat(acknowledgements.isLoaded("w2", STOCK.connectorId())).isTrue();
        assertThat(rollouts.get(OTHER.id()).finished()).isNotDone();

        slow.loaded();
        assertThat(rollouts.get(OTHER.id()).finished()).succeedsWithin(TIMEOUT);
        assertThat(acknowledgements.isLoaded("w2", OTHER.connectorId())).isTrue();
        assertThat(slow.getRequests()).filteredOn(request -> request.catalogs().isPresent() || request.change().isPresent()).hasSize(1);
    }

    private CompletableFuture<Void> rollOutWithoutTimer(long revision, CatalogVersion... versions)
    {
        return cluster.getSynchronizer().rollOut(new DesiredCatalogs(revision, ImmutableList.copyOf(versions)), versions[0]).finished();
    }

    private Rollout rollOut()
    {
        Rollout rollout = cluster.getSynchronizer().rollOut(new DesiredCatalogs(1, ImmutableList.of(SALES)), SALES);
        // afterwards, so that the rollout is the first that workers hear
        cluster.getSynchronizer().start();
        return rollout;
    }
}
