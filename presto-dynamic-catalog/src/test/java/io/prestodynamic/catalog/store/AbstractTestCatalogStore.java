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
package io.prestodynamic.catalog.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every store promises. Two stores on the same data stand for two coordinators.
 */
public abstract class AbstractTestCatalogStore
{
    private static final int ROUNDS = 30;

    private final List<AutoCloseable> stores = new ArrayList<>();
    private ExecutorService executor;

    protected CatalogStore store;
    protected CatalogStore otherStore;

    /**
     * Makes a place for catalogs that nothing was stored in.
     */
    protected abstract void createStorage();

    /**
     * Opens a store in that place, with {@link #closeLater}.
     */
    protected abstract CatalogStore open();

    @BeforeMethod
    public void openStores()
    {
        createStorage();
        executor = newCachedThreadPool();
        store = open();
        otherStore = open();
    }

    @AfterMethod(alwaysRun = true)
    public void closeStores()
            throws Exception
    {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(1, SECONDS)).isTrue();
        closeAll();
    }

    protected <T extends CatalogStore & AutoCloseable> T closeLater(T store)
    {
        stores.add(store);
        return store;
    }

    @Test
    public void testEmpty()
    {
        assertThat(store.list()).isEqualTo(new StoredCatalogs(ImmutableList.of(), ImmutableList.of()));
    }

    @Test
    public void testAdd()
    {
        Instant before = Instant.now().minusSeconds(1);
        CatalogVersion version = add(store, "sales", ImmutableMap.of("connection-url", "jdbc:mysql://h/", "connection-password", "s3cret"));

        assertThat(version.version()).matches("[0-9]+-[0-9a-f]{8}");
        assertThat(version.createdAt()).isBetween(before, Instant.now());
        assertThat(versions(store)).containsExactly(version);
        assertThat(versions(otherStore)).containsExactly(version);
    }

    @Test
    public void testSurvivesRestart()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        closeAll();
        assertThat(versions(open())).containsExactly(version);
    }

    @Test
    public void testProperties()
    {
        List<Map<String, String>> samples = ImmutableList.of(
                ImmutableMap.of(),
                ImmutableMap.of("z", "1", "a", "2", "m", "3"),
                ImmutableMap.of("quotes", "'\"`\\ \n\t\0 ; -- ${ENV:X} ?"),
                ImmutableMap.of("text", "数据源 é 😀", "ключ", "значение"),
                ImmutableMap.of("empty", "", "blank", "  "));
        for (int i = 0; i < samples.size(); i++) {
            CatalogVersion version = add(store, "catalog-" + i, samples.get(i));
            assertThat(versions(otherStore)).contains(version);
        }
        assertThat(store.list().broken()).isEmpty();
    }

    @Test
    public void testPreparedIsNotStored()
    {
        CatalogDefinition definition = definition("sales", ImmutableMap.of("a", "1"));
        CatalogVersion forgotten = store.prepare(definition);
        CatalogVersion version = otherStore.prepare(definition);

        assertThat(versions(store)).isEmpty();
        assertThat(version.version()).isNotEqualTo(forgotten.version());
        store.add(version);
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testAddTwice()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        assertRefused(CATALOG_EXISTS, () -> add(otherStore, "sales", ImmutableMap.of("a", "2")));
        assertRefused(CATALOG_EXISTS, () -> store.add(version));
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testReplace()
    {
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        store.replace(first.version(), second);
        assertThat(versions(otherStore)).containsExactly(other, second);

        CatalogVersion late = otherStore.prepare(definition("sales", ImmutableMap.of("a", "3")));
        assertRefused(CONCURRENT_CHANGE, () -> otherStore.replace(first.version(), late));
        assertThat(versions(store)).containsExactly(other, second);
    }

    @Test
    public void testReplaceAfterRemove()
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        store.remove("sales", first.version());
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        assertRefused(CONCURRENT_CHANGE, () -> store.replace(first.version(), second));
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testRemove()
    {
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", other.version()));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sale", version.version()));

        otherStore.remove("sales", version.version());
        assertThat(versions(store)).containsExactly(other);
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", version.version()));

        CatalogVersion again = add(store, "sales", ImmutableMap.of("a", "1"));
        assertThat(again.version()).isNotEqualTo(version.version());
        assertThat(versions(store)).containsExactly(other, again);
    }

    @Test
    public void testTooLong()
    {
        assertRefused(INVALID_REQUEST, () -> store.prepare(definition("sales", ImmutableMap.of("a", "x".repeat(1024 * 1024)))));
        assertRefused(INVALID_REQUEST, () -> store.prepare(new CatalogDefinition(new CatalogName("sales"), "x".repeat(201), ImmutableMap.of())));
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testRaceToCreateStorage()
    {
        for (int round = 0; round < ROUNDS; round++) {
            closeAll();
            createStorage();
            CatalogStore first = open();
            CatalogStore second = open();
            assertThat(race(first::list, second::list)).isEmpty();
        }
    }

    @Test
    public void testRaceToAdd()
    {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "sales" + round;
            Map<String, CatalogException> losers = race(
                    () -> add(store, name, ImmutableMap.of("by", "store")),
                    () -> add(otherStore, name, ImmutableMap.of("by", "otherStore")));
            assertThat(losers.values()).extracting(CatalogException::getCode).containsExactly(CATALOG_EXISTS);
            assertThat(versions(store).stream().filter(version -> version.name().value().equals(name))).hasSize(1)
                    .allMatch(version -> !losers.containsKey(version.definition().properties().get("by")));
        }
    }

    @Test
    public void testRaceToReplaceAndRemove()
    {
        CatalogVersion current = add(store, "sales", ImmutableMap.of("by", "nobody"));
        for (int round = 0; round < ROUNDS; round++) {
            CatalogVersion active = current;
            CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("by", "store")));
            boolean remove = round % 2 == 0;
            CatalogVersion otherNext = otherStore.prepare(definition("sales", ImmutableMap.of("by", "otherStore")));
            Map<String, CatalogException> losers = race(
                    () -> {
                        store.replace(active.version(), next);
                        return next;
                    },
                    () -> {
                        if (remove) {
                            otherStore.remove("sales", active.version());
                        }
                        else {
                            otherStore.replace(active.version(), otherNext);
                        }
                        return otherNext;
                    });
            assertThat(losers.values()).extracting(CatalogException::getCode).containsExactly(CONCURRENT_CHANGE);
            if (losers.containsKey("store") && remove) {
                assertThat(versions(store)).isEmpty();
                current = add(store, "sales", ImmutableMap.of("by", "nobody"));
            }
            else {
                current = losers.containsKey("store") ? otherNext : next;
                assertThat(versions(otherStore)).containsExactly(current);
            }
        }
    }

    @Test
    public void testDifferentNamesInParallel()
            throws Exception
    {
        List<Callable<CatalogVersion>> additions = IntStream.range(0, 60)
                .mapToObj(i -> (Callable<CatalogVersion>) () -> {
                    CatalogStore coordinator = i % 2 == 0 ? store : otherStore;
                    CatalogVersion first = add(coordinator, "catalog" + i, ImmutableMap.of("a", "1"));
                    CatalogVersion second = coordinator.prepare(definition("catalog" + i, ImmutableMap.of("a", "2")));
                    coordinator.replace(first.version(), second);
                    if (i % 3 == 0) {
                        coordinator.remove("catalog" + i, second.version());
                    }
                    return second;
                })
                .collect(toImmutableList());
        Set<CatalogVersion> expected = new HashSet<>();
        List<Future<CatalogVersion>> results = executor.invokeAll(additions);
        for (int i = 0; i < results.size(); i++) {
            if (i % 3 != 0) {
                expected.add(results.get(i).get());
            }
            else {
                results.get(i).get();
            }
        }
        assertThat(versions(store)).containsExactlyInAnyOrderElementsOf(expected);
    }

    protected void closeAll()
    {
        for (AutoCloseable store : stores) {
            try {
                store.close();
            }
            catch (Exception e) {
                throw new RuntimeException(e);
            }
        }
        stores.clear();
    }

    protected static List<CatalogVersion> versions(CatalogStore store)
    {
        return store.list().versions();
    }

    protected static CatalogVersion add(CatalogStore store, String name, Map<String, String> properties)
    {
        CatalogVersion version = store.prepare(definition(name, properties));
        store.add(version);
        return version;
    }

    protected static CatalogDefinition definition(String name, Map<String, String> properties)
    {
        return new CatalogDefinition(new CatalogName(name), "mysql", properties);
    }

    protected static CatalogException assertRefused(CatalogErrorCode code, ThrowingCallable call)
    {
        List<CatalogException> caught = new ArrayList<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(CatalogException.class, e -> {
            assertThat(e.getCode()).isEqualTo(code);
            caught.add(e);
        });
        return getOnlyElement(caught);
    }

    /**
     * Does both at the same time, and returns who was refused, and why.
     */
    protected Map<String, CatalogException> race(Callable<?> byStore, Callable<?> byOtherStore)
    {
        CyclicBarrier start = new CyclicBarrier(2);
        Map<String, Future<?>> results = ImmutableMap.of("store", submit(start, byStore), "otherStore", submit(start, byOtherStore));
        ImmutableMap.Builder<String, CatalogException> losers = ImmutableMap.builder();
        results.forEach((name, result) -> {
            try {
                result.get(30, SECONDS);
            }
            catch (Exception e) {
                assertThat(e).hasCauseInstanceOf(CatalogException.class);
                losers.put(name, (CatalogException) e.getCause());
            }
        });
        return losers.build();
    }

    private Future<?> submit(CyclicBarrier start, Callable<?> call)
    {
        return executor.submit(() -> {
            start.await(10, SECONDS);
            return call.call();
        });
    }
}
