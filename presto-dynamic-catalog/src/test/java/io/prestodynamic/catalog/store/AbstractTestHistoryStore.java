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
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import org.testng.annotations.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;

import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeAction.DELETED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Contract of the history of all stores.
 */
public abstract class AbstractTestHistoryStore
        extends AbstractTestStore
{
    protected static final ChangeOrigin ORIGIN = new ChangeOrigin(
            ChangeSource.HTTP, Optional.of("alice"), Optional.of("service"), Optional.of("10.0.0.7"), Optional.of("request-1"), Optional.of("Größer, 数据源; '\"`\\"));

    @Test
    public void testHistory()
    {
        Map<String, String> properties = ImmutableMap.of("connection-user", "u", "connection-password", "'\"`\\ é 😀");
        CatalogVersion first = store.prepare(definition("sales", properties));
        CatalogChange added = CatalogChange.stored(ADDED, Optional.empty(), Map.of(), first, ORIGIN);
        store.add(first, DEFAULT, added, FileContents.NONE);
        CatalogVersion second = otherStore.prepare(definition("sales", ImmutableMap.of("connection-user", "u", "more", "x")));
        CatalogChange replaced = CatalogChange.stored(REPLACED, Optional.of(first.version()), properties, second, ORIGIN.withSource(ChangeSource.IMPORT));
        otherStore.replace(first.version(), second, SettingsChange.NONE, replaced, FileContents.NONE);
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogChange deleted = CatalogChange.deleted("sales", second.version(), "mysql", second.definition().properties(), new ChangeOrigin(ChangeSource.HTTP, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        store.remove("sales", second.version(), deleted);

        HistoryStore history = otherStore.history();
        assertThat(history.list("sales", newest(10))).extracting(HistoryEntry::change).containsExactly(deleted, replaced, added);
        assertThat(replaced.changed()).containsExactly("connection-password", "more");
        assertThat(history.list("sales", newest(2))).extracting(HistoryEntry::change).containsExactly(deleted, replaced);
        assertThat(history.list("sale", newest(10))).isEmpty();
        assertThat(history.list(newest(2))).extracting(entry -> entry.change().catalogName()).containsExactly("sales", "other");
        assertThat(history.list(newest(10))).hasSize(4).extracting(HistoryEntry::sequence).isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotHaveDuplicates();
        List<HistoryEntry> latest = List.of(history.list("sales", newest(1)).get(0), history.list("other", newest(1)).get(0));
        // the second time from what was read before
        for (int i = 0; i < 2; i++) {
            assertThat(history.listLatest()).containsExactlyInAnyOrderElementsOf(latest.stream().map(LatestChange::of).toList());
        }
        assertThat(history.readLatest(List.of("sales", "other", "missing"))).containsExactlyInAnyOrderElementsOf(latest);
        assertThat(history.readLatest(List.of("other"))).extracting(entry -> entry.change().after()).containsExactly(Optional.of(other.version()));
        assertThat(history.readLatest(List.of())).isEmpty();
        assertThat(history.find("sales", first.version()).map(HistoryEntry::change)).contains(added);
        assertThat(history.find("sales", "1-ab")).isEmpty();

        List<HistoryEntry> before = history.list(newest(10));
        closeAll();
        assertThat(open().history().list(newest(10))).isEqualTo(before);
    }

    @Test
    public void testPages()
    {
        for (int i = 0; i < 3; i++) {
            CatalogVersion version = add(i == 1 ? otherStore : store, "sales", ImmutableMap.of());
            add(store, "other" + i, ImmutableMap.of());
            otherStore.remove("sales", version.version(), deleted("sales", version.version()));
        }
        assertPages(page -> store.history().list(page), 9);
        assertPages(page -> store.history().list("sales", page), 6);
        assertPages(page -> store.history().list("other1", page), 1);
        long first = store.history().list(newest(10)).get(8).sequence();
        assertThat(store.history().list(new HistoryPage(OptionalLong.of(first), 10))).isEmpty();
    }

    private static void assertPages(Function<HistoryPage, List<HistoryEntry>> list, int size)
    {
        List<HistoryEntry> all = list.apply(newest(100));
        assertThat(all).hasSize(size);
        List<HistoryEntry> paged = new ArrayList<>();
        List<HistoryEntry> page = list.apply(newest(2));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            paged.addAll(page);
            page = list.apply(new HistoryPage(OptionalLong.of(getLast(page).sequence()), 2));
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    public void testRefusedChangesAreNotRecorded()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "1")));
        assertRefused(CATALOG_EXISTS, () -> otherStore.add(next, DEFAULT, added(next), FileContents.NONE));
        assertRefused(CONCURRENT_CHANGE, () -> store.replace("1-ab", next, SettingsChange.NONE, replaced("1-ab", next), FileContents.NONE));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", "1-ab", deleted("sales", "1-ab")));
        assertThat(store.history().list(newest(10))).extracting(entry -> entry.change().after()).containsExactly(Optional.of(version.version()));
    }

    @Test
    public void testNamesThatAreTooLong()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        store.remove("sales", version.version(), CatalogChange.deleted("sales", version.version(), "x".repeat(10_000), ImmutableMap.of(), ORIGIN));
        assertThat(store.history().list("sales", newest(1))).extracting(entry -> entry.change().action()).containsExactly(DELETED);
    }

    @Test
    public void testRecordFound()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogChange found = CatalogChange.stored(REPLACED, Optional.empty(), Map.of(), version, ChangeOrigin.FOUND);
        OptionalLong last = lastSequence("sales");
        assertThat(recordFound(store, found, last)).isTrue();
        assertThat(recordFound(otherStore, found, last)).isFalse();
        assertThat(recorded("sales")).containsExactly("STORE REPLACED " + version.version(), "HTTP ADDED " + version.version());

        OptionalLong next = lastSequence("sales");
        runAtOnce(List.<Runnable>of(
                () -> recordFound(store, found, next),
                () -> recordFound(otherStore, found, next),
                () -> recordFound(store, found, next)));
        assertThat(recorded("sales")).hasSize(3).startsWith("STORE REPLACED " + version.version());
    }

    @Test
    public void testRecordFoundOfUnknownName()
    {
        store.list();
        CatalogChange found = CatalogChange.deleted("sales", "7-ab", "mysql", ImmutableMap.of("a", "1"), ChangeOrigin.FOUND);
        recordFound(store, found, OptionalLong.of(1));
        assertThat(store.history().list(newest(10))).isEmpty();
        recordFound(store, found, OptionalLong.empty());
        recordFound(otherStore, found, OptionalLong.empty());
        assertThat(recorded("sales")).containsExactly("STORE DELETED -");
    }

    @Test
    public void testRecordManyFound()
    {
        List<CatalogVersion> versions = IntStream.range(0, 20).mapToObj(i -> add(store, "catalog" + i, ImmutableMap.of())).toList();
        List<FoundChange> found = versions.stream()
                .map(version -> new FoundChange(CatalogChange.stored(REPLACED, Optional.empty(), Map.of(), version, ChangeOrigin.FOUND), lastSequence(version.name().value())))
                .toList();
        store.remove("catalog7", versions.get(7).version(), deleted("catalog7", versions.get(7).version()));
        List<Boolean> complete = new CopyOnWriteArrayList<>();
        runAtOnce(List.of(() -> complete.add(store.history().recordFound(found)), () -> complete.add(otherStore.history().recordFound(found))));
        assertThat(complete).containsExactly(false, false);
        for (CatalogVersion version : versions) {
            String name = version.name().value();
            assertThat(recorded(name)).hasSize(2).startsWith(name.equals("catalog7") ? "HTTP DELETED -" : "STORE REPLACED " + version.version());
        }
    }

    /**
     * A found version that has left the store since is not recorded, even if no other change was.
     */
    @Test
    public void testRecordFoundTooLate()
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
        CatalogChange foundFirst = CatalogChange.stored(REPLACED, Optional.empty(), Map.of(), first, ChangeOrigin.FOUND);
        CatalogChange foundDeleted = CatalogChange.deleted("sales", first.version(), "mysql", Map.of(), ChangeOrigin.FOUND);
        recordFound(otherStore, foundFirst, lastSequence("sales"));
        recordFound(otherStore, foundDeleted, lastSequence("sales"));
        assertThat(recorded("sales")).containsExactly("HTTP REPLACED " + second.version(), "HTTP ADDED " + first.version());

        store.remove("sales", second.version(), deleted("sales", second.version()));
        recordFound(otherStore, foundFirst, lastSequence("sales"));
        assertThat(recorded("sales")).hasSize(3).startsWith("HTTP DELETED -");
    }

    @Test
    public void testDeleteBefore()
    {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        HistoryStore history = store.history();
        Optional<CatalogVersion> last = Optional.empty();
        for (int i = 0; i < 12; i++) {
            last = Optional.of(store("sales", last, now.minus(100, DAYS)));
        }
        store("web", Optional.empty(), now.minus(100, DAYS));
        store("young", Optional.empty(), now);

        history.deleteBefore(now.minus(30, DAYS));
        await("old entries to be deleted", Duration.ofSeconds(30), () -> history.list("sales", newest(100)).size() == HistoryStore.KEPT_OF_EACH_NAME);
        assertThat(recorded("sales")).startsWith("HTTP REPLACED " + last.orElseThrow().version());
        assertThat(history.list("web", newest(10))).hasSize(1);
        assertThat(history.list("young", newest(10))).hasSize(1);
        assertThat(otherStore.history().deleteBefore(now.minus(30, DAYS))).isZero();
    }

    private CatalogVersion store(String name, Optional<CatalogVersion> before, Instant at)
    {
        CatalogVersion version = store.prepare(definition(name, ImmutableMap.of("a", "1")));
        CatalogChange change = new CatalogChange(
                before.isPresent() ? REPLACED : ADDED,
                name,
                before.map(CatalogVersion::version),
                Optional.of(version.version()),
                at,
                "mysql",
                ImmutableMap.of("a", "1"),
                CatalogFiles.NONE,
                ImmutableSet.of(),
                ORIGIN);
        before.ifPresentOrElse(replaced -> store.replace(replaced.version(), version, SettingsChange.NONE, change, FileContents.NONE), () -> store.add(version, DEFAULT, change, FileContents.NONE));
        return version;
    }

    private static boolean recordFound(CatalogStore store, CatalogChange change, OptionalLong last)
    {
        return store.history().recordFound(List.of(new FoundChange(change, last)));
    }

    private OptionalLong lastSequence(String name)
    {
        return store.history().list(name, newest(1)).stream().mapToLong(HistoryEntry::sequence).findFirst();
    }

    private List<String> recorded(String name)
    {
        return store.history().list(name, newest(100)).stream()
                .map(HistoryEntry::change)
                .map(change -> "%s %s %s".formatted(change.origin().source(), change.action(), change.after().orElse("-")))
                .toList();
    }
}
