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

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

public class TestOtherCoordinators
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final String SALES = "sales@1-ab";

    private TestingCluster cluster;

    @BeforeMethod
    public void setUp()
    {
        // a slow machine ends no push early
        open(new Duration(1, MINUTES));
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
    }

    @Test
    public void testNoOthers()
    {
        cluster.addActiveWorker("w1");
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        assertThat(cluster.getOtherCoordinators().getStates(SALES)).isEmpty();
    }

    @Test
    public void testTold()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        peer.store(ImmutableMap.of(SALES, LoadStatus.LOADED));
        CountDownLatch held = peer.hold();

        CompletableFuture<Void> told = cluster.getOtherCoordinators().tellOfChange();
        assertThat(told).isNotDone();
        held.countDown();
        assertThat(told).succeedsWithin(TIMEOUT);
        assertThat(peer.getChanges()).isEqualTo(1);
        assertThat(cluster.getOtherCoordinators().getStates(SALES)).containsExactly(new NodeInfo("c2", true, NodeState.LOADED, Optional.empty(), Optional.empty()));
    }

    @Test
    public void testOneThatDoesNotAnswer()
    {
        tearDown();
        open(new Duration(100, MILLISECONDS));
        CountDownLatch held = cluster.addActiveCoordinator("c2").hold();
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        held.countDown();
    }

    @Test
    public void testOneThatHangs()
    {
        tearDown();
        open(new Duration(100, MILLISECONDS));
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        CountDownLatch held = peer.hold();
        long start = System.nanoTime();
        CompletableFuture<Void> first = cluster.getOtherCoordinators().tellOfChange();
        cluster.assertWaiting(first, start);
        assertThat(first).succeedsWithin(TIMEOUT);
        for (int i = 0; i < 5; i++) {
            assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        }
        held.countDown();
        await("it was told once", TIMEOUT, () -> peer.getChanges() == 1);

        // it is waited for again
        await("it has answered", TIMEOUT, () -> !cluster.getOtherCoordinators().getStates(SALES).isEmpty());
        CountDownLatch heldAgain = peer.hold();
        long startOfLast = System.nanoTime();
        CompletableFuture<Void> last = cluster.getOtherCoordinators().tellOfChange();
        await("it is told", TIMEOUT, () -> peer.getArrivals() == 2);
        cluster.assertWaiting(last, startOfLast);
        heldAgain.countDown();
        assertThat(last).succeedsWithin(TIMEOUT);
        await("it was told twice", TIMEOUT, () -> peer.getChanges() == 2);
    }

    @Test
    public void testManyChanges()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        CountDownLatch held = peer.hold();
        CompletableFuture<Void> first = cluster.getOtherCoordinators().tellOfChange();
        await("it is told", TIMEOUT, () -> peer.getArrivals() == 1);
        List<CompletableFuture<Void>> others = IntStream.range(0, 1000).mapToObj(i -> cluster.getOtherCoordinators().tellOfChange()).toList();
        // a request that was sent before a change says nothing of it
        await("it is told again", TIMEOUT, () -> peer.getArrivals() > 1);
        assertThat(first).isNotDone();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        held.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        others.forEach(other -> assertThat(other).succeedsWithin(TIMEOUT));
        assertThat(peer.getChanges()).isBetween(2, 50);
    }

    @Test
    public void testOneThatCannotBeReached()
    {
        cluster.addActiveCoordinator("c2").disconnect();
        TestingPeer peer = cluster.addActiveCoordinator("c3");
        peer.store(ImmutableMap.of(SALES, LoadStatus.failed("No such host")));
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);

        List<NodeInfo> states = cluster.getOtherCoordinators().getStates(SALES);
        assertThat(states).extracting(NodeInfo::nodeId).containsExactly("c2", "c3");
        assertThat(states).extracting(NodeInfo::state).containsExactly(NodeState.UNREACHABLE, NodeState.FAILED);
        assertThat(states.get(0).error()).hasValueSatisfying(error -> assertThat(error).contains("c2", "Connection refused"));
        assertThat(states.get(1).error()).contains("No such host");
    }

    @Test
    public void testOlderAnswerComesLater()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        CountDownLatch delayed = peer.delayAnswer();
        CompletableFuture<Void> first = cluster.getOtherCoordinators().tellOfChange();
        await("the first question is answered", TIMEOUT, () -> peer.getAnswers() == 1);
        peer.store(ImmutableMap.of(SALES, LoadStatus.LOADED));
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);
        delayed.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);
    }

    @Test
    public void testOlderAnswerOfTheProcessBefore()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        peer.store(ImmutableMap.of(SALES, LoadStatus.failed("No such host")));
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        CountDownLatch delayed = peer.delayAnswer();
        CompletableFuture<Void> first = cluster.getOtherCoordinators().tellOfChange();
        await("the question is answered", TIMEOUT, () -> peer.getAnswers() == 2);
        peer.restart();
        peer.store(ImmutableMap.of(SALES, LoadStatus.LOADED));
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);
        delayed.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);
    }

    @Test
    public void testOlderFailureComesLater()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        peer.store(ImmutableMap.of(SALES, LoadStatus.LOADED));
        peer.disconnect();
        CountDownLatch delayed = peer.delayAnswer();
        CompletableFuture<Void> first = cluster.getOtherCoordinators().tellOfChange();
        await("the first question has failed", TIMEOUT, () -> peer.getFailures() == 1);
        peer.connect();
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);
        delayed.countDown();
        assertThat(first).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.LOADED);

        peer.disconnect();
        assertThat(cluster.getOtherCoordinators().tellOfChange()).succeedsWithin(TIMEOUT);
        assertThat(state()).isEqualTo(NodeState.UNREACHABLE);
    }

    private NodeState state()
    {
        return getOnlyElement(cluster.getOtherCoordinators().getStates(SALES)).state();
    }

    @Test
    public void testAskedOnATimer()
    {
        TestingPeer peer = cluster.addActiveCoordinator("c2");
        cluster.getOtherCoordinators().start();
        await("the other is known", TIMEOUT, () -> !cluster.getOtherCoordinators().getStates(SALES).isEmpty());
        assertThat(peer.getChanges()).isZero();

        cluster.remove("c2");
        await("the other is forgotten", TIMEOUT, () -> cluster.getOtherCoordinators().getStates(SALES).isEmpty());
    }
}
