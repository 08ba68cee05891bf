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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fencing of an active coordinator that cannot renew its lease: before another one can become active, and only if one can.
 */
public class TestActiveCoordinatorFencing
        extends AbstractTestActiveCoordinator
{
    private static final List<String> ALL = ImmutableList.of("jmx", "presto", "presto-coordinator");
    private static final List<String> WITHDRAWN = ImmutableList.of("jmx");

    @Test
    public void testStoreIsGoneForTheActiveOne()
            throws InterruptedException
    {
        activateWithStandby();
        first.store.disconnect();
        try (TestingLog log = new TestingLog(LeaseFence.class.getName())) {
            assertThat(passesUntilSecondIsActive()).isBetween(9, 12);
            pass(first, second);
            assertThat(log.getMessages()).singleElement().asString().contains("takes no more statements").contains("10");
        }
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        assertThat(first.coordinator.getOther()).as("told by the other").contains(URI.create("http://c2:8080"));
        assertThat(first.coordinator.explainStandby()).isEqualTo("This coordinator cannot renew its lease and takes no statements: http://c2:8080 is active");
        assertThat(first.announcedTypes()).isEqualTo(WITHDRAWN);
        assertThat(second.announcedTypes()).isEqualTo(ALL);
        for (int i = 0; i < 100; i++) {
            passBoth();
        }
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        assertThat(first.deposed).as("what runs may finish").hasValue(0);

        first.store.connect();
        pass(first);
        assertThat(first.deposed).hasValue(1);
        assertThat(first.coordinator.explainStandby()).isEqualTo("This coordinator ends: http://c2:8080 (node c2) is active");
    }

    @Test
    public void testStoreIsGoneForAll()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 100; i++) {
            passBoth();
            assertThat(first.coordinator.isActive()).isTrue();
        }
        assertThat(first.announcedTypes()).isEqualTo(ALL);

        first.store.connect();
        second.store.connect();
        for (int i = 0; i < 30; i++) {
            passBoth();
            assertThat(first.coordinator.isActive()).isTrue();
        }
        assertThat(lease.get().orElseThrow().term()).isEqualTo(1);
    }

    @Test
    public void testStoreIsGoneAndThereIsNoOther()
    {
        activate(first);
        first.coordinator.serverAnnounces();
        first.store.disconnect();
        for (int i = 0; i < 100; i++) {
            pass(first);
            assertThat(first.coordinator.isActive()).isTrue();
        }
        assertThat(first.announcedTypes()).isEqualTo(ALL);
    }

    /**
     * The standby may take the lease a whole duration after it can read it again, and the active coordinator is fenced before.
     */
    @Test
    public void testStandbyReachesTheStoreAgain()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 50; i++) {
            passBoth();
        }
        assertThat(first.coordinator.isActive()).isTrue();
        second.store.connect();
        assertThat(passesUntilSecondIsActive()).isBetween(10, 22);
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
    }

    @Test
    public void testDiscoveryIsGoneToo()
    {
        activate(first);
        first.coordinator.serverAnnounces();
        first.store.disconnect();
        network.setDiscoveryDown(true);
        int passes = 0;
        while (first.coordinator.isActive()) {
            pass(first);
            passes++;
        }
        assertThat(passes).isBetween(9, 11);
        // long enough for a coordinator to become active and disappear from discovery
        for (int i = 0; i < 20; i++) {
            pass(first);
        }
        network.setDiscoveryDown(false);
        for (int i = 0; i < 20; i++) {
            pass(first);
            assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        }
        assertThat(first.announcedTypes()).isEqualTo(WITHDRAWN);

        first.store.connect();
        pass(first);
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(first.announcedTypes()).isEqualTo(ALL);
    }

    @Test
    public void testDiscoveryIsGoneForAMoment()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        network.setDiscoveryDown(true);
        for (int i = 0; i < 7; i++) {
            passBoth();
        }
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        network.setDiscoveryDown(false);
        pass(first, second);
        assertThat(first.coordinator.isActive()).isTrue();
        assertThat(first.announcedTypes()).isEqualTo(ALL);
    }

    @Test
    public void testFrozen()
    {
        activate(first);
        first.coordinator.serverAnnounces();
        ticker.advance(new Duration(9, SECONDS));
        assertThat(first.coordinator.isActive()).isTrue();
        ticker.advance(new Duration(1, SECONDS));
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        first.pass();
        assertThat(first.coordinator.isActive()).as("nobody has taken it").isTrue();
        assertThat(first.announcedTypes()).isEqualTo(ALL);
    }

    @Test
    public void testFrozenWhileStoreIsGone()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        ticker.advance(new Duration(6, SECONDS));
        assertThat(first.coordinator.isActive()).isFalse();
        pass(second, first);
        assertThat(first.coordinator.isActive()).as("the other has promised again").isTrue();
    }

    @Test
    public void testPartition()
    {
        activateWithStandby();
        first.store.disconnect();
        first.link.setCutFromDiscovery(true);
        first.link.setCutFromPeers(true);
        assertThat(passesUntilSecondIsActive()).isBetween(9, 12);
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        assertThat(first.coordinator.getOther()).isEmpty();
        assertThat(first.coordinator.explainStandby()).contains("the active coordinator is not known");
    }

    /**
     * A standby that is gone may have died, or may be active on the other side of a partition.
     */
    @Test
    public void testStandbyDiesWhileStoreIsGone()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        second.kill();
        for (int i = 0; i < 100; i++) {
            pass(first);
        }
        assertThat(first.coordinator.getState()).isEqualTo("FENCED");
        first.store.connect();
        pass(first);
        assertThat(first.coordinator.isActive()).isTrue();
    }

    @Test
    public void testStandbyIsRestartedWhileStoreIsGone()
            throws InterruptedException
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        second.end();
        for (int i = 0; i < 40; i++) {
            pass(first);
            assertThat(first.coordinator.isActive()).isTrue();
        }
        second = new Node("c2");
        second.store.disconnect();
        second.coordinator.requestLease();
        for (int i = 0; i < 40; i++) {
            passBoth();
            assertThat(first.coordinator.isActive()).isTrue();
        }
    }

    @Test
    public void testStandbyThatIsNotReadyIsWaitedFor()
    {
        activate(first);
        pass(first, second);
        first.store.disconnect();
        for (int i = 0; i < 50; i++) {
            passBoth();
            assertThat(first.coordinator.isActive()).isTrue();
        }
        second.coordinator.requestLease();
        assertThat(passesUntilSecondIsActive()).isBetween(8, 12);
    }

    @Test
    public void testStandbyThatNobodyKnowsDoesNotTakeOver()
    {
        activate(first);
        second.coordinator.requestLease();
        second.link.setCutFromDiscovery(true);
        pass(first, second);
        first.store.disconnect();
        for (int i = 0; i < 60; i++) {
            passBoth();
            assertThat(first.coordinator.isActive()).isTrue();
        }
        second.link.setCutFromDiscovery(false);
        assertThat(passesUntilSecondIsActive()).isBetween(10, 12);
    }

    @Test
    public void testLeaseIsDeletedWhileTheActiveOneIsCutOff()
    {
        activateWithStandby();
        first.store.disconnect();
        pass(first, second);
        lease.set(Optional.empty());
        assertThat(passesUntilSecondIsActive()).isBetween(9, 12);
    }

    /**
     * A database that is restored from a backup.
     */
    @Test
    public void testPromiseIsKept()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        lease.set(Optional.of(new LeaseRecord("test", "c3", URI.create("http://c3:8080"), "", 1, 0)));
        second.store.connect();
        assertThat(passesUntilSecondIsActive()).isBetween(8, 12);
    }

    @Test
    public void testPromiseIsKeptWhenTheProcessHasEnded()
    {
        activateWithStandby();
        first.store.disconnect();
        second.store.disconnect();
        for (int i = 0; i < 20; i++) {
            passBoth();
        }
        first.kill();
        second.store.connect();
        assertThat(passesUntilActive(second)).isBetween(8, 12);
    }

    /**
     * The response of the request was lost. Other coordinators count from the request, not from the discovery of its success.
     */
    @Test
    public void testLeaseThatWasTakenLongAgo()
    {
        first.coordinator.requestLease();
        first.store.loseAnswers();
        first.pass();
        first.store.disconnect();
        second.coordinator.requestLease();
        for (int i = 0; i < 9; i++) {
            pass(second);
        }
        first.store.connect();
        first.pass();
        assertThat(first.coordinator.isActive()).isTrue();
        for (int i = 0; i < 20; i++) {
            second.pass();
            assertNotBothActive();
            pass(first);
        }
        assertThat(first.coordinator.isActive()).isTrue();
    }

    @Test
    public void testStopped()
            throws InterruptedException
    {
        activate(first);
        first.coordinator.stop();
        assertThat(first.coordinator.getState()).isEqualTo("STOPPED");
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).isFalse();
        assertThat(lease.get().orElseThrow().isReleased()).isTrue();
    }

    private void activateWithStandby()
    {
        activate(first);
        first.coordinator.serverAnnounces();
        second.coordinator.requestLease();
        for (int i = 0; i < 15; i++) {
            passBoth();
        }
        assertThat(first.coordinator.isActive()).isTrue();
    }

    private void passBoth()
    {
        pass(first, second);
        assertNotBothActive();
    }

    private int passesUntilSecondIsActive()
    {
        int passes = 0;
        while (!second.coordinator.isActive()) {
            assertThat(passes).isLessThan(1000);
            first.pass();
            assertNotBothActive();
            second.pass();
            assertNotBothActive();
            ticker.advance(new Duration(1, SECONDS));
            assertNotBothActive();
            passes++;
        }
        return passes;
    }

    private void assertNotBothActive()
    {
        assertThat(first.coordinator.isActive() && second.coordinator.isActive()).as("two are active").isFalse();
    }
}
