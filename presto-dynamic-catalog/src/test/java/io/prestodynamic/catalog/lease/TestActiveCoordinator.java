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
package io.prestodynamic.catalog.lease;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestActiveCoordinator
        extends AbstractTestActiveCoordinator
{
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    public void testFirstTakesAtOnce()
    {
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).as("active before it is ready").isFalse();
        first.coordinator.requestLease();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(lease.get().orElseThrow().term()).isEqualTo(1);
        assertThat(first.coordinator.getOther()).isEmpty();
    }

    @Test
    public void testSecondWaitsAsLongAsTheLeaseIsRenewed()
    {
        activate(first);
        second.coordinator.requestLease();
        for (int i = 0; i < 60; i++) {
            pass(first, second);
        }
        assertThat(second.coordinator.isActive()).isFalse();
        assertThat(second.coordinator.getOther()).contains(URI.create("http://c1:8080"));
        assertThat(second.coordinator.explainStandby()).isEqualTo("This coordinator is on standby: http://c1:8080 (node c1) is active");
        // one renewal for every fifth of the lease
        assertThat(lease.get().orElseThrow().renewals()).isBetween(29L, 31L);
    }

    @Test
    public void testSecondTakesWhenTheLeaseEnds()
    {
        activate(first);
        second.coordinator.requestLease();
        pass(first, second);
        assertThat(passesUntilActive(second)).isBetween(9, 10);
        assertThat(lease.get().orElseThrow().nodeId()).isEqualTo("c2");
        assertThat(lease.get().orElseThrow().term()).isEqualTo(2);
    }

    /**
     * The startup time counts towards the expiry of the lease.
     */
    @Test
    public void testWatchesBeforeItIsReady()
    {
        activate(first);
        for (int i = 0; i <= 10; i++) {
            pass(second);
        }
        assertThat(second.coordinator.isActive()).isFalse();
        second.coordinator.requestLease();
        second.coordinator.pass();
        assertThat(second.coordinator.isActive()).isTrue();
    }

    @Test
    public void testSecondTakesAtOnceWhenTheProcessHasEnded()
    {
        activate(first);
        second.coordinator.requestLease();
        for (int i = 0; i < 10; i++) {
            pass(first, second);
        }
        first.kill();
        assertThat(passesUntilActive(second)).isEqualTo(1);
        assertThat(lease.get().orElseThrow().term()).isEqualTo(2);
    }

    @Test
    public void testEndOfProcessThatWasNeverReached()
    {
        activate(first);
        first.setRefusing(true);
        second.coordinator.requestLease();
        pass(first, second);
        first.loseSession();
        assertThat(passesUntilActive(second)).isBetween(9, 10);
    }

    @Test
    public void testEndOfProcessThatDidNotKnowTheStandby()
    {
        activate(first);
        second.coordinator.requestLease();
        pass(first, second);
        first.kill();
        assertThat(passesUntilActive(second)).as("seconds until discovery has listed it for the length of the lease").isBetween(9, 10);
    }

    @Test
    public void testFirewallProvesNoEnd()
    {
        activate(first);
        second.coordinator.requestLease();
        pass(first, second);
        first.setRefusing(true);
        assertThat(passesUntilActive(second)).isBetween(9, 10);
    }

    @Test
    public void testLostSessionProvesNoEnd()
    {
        activate(first);
        second.coordinator.requestLease();
        pass(first, second);
        first.loseSession();
        assertThat(passesUntilActive(second)).isBetween(9, 10);
    }

    @Test
    public void testReleased()
            throws InterruptedException
    {
        activate(first);
        second.coordinator.requestLease();
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
        second.coordinator.requestLease();
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
        again.coordinator.requestLease();
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
    public void testRace()
    {
        for (int round = 0; round < 50; round++) {
            lease.set(Optional.empty());
            List<Node> racers = ImmutableList.of(new Node("r1"), new Node("r2"));
            CyclicBarrier start = new CyclicBarrier(racers.size());
            CompletableFuture.allOf(racers.stream()
                    .map(node -> runAsync(() -> {
                        node.coordinator.requestLease();
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
        try (TestingLog log = new TestingLog(LeaseKeeper.class.getName())) {
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

    private static void awaitBarrier(CyclicBarrier barrier)
    {
        try {
            barrier.await(10, SECONDS);
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
