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

import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Unreachable stores, suspended coordinators, and leases that disappear.
 */
public class TestActiveCoordinatorFaults
        extends AbstractTestActiveCoordinator
{
    private static final Duration SECOND = new Duration(1, SECONDS);

    @Test
    public void testStoreIsDownWhileActive()
    {
        activate(first);
        first.store.disconnect();
        try (TestingLog log = new TestingLog(LeaseClaims.class.getName())) {
            for (int i = 0; i < 100; i++) {
                pass(first);
            }
            assertThat(first.coordinator.isActive()).isTrue();
            assertThat(log.getMessages()).singleElement().asString().contains("is ACTIVE").contains("cannot be reached");
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
        second.coordinator.requestLease();
        pass(first, second);
        second.store.disconnect();
        try (TestingLog log = new TestingLog(LeaseClaims.class.getName())) {
            for (int i = 0; i < 100; i++) {
                pass(second);
            }
            assertThat(second.coordinator.isActive()).isFalse();
            assertThat(log.getMessages()).singleElement().asString().contains("is STANDBY");
        }
    }

    /**
     * After an outage of the store for all, the active coordinator gets time to renew the lease.
     */
    @Test
    public void testStoreWasDownForBoth()
    {
        activate(first);
        second.coordinator.requestLease();
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
     * A standby that was suspended together with the active coordinator has not observed ten seconds without a renewal.
     */
    @Test
    public void testFrozenStandby()
    {
        activate(first);
        second.coordinator.requestLease();
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
        second.coordinator.requestLease();
        pass(first, second);
        passesUntilActive(second);
        assertThat(first.coordinator.getState()).as("when it thaws").isEqualTo("FENCED");

        try (TestingLog log = new TestingLog(LeaseKeeper.class.getName())) {
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
     * Its shutdown hooks run while its pass thread waits for them.
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
        second.coordinator.requestLease();
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
        second.coordinator.requestLease();
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
        first.coordinator.requestLease();
        first.store.loseAnswers();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).isFalse();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).as("does not know since when it holds the lease").isFalse();
        first.store.connect();
        first.coordinator.pass();
        assertThat(first.coordinator.isActive()).as("finds that it holds the lease").isTrue();
        first.store.loseAnswers();
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
}
