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
package io.prestodynamic.catalog.manager;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.store.LeaseRecord;
import io.prestodynamic.catalog.sync.TestingTicker;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coordinators on one lease of ten seconds, whose passes are made by the test, and whose time goes on when it says so.
 */
public class TestActiveCoordinator
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(20);
    private static final Duration SECOND = new Duration(1, SECONDS);

    private final AtomicInteger sessions = new AtomicInteger();
    private List<Node> nodes;
    private AtomicReference<Optional<LeaseRecord>> lease;
    private TestingTicker ticker;
    private Node first;
    private Node second;

    @BeforeMethod
    public void setUp()
    {
        nodes = new ArrayList<>();
        lease = new AtomicReference<>(Optional.empty());
        ticker = new TestingTicker();
        first = new Node("c1");
        second = new Node("c2");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws InterruptedException
    {
        for (Node node : nodes) {
            node.coordinator.stop();
        }
    }

    @Test
    public void testFirstTakesAtOnce()
    {
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).as("active before it is ready").isFalse();
        first.coordinator.volunteer();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(lease.get().orElseThrow().term()).isEqualTo(1);
        assertThat(first.coordinator.getOther()).isEmpty();
    }

    @Test
    public void testSecondWaitsAsLongAsTheLeaseIsRenewed()
    {
        activate(first);
        second.coordinator.volunteer();
        for (int i = 0; i < 60; i++) {
            pass(first, second);
        }
        assertThat(second.coordinator.isActive()).isFalse();
        assertThat(second.coordinator.getOther()).contains(URI.create("http://c1:8080"));
        assertThat(second.coordinator.explainStandby()).isEqualTo("This coordinator is on standby: http://c1:8080 (node c1) is active");
        // a renewal every fifth of the lease
        assertThat(lease.get().orElseThrow().renewals()).isBetween(29L, 31L);
    }

    @Test
    public void testSecondTakesWhenTheLeaseEnds()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        assertThat(passesUntilActive(second)).isBetween(9, 10);
        assertThat(lease.get().orElseThrow().nodeId()).isEqualTo("c2");
        assertThat(lease.get().orElseThrow().term()).isEqualTo(2);
    }

    /**
     * The seconds of the boot count.
     */
    @Test
    public void testWatchesBeforeItIsReady()
    {
        activate(first);
        for (int i = 0; i <= 10; i++) {
            pass(second);
        }
        assertThat(second.coordinator.isActive()).isFalse();
        second.coordinator.volunteer();
        second.coordinator.pass();
        assertThat(second.coordinator.isActive()).isTrue();
    }

    @Test
    public void testReleased()
            throws InterruptedException
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        first.coordinator.stop();
        second.coordinator.pass();
        assertThat(second.coordinator.isActive()).isTrue();
    }

    @Test
    public void testStandbyThatStopsReleasesNothing()
            throws InterruptedException
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        second.coordinator.stop();
        pass(first);
        assertThat(lease.get().orElseThrow().isReleased()).isFalse();
        assertThat(first.coordinator.isActive()).isTrue();
    }

    @Test
    public void testFormerLifeOfTheSameNode()
    {
        activate(first);
        Node again = new Node("c1");
        again.coordinator.volunteer();
        again.coordinator.pass();
        assertThat(again.coordinator.isActive()).isTrue();
        assertThat(lease.get().orElseThrow().term()).isEqualTo(2);
    }

    @Test
    public void testStandbyDoesNotPointAtItself()
    {
        activate(first);
        Node again = new Node("c1");
        again.coordinator.pass();
        assertThat(again.coordinator.getOther()).isEmpty();
        assertThat(again.coordinator.explainStandby()).doesNotContain("c1");
    }

    @Test
    public void testStoreIsDownWhileActive()
    {
        activate(first);
        first.store.disconnect();
        try (TestingLog log = new TestingLog(ActiveCoordinator.class.getName())) {
            for (int i = 0; i < 100; i++) {
                pass(first);
            }
            assertThat(first.coordinator.isActive()).isTrue();
            assertThat(log.getMessages()).singleElement().asString().contains("stays ACTIVE").contains("cannot be reached");
            assertThat(first.coordinator.getLastRenewalAgeMillis()).isBetween(99_000L, 101_000L);

            first.store.connect();
            pass(first);
            assertThat(first.coordinator.isActive()).isTrue();
            assertThat(log.getMessages()).hasSize(2).last().asString().contains("answers again");
        }
        assertThat(first.deposed).hasValue(0);
    }

    @Test
    public void testStoreIsDownWhileStandby()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        second.store.disconnect();
        try (TestingLog log = new TestingLog(ActiveCoordinator.class.getName())) {
            for (int i = 0; i < 100; i++) {
                pass(second);
            }
            assertThat(second.coordinator.isActive()).isFalse();
            assertThat(log.getMessages()).singleElement().asString().contains("stays STANDBY");
        }
    }

    /**
     * A store that nobody could reach has the active one's last renewal of before: it gets the time to renew the lease.
     */
    @Test
    public void testStoreWasDownForBoth()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 100; i++) {
            pass(first, second);
        }
        second.store.connect();
        for (int i = 0; i < 9; i++) {
            pass(second);
        }
        assertThat(second.coordinator.isActive()).isFalse();
        first.store.connect();
        pass(first);
        for (int i = 0; i < 5; i++) {
            pass(first, second);
        }
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(second.coordinator.isActive()).isFalse();
    }

    /**
     * Where both were frozen, as with the host of their virtual machines, the standby has not seen ten seconds without a renewal.
     */
    @Test
    public void testFrozenStandby()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        ticker.advance(new Duration(60, SECONDS));
        second.coordinator.pass();
        assertThat(second.coordinator.isActive()).isFalse();
        assertThat(passesUntilActive(second)).isBetween(10, 11);
    }

    @Test
    public void testFrozenActiveIsDeposed()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        passesUntilActive(second);
        assertThat(first.coordinator.isActive()).isTrue();

        try (TestingLog log = new TestingLog(ActiveCoordinator.class.getName())) {
            for (int i = 0; i < 10; i++) {
                first.coordinator.pass();
                ticker.advance(SECOND);
            }
            assertThat(log.getMessages()).singleElement().asString().contains("no longer active").contains("http://c2:8080 (node c2) is active");
        }
        assertThat(first.deposed).hasValue(1);
        assertThat(first.coordinator.getState()).isEqualTo("DEPOSED");
        assertThat(first.coordinator.getOther()).contains(URI.create("http://c2:8080"));
        assertThat(lease.get().orElseThrow().nodeId()).isEqualTo("c2");
    }

    /**
     * Its shutdown hooks run while its own thread waits for them.
     */
    @Test
    public void testDeposedStopsAtOnce()
            throws InterruptedException
    {
        AtomicReference<ActiveCoordinator> self = new AtomicReference<>();
        AtomicInteger exits = new AtomicInteger();
        Node hooked = new Node("c3", () -> {
            try {
                self.get().stop();
            }
            catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            exits.incrementAndGet();
        });
        self.set(hooked.coordinator);
        activate(hooked);
        lease.set(Optional.of(new LeaseRecord("test", "c4", URI.create("http://c4:8080"), "other", 9, 0)));
        ticker.advance(new Duration(3, SECONDS));
        hooked.coordinator.pass();
        assertThat(exits).hasValue(1);
        assertThat(lease.get().orElseThrow().session()).isEqualTo("other");
    }

    @Test
    public void testVanishedLeaseIsTakenAnewByItsHolder()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        lease.set(Optional.empty());
        for (int i = 0; i < 20; i++) {
            pass(second, first);
        }
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(second.coordinator.isActive()).isFalse();
        assertThat(lease.get().orElseThrow().nodeId()).isEqualTo("c1");
        assertThat(lease.get().orElseThrow().term()).isEqualTo(2);
    }

    @Test
    public void testVanishedLeaseOfNobody()
    {
        activate(first);
        second.coordinator.volunteer();
        pass(first, second);
        lease.set(Optional.empty());
        assertThat(passesUntilActive(second)).isBetween(10, 11);
    }

    @Test
    public void testLeaseThatOthersHadMeanwhile()
    {
        activate(first);
        lease.set(Optional.of(new LeaseRecord("test", "c2", URI.create("http://c2:8080"), "", 7, 3)));
        pass(first);
        pass(first);
        pass(first);
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(lease.get().orElseThrow().nodeId()).isEqualTo("c1");
        assertThat(lease.get().orElseThrow().term()).isEqualTo(8);
        assertThat(first.deposed).hasValue(0);
    }

    @Test
    public void testUnknownOutcomes()
    {
        first.coordinator.volunteer();
        first.store.loseAnswers();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).isFalse();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).as("finds that it holds the lease").isTrue();
        assertThat(lease.get().orElseThrow().term()).isEqualTo(1);

        for (int i = 0; i < 20; i++) {
            pass(first);
        }
        assertThat(first.coordinator.isActive()).isTrue();
        first.store.connect();
        pass(first);
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(first.deposed).hasValue(0);
    }

    @Test
    public void testRace()
    {
        for (int round = 0; round < 50; round++) {
            lease.set(Optional.empty());
            List<Node> racers = ImmutableList.of(new Node("r1"), new Node("r2"));
            CyclicBarrier start = new CyclicBarrier(racers.size());
            CompletableFuture.allOf(racers.stream()
                    .map(node -> runAsync(() -> {
                        node.coordinator.volunteer();
                        awaitBarrier(start);
                        node.coordinator.pass();
                    }))
                    .toArray(CompletableFuture[]::new)).join();
            assertThat(racers.stream().filter(node -> node.coordinator.isActive())).hasSize(1);
        }
    }

    @Test
    public void testThread()
            throws Exception
    {
        try (TestingLog log = new TestingLog(ActiveCoordinator.class.getName())) {
            first.coordinator.start();
            first.coordinator.awaitActive();
            assertThat(first.coordinator.getState()).isEqualTo("ACTIVE");
            assertThat(first.coordinator.getTerm()).isEqualTo(1);

            second.coordinator.start();
            CompletableFuture<Void> waiting = runAsync(second.coordinator::awaitActive);
            await("it is known who is active", TIMEOUT, () -> second.coordinator.getHolderNodeId().equals("c1"));
            await("it is logged who is active", TIMEOUT, () -> log.getInfos().stream().anyMatch(message -> message.contains("on standby")));
            assertThat(second.coordinator.getHolderUri()).isEqualTo("http://c1:8080");
            assertThat(waiting).isNotDone();

            first.coordinator.stop();
            waiting.get(20, SECONDS);
            assertThat(second.coordinator.getState()).isEqualTo("ACTIVE");
            assertThat(log.getInfos()).containsExactly(
                    "This coordinator is active now, in term 1",
                    "This coordinator is on standby: http://c1:8080 (node c1) is active",
                    "This coordinator is active now, in term 2");
        }
    }

    private void activate(Node node)
    {
        node.coordinator.volunteer();
        node.coordinator.pass();
        assertThat(node.coordinator.isActive()).isTrue();
    }

    /**
     * A pass of each, and a second.
     */
    private void pass(Node... passing)
    {
        for (Node node : passing) {
            node.coordinator.pass();
        }
        ticker.advance(SECOND);
    }

    private int passesUntilActive(Node node)
    {
        int passes = 0;
        while (!node.coordinator.isActive()) {
            assertThat(passes).isLessThan(1000);
            pass(node);
            passes++;
        }
        return passes;
    }

    private static void awaitBarrier(CyclicBarrier barrier)
    {
        try {
            barrier.await(10, SECONDS);
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private class Node
    {
        private final TestingLeaseStore store = new TestingLeaseStore(lease);
        private final AtomicInteger deposed = new AtomicInteger();
        private final ActiveCoordinator coordinator;

        Node(String nodeId)
        {
            this(nodeId, () -> {});
        }

        Node(String nodeId, Runnable onDeposed)
        {
            LeaseRecord self = new LeaseRecord("test", nodeId, URI.create("http://%s:8080".formatted(nodeId)), "session" + sessions.incrementAndGet(), 0, 0);
            coordinator = new ActiveCoordinator(store, self, new ActiveCoordinatorConfig().setLease(new Duration(10, SECONDS)), ticker, () -> {
                deposed.incrementAndGet();
                onDeposed.run();
            });
            nodes.add(this);
        }
    }
}
