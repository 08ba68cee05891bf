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
package io.prestodynamic.catalog.coordinator.reconcile;

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.coordinator.history.HistoryMaintenance;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.store.CatalogStore;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Schedule of the comparisons with the store: at the start, on a timer, and after each notification of a change.
 */
public class StoreReconciler
{
    private static final Logger log = Logger.get(StoreReconciler.class);
    private static final Duration LOAD_PROGRESS = new Duration(10, SECONDS);

    private final CatalogStore store;
    private final StoreAvailability availability;
    private final CatalogRegistry registry;
    private final StoreConvergence convergence;
    private final CatalogLifecycle lifecycle;
    private final ReconciliationStats stats;
    private final HistoryMaintenance history;
    private final Duration interval;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-reconcile"));
    private final AtomicReference<CompletableFuture<Void>> requested = new AtomicReference<>();
    private volatile boolean started;
    private boolean storeIsDown;

    @Inject
    public StoreReconciler(
            CatalogStore store,
            StoreAvailability availability,
            CatalogRegistry registry,
            StoreConvergence convergence,
            CatalogLifecycle lifecycle,
            ReconciliationStats stats,
            HistoryMaintenance history,
            DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.availability = requireNonNull(availability, "availability is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.convergence = requireNonNull(convergence, "convergence is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.history = requireNonNull(history, "history is null");
        this.interval = config.getReconcileInterval();
    }

    /**
     * Loads all stored catalogs in parallel, and begins to follow the store. Waits for connectors as long as some of them still start, and for an unavailable store if that
     * is the startup policy.
     */
    public void start()
    {
        long start = System.nanoTime();
        List<CompletableFuture<Void>> loads = convergence.begin(new StoredSnapshot(availability.awaitStore()));
        availability.setKnown();
        awaitProgress(loads);
        lifecycle.pushDesired();
        // catalogs that are loaded later
        loads.stream().filter(load -> !load.isDone()).forEach(load -> load.thenRun(lifecycle::pushDesired));
        log.info("Loaded %s of %s stored catalogs in %s", registry.getCurrent().size(), loads.size(), Duration.nanosSince(start));
        started = true;
        executor.scheduleWithFixedDelay(this::runPass, interval.toMillis(), interval.toMillis(), MILLISECONDS);
        store.addChangeListener(this::reconcile);
        history.start();
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Compares with the store without waiting for the timer.
     * @return completes when everything that was stored before this call is rolled out, except what takes longer than the push timeout
     */
    public CompletableFuture<Void> reconcile()
    {
        if (!started) {
            return failedFuture(new CatalogException(STARTING, "The server is starting, and its stored catalogs are not loaded yet"));
        }
        CompletableFuture<Void> request = new CompletableFuture<>();
        CompletableFuture<Void> earlier = requested.compareAndExchange(null, request);
        if (earlier != null) {
            return earlier;
        }
        executor.execute(this::runPass);
        return request;
    }

    /**
     * Waits as long as further catalogs are loaded. The others are loaded in the background.
     */
    private static void awaitProgress(List<CompletableFuture<Void>> loads)
    {
        CompletableFuture<Void> all = CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new));
        long before;
        do {
            before = loads.stream().filter(CompletableFuture::isDone).count();
            all.copy().completeOnTimeout(null, LOAD_PROGRESS.toMillis(), MILLISECONDS).join();
        }
        while (!all.isDone() && loads.stream().filter(CompletableFuture::isDone).count() > before);
    }

    private void runPass()
    {
        CompletableFuture<Void> request = requested.getAndSet(null);
        CompletableFuture<Void> pass = tryConverge();
        if (request != null) {
            pass.whenComplete((ignored, failure) -> {
                if (failure == null) {
                    request.complete(null);
                }
                else {
                    request.completeExceptionally(failure);
                }
            });
        }
    }

    private CompletableFuture<Void> tryConverge()
    {
        try {
            CompletableFuture<Void> pass = stats.recordPass(() -> convergence.converge(this::reconcile));
            if (storeIsDown) {
                storeIsDown = false;
                log.info("The catalog store answers again");
            }
            return pass;
        }
        catch (CatalogException e) {
            if (!storeIsDown) {
                storeIsDown = true;
                log.warn(e, "Cannot compare the catalogs with the store, and go on with those that are loaded: %s", line(e.getMessage()));
            }
            return failedFuture(e);
        }
        catch (Throwable failure) {
            log.error(failure, "Error comparing the catalogs with the store");
            return failedFuture(failure);
        }
    }
}
