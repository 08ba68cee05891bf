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
package io.prestodynamic.catalog.coordinator;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Changes of many catalogs for one request, several at the same time. A refused change does not affect the others. But if the store fails, the remaining ones are not
 * tried.
 */
@ThreadSafe
public class BulkChanges
{
    // the store and the push combine simultaneous changes, so many are faster than few
    static final int CONCURRENCY = 64;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            CONCURRENCY, CONCURRENCY, 10, SECONDS, new LinkedBlockingQueue<>(), daemonThreadsNamed("dynamic-catalog-import-%s"));

    public BulkChanges()
    {
        executor.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Makes the changes of different catalogs. Blocks until all are done.
     *
     * @return the outcomes in the order of the items
     */
    <T> List<CatalogImport> make(List<T> items, Function<T, String> name, Function<T, ChangeResult> change)
    {
        AtomicBoolean storeFailed = new AtomicBoolean();
        List<CompletableFuture<CatalogImport>> outcomes = items.stream()
                .map(item -> supplyAsync(() -> make(name.apply(item), () -> change.apply(item), storeFailed), executor))
                .toList();
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)).join();
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    private static CatalogImport make(String name, Supplier<ChangeResult> change, AtomicBoolean storeFailed)
    {
        if (storeFailed.get()) {
            return CatalogImport.refused(name, new CatalogException(STORE_UNAVAILABLE, "Catalog %s was not tried, because the catalog store had failed".formatted(name)));
        }
        try {
            return CatalogImport.accepted(name, change.get());
        }
        catch (CatalogException e) {
            if (e.getCode() == STORE_UNAVAILABLE) {
                storeFailed.set(true);
            }
            return CatalogImport.refused(name, e);
        }
    }
}
