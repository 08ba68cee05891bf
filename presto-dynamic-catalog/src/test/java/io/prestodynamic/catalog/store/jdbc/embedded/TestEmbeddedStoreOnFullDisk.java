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
package io.prestodynamic.catalog.store.jdbc.embedded;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingTmpfs;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import static com.google.common.base.Throwables.getStackTraceAsString;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Changes of an embedded store on a full disk. Accepted changes are in its file, and refused ones are nowhere.
 */
@Test(singleThreaded = true)
public class TestEmbeddedStoreOnFullDisk
{
    private TestingTmpfs disk;
    private JdbcCatalogStore store;

    @BeforeMethod
    public void setUp()
    {
        disk = new TestingTmpfs();
        store = open();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        if (store != null) {
            store.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    // one page of the file, and many
    @DataProvider
    public Object[][] sizes()
    {
        return new Object[][] {{10}, {200_000}};
    }

    @Test(dataProvider = "sizes")
    public void testChangesOnFullDisk(int size)
    {
        CatalogVersion kept = add("kept", 10);
        CatalogVersion replaced = add("replaced", 10);
        disk.fill();

        for (int round = 0; round < 3; round++) {
            int number = round;
            assertRefused(() -> add("new" + number, size));
            CatalogVersion larger = prepare("replaced", size);
            assertRefused(() -> store.replace(replaced.version(), larger, SettingsChange.NONE, replaced(replaced.version(), larger), FileContents.NONE));
            assertRefused(() -> store.remove("kept", kept.version(), deleted("kept", kept.version())));
            // a refused change is visible neither now nor later
            assertThat(store.list().versions()).containsExactly(kept, replaced);
        }

        disk.free();
        Conditions.await("the store takes changes again", Duration.ofSeconds(10), this::isWritable);
        CatalogVersion next = prepare("replaced", size);
        store.replace(replaced.version(), next, SettingsChange.NONE, replaced(replaced.version(), next), FileContents.NONE);
        CatalogVersion added = add("added", size);
        assertThat(store.list().versions()).contains(kept, next, added);

        store.close();
        store = open();
        assertThat(store.list().versions()).contains(kept, next, added).doesNotContain(replaced);
        assertThat(store.list().versions()).extracting(version -> version.name().value()).noneMatch(name -> name.startsWith("new"));
    }

    @Test
    public void testOpenedOnFullDisk()
    {
        CatalogVersion kept = add("kept", 10);
        store.close();
        disk.fill();
        store = open();
        assertThat(store.list().versions()).containsExactly(kept);
        assertRefused(() -> add("new", 10));

        disk.free();
        Conditions.await("the store takes changes again", Duration.ofSeconds(10), this::isWritable);
        assertThat(store.list().versions()).contains(kept);
    }

    /**
     * SQLite ends a transaction when the disk is full. The next statement on the connection would run outside of a transaction.
     */
    @Test
    public void testReadersOnFullDisk()
            throws Exception
    {
        CatalogVersion kept = add("kept", 10);
        CatalogVersion large = prepare("kept", 200_000);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = newFixedThreadPool(4);
        try {
            List<Future<?>> readers = Stream.generate(() -> executor.submit(() -> {
                while (!done.get()) {
                    assertThat(store.list().versions()).containsExactly(kept);
                }
            })).limit(4).collect(toImmutableList());
            disk.fill();
            for (int round = 0; round < 30; round++) {
                assertRefused(() -> store.replace(kept.version(), large, SettingsChange.NONE, replaced(kept.version(), large), FileContents.NONE));
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get(30, SECONDS);
            }
        }
        finally {
            done.set(true);
            executor.shutdownNow();
        }
        assertThat(store.list().versions()).containsExactly(kept);
    }

    @Test
    public void testReadOnlyDisk()
    {
        CatalogVersion kept = add("kept", 10);
        store.close();
        disk.setReadOnly(true);
        store = open();
        CatalogException refusal = catchThrowableOfType(CatalogException.class, store::list);
        assertThat(refusal.getCode()).isEqualTo(STORE_UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("check whether its disk is full or read-only");

        disk.setReadOnly(false);
        assertThat(store.list().versions()).containsExactly(kept);
        add("new", 10);
    }

    @Test
    public void testFirstStartOnFullDisk()
    {
        disk.fill();
        store = open();
        CatalogException refusal = catchThrowableOfType(CatalogException.class, store::list);
        assertThat(refusal.getCode()).isEqualTo(STORE_UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("check whether its disk is full");
        disk.free();
        assertThat(store.list().versions()).isEmpty();
    }

    private JdbcCatalogStore open()
    {
        return new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(disk.getDirectory().resolve("store/catalogs").toFile()));
    }

    private boolean isWritable()
    {
        try {
            add("probe", 10);
            return true;
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }

    private CatalogVersion add(String name, int size)
    {
        CatalogVersion version = prepare(name, size);
        store.add(version, DEFAULT, added(version), FileContents.NONE);
        return version;
    }

    private CatalogVersion prepare(String name, int size)
    {
        return store.prepare(new CatalogDefinition(new CatalogName(name), "tpch", ImmutableMap.of("a", "x".repeat(size))));
    }

    private static void assertRefused(Runnable change)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, change::run);
        assertThat(refusal.getCode()).isEqualTo(STORE_UNAVAILABLE);
        assertThat(refusal).hasMessageStartingWith("The embedded catalog store cannot use its file: check whether its disk is full");
        assertThat(getStackTraceAsString(refusal)).contains("SQLITE_");
    }
}
