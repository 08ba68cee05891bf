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
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import org.testng.annotations.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.ChangeAction.DISABLED;
import static io.prestodynamic.catalog.history.ChangeAction.ENABLED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Contract of all stores.
 */
public abstract class AbstractTestCatalogStore
        extends AbstractTestHistoryStore
{
    @Test
    public void testEmpty()
    {
        assertThat(store.list()).isEqualTo(new StoredCatalogs(ImmutableList.of(), ImmutableList.of(), ImmutableMap.of()));
    }

    @Test
    public void testAdd()
    {
        Instant before = Instant.now().minusSeconds(1);
        CatalogVersion version = add(store, "sales", ImmutableMap.of("connection-url", "jdbc:mysql://h/", "connection-password", "s3cret"));

        assertThat(version.version()).matches("[0-9]+-[0-9a-f]{8,}");
        assertThat(version.createdAt()).isBetween(before, Instant.now());
        assertThat(versions(store)).containsExactly(version);
        assertThat(versions(otherStore)).containsExactly(version);
    }

    @Test
    public void testSettings()
    {
        CatalogVersion plain = add(store, "plain", ImmutableMap.of());
        CatalogSettings off = new CatalogSettings(Optional.of("'\"`\\ \n 数据源 😀"), false, Optional.of(1));
        CatalogVersion version = store.prepare(definition("sales", ImmutableMap.of()));
        store.add(version, off, added(version), FileContents.NONE);
        assertThat(otherStore.list().settings()).containsExactly(entry("sales", off));

        CatalogSettings on = new CatalogSettings(off.description(), true, Optional.of(Integer.MAX_VALUE));
        otherStore.configure("sales", version.version(), new SettingsChange(off, on), configured(ENABLED, version));
        assertThat(store.list().settings()).containsExactly(entry("sales", on));
        assertThat(versions(store)).as("no version is made").containsExactly(plain, version);

        CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "1")));
        assertRefused(CONCURRENT_CHANGE, () -> store.replace(version.version(), next, new SettingsChange(off, off), replaced(version.version(), next), FileContents.NONE));
        store.replace(version.version(), next, new SettingsChange(on, CatalogSettings.unlimited(Optional.empty(), false)), replaced(version.version(), next), FileContents.NONE);
        assertThat(otherStore.list().settings()).containsExactly(entry("sales", CatalogSettings.unlimited(Optional.empty(), false)));
        assertRefused(CONCURRENT_CHANGE, () -> store.configure("sales", version.version(), SettingsChange.NONE, configured(ENABLED, version)));
        assertRefused(CONCURRENT_CHANGE, () -> store.configure("none", version.version(), SettingsChange.NONE, configured(ENABLED, version)));
        assertRefused(CONCURRENT_CHANGE, () -> store.configure("sales", next.version(), new SettingsChange(off, DEFAULT), configured(ENABLED, next)));
        store.configure("sales", next.version(), new SettingsChange(CatalogSettings.unlimited(Optional.empty(), false), DEFAULT), configured(ENABLED, next));
        assertThat(otherStore.list().settings()).isEmpty();
        assertThat(otherStore.history().find("sales", next.version()).orElseThrow().change().action()).as("what stored the version").isEqualTo(REPLACED);
        assertThat(otherStore.history().list("sales", HistoryPage.newest(1))).extracting(entry -> entry.change().action()).containsExactly(ENABLED);
        assertThat(otherStore.history().listLatest()).filteredOn(LatestChange::ofSettings).extracting(LatestChange::catalogName).containsExactly("sales");

        store.configure("sales", next.version(), new SettingsChange(DEFAULT, off), configured(DISABLED, next));
        closeAll();
        CatalogStore reopened = open();
        assertThat(reopened.list().settings()).containsExactly(entry("sales", off));
        reopened.remove("sales", next.version(), deleted("sales", next.version()));
        add(reopened, "sales", ImmutableMap.of());
        assertThat(reopened.list().settings()).isEmpty();
    }

    private static CatalogChange configured(ChangeAction action, CatalogVersion version)
    {
        return CatalogChange.configured(action, version.name().value(), version.version(), "mysql", version.definition().properties(), ORIGIN);
    }

    @Test
    public void testFilesOfCatalog()
    {
        Map<String, String> texts = ImmutableMap.of("core-site.xml", "<configuration/>", "hive.keytab", "\0\1keytab", "same", "<configuration/>");
        CatalogFiles files = TestingFiles.digests(texts);
        String keytab = files.get("hive.keytab").orElseThrow().sha256();
        CatalogVersion version = store.prepare(definition("lake", ImmutableMap.of("a", "1")).withFiles(files));
        assertThat(otherStore.readFile(keytab)).isEmpty();
        store.add(version, DEFAULT, added(version), TestingFiles.contents(texts));
        assertThat(versions(otherStore)).containsExactly(version);
        assertThat(otherStore.readFile(keytab)).hasValue("\0\1keytab".getBytes(UTF_8));
        assertThat(otherStore.history().list("lake", newest(1))).extracting(entry -> entry.change().files()).containsExactly(files);

        // contents that are stored need not be brought again
        CatalogVersion next = store.prepare(definition("lake", ImmutableMap.of("a", "2")).withFiles(files));
        assertThat(next.version()).isNotEqualTo(version.version());
        otherStore.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE);
        assertThat(versions(store)).containsExactly(next);

        CatalogVersion lost = store.prepare(definition("lost", ImmutableMap.of()).withFiles(TestingFiles.digests(ImmutableMap.of("x", "never stored"))));
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.add(lost, DEFAULT, added(lost), FileContents.NONE))).hasMessageContaining("content of file x");
        assertThat(versions(store)).containsExactly(next);

        otherStore.history().deleteUnusedFiles(future());
        closeAll();
        CatalogStore reopened = open();
        assertThat(versions(reopened)).containsExactly(next);
        assertThat(reopened.readFile(keytab)).as("kept, because a version has it").isPresent();
    }

    @Test
    public void testUnusedFiles()
    {
        Map<String, String> texts = ImmutableMap.of("first", "1");
        String sha256 = FileDigest.of("1".getBytes(UTF_8)).sha256();
        CatalogVersion first = store.prepare(definition("lake", ImmutableMap.of()).withFiles(TestingFiles.digests(texts)));
        store.add(first, DEFAULT, added(first), TestingFiles.contents(texts));
        CatalogVersion next = store.prepare(definition("lake", ImmutableMap.of("a", "1")));
        store.replace(first.version(), next, SettingsChange.NONE, replaced(first.version(), next), FileContents.NONE);
        store.history().deleteUnusedFiles(future());
        assertThat(store.readFile(sha256)).as("kept, because the history has it").isPresent();

        for (int i = 0; i < HistoryStore.KEPT_OF_EACH_NAME; i++) {
            store.configure("lake", next.version(), SettingsChange.NONE, configured(ENABLED, next));
        }
        store.history().deleteBefore(future());
        store.history().deleteUnusedFiles(Instant.now().minusSeconds(3600));
        assertThat(store.readFile(sha256)).as("kept, because a change may be about to use it").isPresent();
        otherStore.history().deleteUnusedFiles(future());
        assertThat(store.readFile(sha256)).isEmpty();

        CatalogVersion again = store.prepare(definition("other", ImmutableMap.of()).withFiles(TestingFiles.digests(texts)));
        store.add(again, DEFAULT, added(again), TestingFiles.contents(texts));
        assertThat(otherStore.readFile(sha256)).isPresent();
    }

    private static Instant future()
    {
        return Instant.now().plusSeconds(3600);
    }

    @Test
    public void testFileOfManyCatalogs()
    {
        Map<String, String> texts = ImmutableMap.of("krb5.conf", "[libdefaults]", "other", "x");
        List<CatalogVersion> added = IntStream.range(0, 20)
                .mapToObj(i -> store.prepare(definition("c" + i, ImmutableMap.of()).withFiles(TestingFiles.digests(texts))))
                .toList();
        runAtOnce(IntStream.range(0, 20)
                .mapToObj(i -> (Runnable) () -> (i % 2 == 0 ? store : otherStore).add(added.get(i), DEFAULT, added(added.get(i)), TestingFiles.contents(texts)))
                .toList());
        assertThat(versions(otherStore)).containsExactlyInAnyOrderElementsOf(added);
        assertThat(store.readFile(FileDigest.of("x".getBytes(UTF_8)).sha256())).hasValue("x".getBytes(UTF_8));
    }

    @Test
    public void testManyAtOnce()
    {
        CatalogVersion old = add(store, "old", ImmutableMap.of());
        CatalogVersion gone = add(store, "gone", ImmutableMap.of());
        CatalogVersion taken = add(store, "taken", ImmutableMap.of());
        CatalogVersion next = store.prepare(definition("old", ImmutableMap.of("a", "1")));
        List<CatalogVersion> added = IntStream.range(0, 100).mapToObj(i -> store.prepare(definition("c" + i, ImmutableMap.of("number", "" + i)))).toList();
        List<Runnable> changes = new ArrayList<>();
        added.forEach(version -> changes.add(() -> store.add(version, DEFAULT, added(version), FileContents.NONE)));
        changes.add(10, () -> store.replace(old.version(), next, SettingsChange.NONE, replaced(old.version(), next), FileContents.NONE));
        changes.add(20, () -> store.remove("gone", gone.version(), deleted("gone", gone.version())));
        // refused changes do not affect the others
        CatalogVersion refused = store.prepare(definition("taken", ImmutableMap.of()));
        changes.add(30, () -> assertRefused(CATALOG_EXISTS, () -> store.add(refused, DEFAULT, added(refused), FileContents.NONE)));
        changes.add(40, () -> assertRefused(CONCURRENT_CHANGE, () -> store.replace("1-abc", refused, SettingsChange.NONE, replaced("1-abc", refused), FileContents.NONE)));

        runAtOnce(changes);
        assertThat(versions(otherStore)).containsExactlyInAnyOrderElementsOf(ImmutableList.<CatalogVersion>builder().addAll(added).add(next, taken).build());
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
        store.add(version, DEFAULT, added(version), FileContents.NONE);
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testAddTwice()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        assertRefused(CATALOG_EXISTS, () -> add(otherStore, "sales", ImmutableMap.of("a", "2")));
        assertRefused(CATALOG_EXISTS, () -> store.add(version, DEFAULT, added(version), FileContents.NONE));
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testReplace()
    {
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
        assertThat(versions(otherStore)).containsExactly(other, second);

        CatalogVersion late = otherStore.prepare(definition("sales", ImmutableMap.of("a", "3")));
        assertRefused(CONCURRENT_CHANGE, () -> otherStore.replace(first.version(), late, SettingsChange.NONE, replaced(first.version(), late), FileContents.NONE));
        assertThat(versions(store)).containsExactly(other, second);
    }

    @Test
    public void testReplaceAfterRemove()
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        store.remove("sales", first.version(), deleted("sales", first.version()));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        assertRefused(CONCURRENT_CHANGE, () -> store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE));
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testRemove()
    {
        CatalogVersion other = add(store, "other", ImmutableMap.of());
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", other.version(), deleted("sales", other.version())));
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sale", version.version(), deleted("sale", version.version())));

        otherStore.remove("sales", version.version(), deleted("sales", version.version()));
        assertThat(versions(store)).containsExactly(other);
        assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", version.version(), deleted("sales", version.version())));

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
    public void testRewriteFormer()
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1", "b", "2"));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
        CatalogVersion other = add(store, "other", ImmutableMap.of("b", "1"));

        PropertiesRewriter rewriter = (name, connector, properties) -> Maps.transformEntries(properties, (property, value) -> property.equals("a") ? name + connector : value);
        assertThat(rewriteFormer(rewriter)).isPositive();
        assertThat(rewriteFormer(rewriter)).isZero();
        assertThat(otherStore.history().find("sales", first.version()).orElseThrow().change().properties()).containsOnly(entry("a", "salesmysql"), entry("b", "2"));
        assertThat(otherStore.history().find("other", other.version()).orElseThrow().change().properties()).containsOnly(entry("b", "1"));
        assertThat(versions(otherStore)).as("the active versions").containsExactlyInAnyOrder(second, other);
    }

    /**
     * Long properties are not in memory all at once.
     */
    @Test
    public void testRewriteLongFormer()
    {
        for (int i = 0; i < 15; i++) {
            CatalogVersion version = add(store, "sales" + i, ImmutableMap.of("a", "x".repeat(longValue())));
            store.remove(version.name().value(), version.version(), deleted(version.name().value(), version.version()));
        }
        AtomicInteger rewritten = new AtomicInteger();
        AtomicLong unstored = new AtomicLong();
        AtomicLong most = new AtomicLong();
        ((EncryptableStore) store).rewriteFormer(
                (name, connector, properties) -> {
                    most.accumulateAndGet(unstored.addAndGet(properties.getOrDefault("a", "").length()), Math::max);
                    return Maps.transformValues(properties, value -> "y".repeat(value.length()));
                },
                count -> {
                    rewritten.addAndGet(count);
                    unstored.set(0);
                });
        assertThat(rewritten).hasValueGreaterThanOrEqualTo(15);
        assertThat(most).hasValueLessThan(4_500_000);
        assertThat(otherStore.history().list("sales14", newest(2)).get(1).change().properties().get("a")).startsWith("yyy").hasSize(longValue());
    }

    /**
     * Returns the length of a long value that the store can hold.
     */
    protected int longValue()
    {
        return 450_000;
    }

    private int rewriteFormer(PropertiesRewriter rewriter)
    {
        AtomicInteger rewritten = new AtomicInteger();
        ((EncryptableStore) store).rewriteFormer(rewriter, rewritten::addAndGet);
        return rewritten.get();
    }
}
