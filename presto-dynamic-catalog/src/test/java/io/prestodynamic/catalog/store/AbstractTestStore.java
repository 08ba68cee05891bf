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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Two stores with the same storage, which represent two coordinators.
 */
public abstract class AbstractTestStore
{
    private final List<AutoCloseable> stores = new ArrayList<>();

    protected CatalogStore store;
    protected CatalogStore otherStore;

    /**
     * Creates an empty storage.
     */
    protected abstract void createStorage();

    /**
     * Opens a store in the last storage, with {@link #closeLater}.
     */
    protected abstract CatalogStore open();

    @BeforeMethod
    public void openStores()
    {
        createStorage();
        store = open();
        otherStore = open();
    }

    @AfterMethod(alwaysRun = true)
    public void closeStores()
    {
        closeAll();
    }

    protected <T extends CatalogStore & AutoCloseable> T closeLater(T store)
    {
        stores.add(store);
        return store;
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

    public static void runAtOnce(List<Runnable> changes)
    {
        ExecutorService executor = newFixedThreadPool(50, daemonThreadsNamed("test-catalog-store-%s"));
        try {
            CompletableFuture.allOf(changes.stream().map(change -> CompletableFuture.runAsync(change, executor)).toArray(CompletableFuture[]::new)).join();
        }
        finally {
            executor.shutdownNow();
        }
    }

    public static List<CatalogVersion> versions(CatalogStore store)
    {
        return store.list().versions();
    }

    public static CatalogVersion add(CatalogStore store, String name, Map<String, String> properties)
    {
        CatalogVersion version = store.prepare(definition(name, properties));
        store.add(version, DEFAULT, added(version), FileContents.NONE);
        return version;
    }

    public static CatalogDefinition definition(String name, Map<String, String> properties)
    {
        return new CatalogDefinition(new CatalogName(name), "mysql", properties);
    }

    public static CatalogException assertRefused(CatalogErrorCode code, ThrowingCallable call)
    {
        List<CatalogException> caught = new ArrayList<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(CatalogException.class, e -> {
            assertThat(e.getCode()).isEqualTo(code);
            caught.add(e);
        });
        return getOnlyElement(caught);
    }
}
