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
package io.prestodynamic.catalog.lease.store;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.assertRefused;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Contract of all lease stores. Two stores with the same storage represent two coordinators.
 */
abstract class AbstractTestLeaseStore
{
    protected static final String ENVIRONMENT = "production";
    private static final int ROUNDS = 20;

    private final List<AutoCloseable> stores = new ArrayList<>();
    private ExecutorService executor;

    protected LeaseStore store;
    protected LeaseStore otherStore;

    /**
     * Creates an empty storage.
     */
    protected abstract void createStorage();

    /**
     * Opens a store in the last storage, with {@link #closeLater}.
     */
    protected abstract LeaseStore open(String environment, ActiveCoordinatorConfig config);

    /**
     * Deletes the lease by hand.
     */
    protected abstract void deleteLease();

    @BeforeMethod
    public void openStores()
    {
        executor = newCachedThreadPool();
        createStorage();
        store = open(ENVIRONMENT);
        otherStore = open(ENVIRONMENT);
    }

    @AfterMethod(alwaysRun = true)
    public void closeStores()
            throws Exception
    {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(10, SECONDS)).isTrue();
        for (AutoCloseable opened : stores) {
            opened.close();
        }
        stores.clear();
    }

    protected LeaseStore open(String environment)
    {
        return open(environment, new ActiveCoordinatorConfig());
    }

    protected <T extends LeaseStore & AutoCloseable> T closeLater(T store)
    {
        stores.add(store);
        return store;
    }

    @Test
    public void testEmpty()
    {
        assertThat(store.read()).isEmpty();
        assertThat(store.renew("s1")).isFalse();
        store.release("s1");
        assertThat(store.take(Optional.of(lease("c1", "s1", 1)), lease("c2", "s2", 2))).isFalse();
        assertThat(otherStore.read()).isEmpty();
    }

    @Test
    public void testTake()
    {
        LeaseRecord first = lease("c1", "s1", 1);
        assertThat(store.take(Optional.empty(), first)).isTrue();
        assertThat(store.read()).contains(first);
        assertThat(otherStore.read()).contains(first);
        assertThat(otherStore.take(Optional.empty(), lease("c2", "s2", 1))).isFalse();

        LeaseRecord second = lease("c2", "s2", 2);
        assertThat(otherStore.take(Optional.of(first), second)).isTrue();
        assertThat(store.read()).contains(second);
        assertThat(store.take(Optional.of(first), lease("c3", "s3", 2))).isFalse();
        assertThat(store.read()).contains(second);
    }

    @Test
    public void testRenew()
    {
        LeaseRecord first = lease("c1", "s1", 1);
        store.take(Optional.empty(), first);
        assertThat(store.renew("s1")).isTrue();
        assertThat(store.renew("s1")).isTrue();
        assertThat(store.renew("s2")).isFalse();
        LeaseRecord renewed = otherStore.read().orElseThrow();
        assertThat(renewed).isEqualTo(new LeaseRecord(ENVIRONMENT, "c1", first.uri(), "s1", 1, 2));

        // a coordinator that expects the lease before its renewal cannot take it
        assertThat(otherStore.take(Optional.of(first), lease("c2", "s2", 2))).isFalse();
        assertThat(otherStore.take(Optional.of(renewed), lease("c2", "s2", 2))).isTrue();
        assertThat(store.renew("s1")).isFalse();
        assertThat(store.read()).contains(lease("c2", "s2", 2));
    }

    @Test
    public void testRelease()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        otherStore.release("s2");
        assertThat(store.renew("s1")).isTrue();

        store.release("s1");
        store.release("s1");
        LeaseRecord released = otherStore.read().orElseThrow();
        assertThat(released.isReleased()).isTrue();
        assertThat(released.nodeId()).isEqualTo("c1");
        assertThat(released.term()).isEqualTo(1);
        assertThat(store.renew("s1")).isFalse();

        assertThat(otherStore.take(Optional.of(released), lease("c2", "s2", 2))).isTrue();
        assertThat(store.take(Optional.of(released), lease("c3", "s3", 2))).isFalse();
    }

    @Test
    public void testDeleted()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        assertThat(store.renew("s1")).isTrue();
        deleteLease();
        assertThat(store.renew("s1")).isFalse();
        assertThat(store.read()).isEmpty();
        assertThat(store.take(Optional.empty(), lease("c1", "s1", 2))).isTrue();
        assertThat(otherStore.read()).contains(lease("c1", "s1", 2));
    }

    @Test
    public void testEnvironments()
    {
        LeaseStore test = open("test");
        LeaseRecord inTest = new LeaseRecord("test", "t1", URI.create("http://t1:8080"), "s9", 1, 0);
        store.take(Optional.empty(), lease("c1", "s1", 1));
        assertThat(test.read()).isEmpty();
        assertThat(test.take(Optional.empty(), inTest)).isTrue();
        assertThat(test.renew("s1")).isFalse();
        test.release("s1");
        assertThat(store.read()).contains(lease("c1", "s1", 1));
        assertThat(test.read()).contains(inTest);
    }

    @Test
    public void testRaceToCreateStorage()
            throws Exception
    {
        for (int round = 0; round < ROUNDS; round++) {
            createStorage();
            LeaseStore first = open(ENVIRONMENT);
            LeaseStore second = open(ENVIRONMENT);
            assertThat(race(first::read, second::read)).containsExactly(Optional.empty(), Optional.empty());
            closeLast(2);
        }
    }

    @Test
    public void testRaceToTake()
            throws Exception
    {
        store.read();
        otherStore.read();
        Optional<LeaseRecord> before = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<LeaseRecord> expected = before;
            LeaseRecord first = lease("c1", "s1-" + round, round);
            LeaseRecord second = lease("c2", "s2-" + round, round);
            List<Boolean> taken = race(() -> store.take(expected, first), () -> otherStore.take(expected, second));
            assertThat(taken).containsExactlyInAnyOrder(true, false);
            before = Optional.of(taken.get(0) ? first : second);
            assertThat(store.read()).isEqualTo(before);
        }
    }

    /**
     * A holder renews its lease while another coordinator takes it. One of them succeeds.
     */
    @Test
    public void testRaceToRenewAndTake()
            throws Exception
    {
        LeaseRecord before = lease("c1", "s0", 1);
        assertThat(store.take(Optional.empty(), before)).isTrue();
        otherStore.read();
        for (int round = 1; round <= ROUNDS; round++) {
            LeaseRecord expected = store.read().orElseThrow();
            LeaseRecord next = lease("c2", "s" + round, round);
            List<Boolean> won = race(() -> store.renew(expected.session()), () -> otherStore.take(Optional.of(expected), next));
            assertThat(won).containsExactlyInAnyOrder(true, false);
            assertThat(store.read().orElseThrow().session()).isEqualTo(won.get(0) ? expected.session() : next.session());
        }
    }

    protected static LeaseRecord lease(String nodeId, String session, long term)
    {
        return new LeaseRecord(ENVIRONMENT, nodeId, URI.create("http://%s:8080".formatted(nodeId)), session, term, 0);
    }

    /**
     * Abandons a request that waits, as the watchdog of a pass does.
     */
    protected static void assertAbandoned(LeaseStore store, ThrowingCallable request)
    {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<CatalogException> failure = CompletableFuture.supplyAsync(() -> {
            waiting.set(Thread.currentThread());
            return assertRefused(STORE_UNAVAILABLE, request);
        });
        // the request waits by then, or is abandoned before it does
        assertThatThrownBy(() -> failure.get(1, SECONDS)).isInstanceOf(TimeoutException.class);
        await("the request is given up", java.time.Duration.ofSeconds(10), () -> {
            waiting.get().interrupt();
            store.abandon();
            return failure.isDone();
        });
        failure.join();
    }

    private void closeLast(int count)
            throws Exception
    {
        for (int i = 0; i < count; i++) {
            stores.remove(stores.size() - 1).close();
        }
    }

    private <T> List<T> race(Callable<T> first, Callable<T> second)
            throws Exception
    {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<T> firstResult = submit(start, first);
        Future<T> secondResult = submit(start, second);
        return ImmutableList.of(firstResult.get(30, SECONDS), secondResult.get(30, SECONDS));
    }

    private <T> Future<T> submit(CyclicBarrier start, Callable<T> call)
    {
        return executor.submit(() -> {
            start.await(10, SECONDS);
            return call.call();
        });
    }
}
