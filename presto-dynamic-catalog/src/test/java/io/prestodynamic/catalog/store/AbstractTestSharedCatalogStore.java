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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract of stores that two coordinators use at the same time.
 */
public abstract class AbstractTestSharedCatalogStore
        extends AbstractTestCatalogStore
{
    private static final int ROUNDS = 30;

    private ExecutorService executor;

    @BeforeMethod
    public void startExecutor()
    {
        executor = newCachedThreadPool();
    }

    @AfterMethod(alwaysRun = true)
    public void stopExecutor()
            throws InterruptedException
    {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(1, SECONDS)).isTrue();
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
                        store.replace(active.version(), next, SettingsChange.NONE, replaced(active.version(), next), FileContents.NONE);
                        return next;
                    },
                    () -> {
                        if (remove) {
                            otherStore.remove("sales", active.version(), deleted("sales", active.version()));
                        }
                        else {
                            otherStore.replace(active.version(), otherNext, SettingsChange.NONE, replaced(active.version(), otherNext), FileContents.NONE);
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

    /**
     * The record of what was found in the store comes before that of the change that replaced it, or is left out.
     */
    @Test
    public void testRaceToRecordFound()
    {
        Optional<CatalogVersion> current = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<CatalogVersion> before = current;
            CatalogChange found = before
                    .map(version -> CatalogChange.stored(REPLACED, Optional.empty(), Map.of(), version, FOUND))
                    .orElseGet(() -> CatalogChange.deleted("sales", "1-ab", "mysql", Map.of(), FOUND));
            OptionalLong last = store.history().list("sales", newest(1)).stream().mapToLong(HistoryEntry::sequence).findFirst();
            CatalogVersion next = otherStore.prepare(definition("sales", ImmutableMap.of("round", "" + round)));
            boolean remove = before.isPresent() && round % 3 == 2;
            Map<String, CatalogException> losers = race(
                    () -> {
                        store.history().recordFound(List.of(new FoundChange(found, last)));
                        return found;
                    },
                    () -> {
                        if (remove) {
                            otherStore.remove("sales", before.get().version(), deleted("sales", before.get().version()));
                        }
                        else if (before.isPresent()) {
                            otherStore.replace(before.get().version(), next, SettingsChange.NONE, replaced(before.get().version(), next), FileContents.NONE);
                        }
                        else {
                            otherStore.add(next, DEFAULT, added(next), FileContents.NONE);
                        }
                        return next;
                    });
            assertThat(losers).isEmpty();
            current = remove ? Optional.empty() : Optional.of(next);
            assertThat(versions(store)).containsExactlyElementsOf(current.stream().toList());
            assertThat(store.history().list("sales", newest(1))).extracting(entry -> entry.change().after()).containsExactly(current.map(CatalogVersion::version));
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
                    coordinator.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
                    if (i % 3 == 0) {
                        coordinator.remove("catalog" + i, second.version(), deleted("catalog" + i, second.version()));
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

    /**
     * Runs both at the same time, and returns which one was refused, and why.
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
