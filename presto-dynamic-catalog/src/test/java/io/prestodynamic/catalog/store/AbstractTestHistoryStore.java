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
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;
import io.prestodynamic.catalog.history.HistoryEntry;
import org.testng.annotations.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeAction.DELETED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
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
    private static final ChangeOrigin ORIGIN = new ChangeOrigin(
            ChangeSource.HTTP, Optional.of("alice"), Optional.of("service"), Optional.of("10.0.0.7"), Optional.of("request-1"), Optional.of("Größer, 数据源; '\"`\\"));

    @Test
    public void testHistory()
    {
        Map<String, String> properties = ImmutableMap.of("connection-user", "u", "connection-password", "'\"`\\ é 😀");
        CatalogVersion first = store.prepare(definition("sales", properties));
        CatalogChange added = CatalogChange.stored(ADDED, Optional.empty(), Map.of(), first, ORIGIN);
        store.add(first, added);
        CatalogVersion second = otherStore.prepare(definition("sales", ImmutableMap.of("connection-user", "u", "more", "x")));
        CatalogChange replaced = CatalogChange.stored(REPLACED, Optional.of(first.version()), properties, second, ORIGIN.withSource(ChangeSource.IMPORT));
        otherStore.replace(first.version(), second, replaced);
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogChange deleted = CatalogChange.deleted("sales", second.version(), "mysql", second.definition().properties(), new ChangeOrigin(ChangeSource.HTTP, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        store.remove("sales", second.version(), deleted);

        HistoryStore history = otherStore.history();
        assertThat(history.list("sales", 10)).extracting(HistoryEntry::change).containsExactly(deleted, replaced, added);
        assertThat(replaced.changed()).containsExactly("connection-password", "more");
        assertThat(history.list("sales", 2)).extracting(HistoryEntry::change).containsExactly(deleted, replaced);
        assertThat(history.list("sale", 10)).isEmpty();
        assertThat(history.list(2)).extracting(entry -> entry.change().catalogName()).containsExactly("sales", "other");
        assertThat(history.list(10)).hasSize(4).extracting(HistoryEntry::sequence).isSortedAccordingTo((a, b) -> Long.compare(b, a)).doesNotHaveDuplicates();
        assertThat(history.listLatest()).extracting(entry -> entry.change().catalogName()).containsExactlyInAnyOrder("sales", "other");
        assertThat(history.listLatest()).extracting(entry -> entry.change().after()).containsExactlyInAnyOrder(Optional.empty(), Optional.of(other.version()));
        assertThat(history.find("sales", first.version()).map(HistoryEntry::change)).contains(added);
        assertThat(history.find("sales", "1-ab")).isEmpty();

        List<HistoryEntry> before = history.list(10);
        closeAll();
        assertThat(open().history().list(10)).isEqualTo(before);
    }

    @Test
    public void testRefusedChangesAreNotRecorded()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "1")));
        assertRefused(CATALOG_EXISTS, () -> otherStore.add(next, added(next)));
        assertRefused(CONCURRENT_CHANGE, () -> store.replace("1-ab", next, replaced("1-ab", next)));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", "1-ab", deleted("sales", "1-ab")));
        assertThat(store.history().list(10)).extracting(entry -> entry.change().after()).containsExactly(Optional.of(version.version()));
    }

    @Test
    public void testNamesThatAreTooLong()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        store.remove("sales", version.version(), CatalogChange.deleted("sales", version.version(), "x".repeat(10_000), ImmutableMap.of(), ORIGIN));
        assertThat(store.history().list("sales", 1)).extracting(entry -> entry.change().action()).containsExactly(DELETED);
    }

    @Test
    public void testRecordFound()
    {
        store.list();
        CatalogVersion version = new CatalogVersion(definition("sales", ImmutableMap.of("a", "1")), "7-ab", Instant.EPOCH);
        CatalogChange found = CatalogChange.stored(ADDED, Optional.empty(), Map.of(), version, ChangeOrigin.FOUND);
        store.history().recordFound(found, OptionalLong.empty());
        otherStore.history().recordFound(found, OptionalLong.empty());
        assertThat(store.history().list(10)).extracting(HistoryEntry::change).containsExactly(found);

        OptionalLong last = OptionalLong.of(store.history().list(1).get(0).sequence());
        CatalogChange deleted = CatalogChange.deleted("sales", "7-ab", "mysql", ImmutableMap.of("a", "1"), ChangeOrigin.FOUND);
        runAtOnce(List.<Runnable>of(
                () -> store.history().recordFound(deleted, last),
                () -> otherStore.history().recordFound(deleted, last),
                () -> store.history().recordFound(deleted, last)));
        assertThat(store.history().list(10)).extracting(HistoryEntry::change).containsExactly(deleted, found);
    }

    @Test
    public void testDeleteBefore()
    {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        HistoryStore history = store.history();
        store.list();
        for (int i = 0; i < 12; i++) {
            history.recordFound(change("sales", i, now.minus(100, DAYS)), history.list("sales", 1).stream().mapToLong(HistoryEntry::sequence).findFirst());
        }
        history.recordFound(change("web", 20, now.minus(100, DAYS)), OptionalLong.empty());
        history.recordFound(change("young", 30, now), OptionalLong.empty());

        history.deleteBefore(now.minus(30, DAYS));
        await("old entries to be deleted", Duration.ofSeconds(30), () -> history.list("sales", 100).size() == HistoryStore.KEPT_OF_EACH_NAME);
        assertThat(history.list("sales", 1)).extracting(HistoryEntry::change).containsExactly(change("sales", 11, now.minus(100, DAYS)));
        assertThat(history.list("web", 10)).hasSize(1);
        assertThat(history.list("young", 10)).hasSize(1);
        assertThat(otherStore.history().deleteBefore(now.minus(30, DAYS))).isZero();
    }

    private static CatalogChange change(String name, int number, Instant at)
    {
        return new CatalogChange(
                ChangeAction.REPLACED,
                name,
                Optional.of(number + "-ab"),
                Optional.of(number + 1 + "-ab"),
                at,
                "mysql",
                ImmutableMap.of("a", "" + number),
                ImmutableSet.of("a"),
                ChangeOrigin.FOUND);
    }
}
