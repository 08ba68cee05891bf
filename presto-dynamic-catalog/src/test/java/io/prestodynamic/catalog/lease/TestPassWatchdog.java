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
import io.prestodynamic.catalog.lease.store.TestingLeaseStore;
import org.testng.annotations.Test;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

public class TestPassWatchdog
{
    @Test
    public void testRequestsThatAnInterruptEnds()
    {
        AbandonedStore store = new AbandonedStore();
        PassWatchdog watchdog = new PassWatchdog(store, new Duration(50, MILLISECONDS));
        AtomicInteger failures = new AtomicInteger();
        // each of several requests of a pass fails
        watchdog.run(() -> {
            for (int i = 0; i < 3; i++) {
                try {
                    new CountDownLatch(1).await();
                }
                catch (InterruptedException e) {
                    failures.incrementAndGet();
                }
            }
        });
        assertThat(failures).hasValue(3);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    public void testRequestThatNoInterruptEnds()
    {
        AbandonedStore store = new AbandonedStore();
        new PassWatchdog(store, new Duration(50, MILLISECONDS)).run(() -> awaitUninterruptibly(store.abandoned));
        assertThat(store.abandoned.getCount()).isZero();
        assertThat(Thread.currentThread().isInterrupted()).as("an interrupt is left").isFalse();
    }

    @Test
    public void testPassInTime()
    {
        AbandonedStore store = new AbandonedStore();
        PassWatchdog watchdog = new PassWatchdog(store, new Duration(10, MINUTES));
        AtomicInteger passes = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            watchdog.run(passes::incrementAndGet);
        }
        assertThat(passes).hasValue(100);
        assertThat(store.abandoned.getCount()).isEqualTo(1);
    }

    private static class AbandonedStore
            extends TestingLeaseStore
    {
        private final CountDownLatch abandoned = new CountDownLatch(1);

        AbandonedStore()
        {
            super(new AtomicReference<>(Optional.<LeaseRecord>empty()));
        }

        @Override
        public void abandon()
        {
            abandoned.countDown();
        }
    }
}
