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
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.lease.peer.NoPeers;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.TestingLeaseStore;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.ACTIVE;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

public class TestLeaseKeeper
{
    private static final int ROUNDS = 5000;

    private final TestingTicker ticker = new TestingTicker();

    /**
     * A coordinator either promises not to take the lease, or takes it.
     */
    @Test
    public void testRaceToTakeAndPromise()
    {
        CyclicBarrier start = new CyclicBarrier(2);
        int promises = 0;
        for (int round = 0; round < ROUNDS; round++) {
            LeaseKeeper keeper = new LeaseKeeper(
                    new TestingLeaseStore(new AtomicReference<>(Optional.empty())),
                    new LeaseRecord("test", "c1", URI.create("http://c1:8080"), "s1", 0, 0),
                    new ActiveCoordinatorConfig(),
                    () -> true,
                    new NoPeers(),
                    ticker);
            keeper.requestLease();
            CompletableFuture<Void> pass = runAsync(() -> {
                awaitBarrier(start);
                keeper.pass();
            });
            Duration promise = supplyAsync(() -> {
                awaitBarrier(start);
                return keeper.promise(0);
            }).join();
            pass.join();
            if (promise.toMillis() > 0) {
                promises++;
                assertThat(keeper.getState()).isNotEqualTo(ACTIVE);
            }
            else {
                assertThat(keeper.getState()).isEqualTo(ACTIVE);
            }
        }
        assertThat(promises).as("rounds in which the promise came first").isBetween(1, ROUNDS - 1);
    }

    private static void awaitBarrier(CyclicBarrier barrier)
    {
        try {
            barrier.await();
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
