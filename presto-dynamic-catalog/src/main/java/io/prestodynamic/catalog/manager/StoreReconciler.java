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
package io.prestodynamic.catalog.manager;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.manager.NameReservations.Reservation;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Makes this coordinator have what the store holds: all of it at boot, and on a timer whatever others have changed, for example by SQL.
 */
public class StoreReconciler
{
    private static final Logger log = Logger.get(StoreReconciler.class);
    private static final Duration LOAD_PROGRESS = new Duration(10, SECONDS);

    private final CatalogStore store;
    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final StaticCatalogs staticCatalogs;
    private final NameReservations reservations;
    private final Duration interval;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-reconcile"));
    private boolean storeIsDown;

    @Inject
    public StoreReconciler(
            CatalogStore store,
            CatalogRegistry registry,
            CatalogLifecycle lifecycle,
            StaticCatalogs staticCatalogs,
            NameReservations reservations,
            DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
        this.interval = config.getReconcileInterval();
    }

    /**
     * Loads everything that is stored, in parallel, and begins to follow the store. Waits for a store that is down, and for connectors as
     * long as some come up.
     */
    public void start()
    {
        long start = System.nanoTime();
        Snapshot stored = new Snapshot(awaitStore());
        lifecycle.start(stored.usable.values().stream()
                .filter(version -> !staticCatalogs.contains(version.name().value()))
                .toList());
        List<CompletableFuture<Void>> loads = stored.names().stream()
                .map(name -> tryConverge(name, stored, this::activateAlone))
                .toList();
        awaitProgress(loads);
        lifecycle.spread();
        // those that are late
        loads.stream().filter(load -> !load.isDone()).forEach(load -> load.thenRun(lifecycle::spread));
        log.info("Loaded %s of %s stored catalogs in %s", registry.getCurrent().size(), loads.size(), Duration.nanosSince(start));
        executor.scheduleWithFixedDelay(this::runPass, interval.toMillis(), interval.toMillis(), MILLISECONDS);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Waits as long as catalogs come up. Those whose connectors take longer come later, and keep the others from nothing.
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

    private StoredCatalogs awaitStore()
    {
        long lastLog = 0;
        while (true) {
            try {
                return store.list();
            }
            catch (CatalogException e) {
                if (e.getCode() != STORE_UNAVAILABLE) {
                    throw e;
                }
                if (lastLog == 0 || System.nanoTime() - lastLog > TimeUnit.MINUTES.toNanos(1)) {
                    lastLog = System.nanoTime();
                    log.warn(e, "Waiting for the catalog store: %s", e.getMessage());
                }
            }
            sleepUninterruptibly(1, SECONDS);
        }
    }

    private void runPass()
    {
        try {
            reconcile();
            if (storeIsDown) {
                storeIsDown = false;
                log.info("The catalog store answers again");
            }
        }
        catch (CatalogException e) {
            if (!storeIsDown) {
                storeIsDown = true;
                log.warn(e, "Cannot compare the catalogs with the store, and go on with those that are loaded: %s", e.getMessage());
            }
        }
        catch (Throwable failure) {
            log.error(failure, "Error comparing the catalogs with the store");
        }
    }

    /**
     * One pass. What looks different is reserved and read again, so that a change that is just being made here is not taken for one that others made.
     */
    private void reconcile()
    {
        Map<String, Reservation> differing = differing(new Snapshot(store.list()));
        if (differing.isEmpty()) {
            return;
        }
        Snapshot stored;
        try {
            stored = new Snapshot(store.list());
        }
        catch (RuntimeException e) {
            differing.values().forEach(Reservation::close);
            throw e;
        }
        differing.forEach((name, reservation) -> tryConverge(name, stored, lifecycle::rollOut).thenRun(reservation::close));
    }

    private Map<String, Reservation> differing(Snapshot stored)
    {
        ImmutableMap.Builder<String, Reservation> differing = ImmutableMap.builder();
        Stream.of(
                stored.names().stream(),
                registry.getCurrent().stream().map(version -> version.name().value()),
                registry.getIncoming().stream().map(version -> version.name().value()),
                registry.getUnusable().stream().map(UnusableCatalog::name))
                .flatMap(names -> names)
                .distinct()
                .filter(name -> isDifferent(name, stored))
                .forEach(name -> reservations.tryReserve(name).ifPresent(reservation -> differing.put(name, reservation)));
        return differing.build();
    }

    private boolean isDifferent(String name, Snapshot stored)
    {
        return !stored.version(name).equals(registry.getStoredVersion(name)) ||
                Optional.ofNullable(stored.usable.get(name)).filter(lifecycle::isRetryDue).isPresent() ||
                lifecycle.isRolloutDue(name);
    }

    /**
     * Never fails: what goes wrong with one catalog concerns no other.
     */
    private CompletableFuture<Void> tryConverge(String name, Snapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        return completedFuture(name)
                .thenCompose(ignored -> converge(name, stored, activation))
                .exceptionally(failure -> {
                    log.error(failure, "Error bringing catalog %s to what is stored", name);
                    return null;
                });
    }

    private CompletableFuture<Void> converge(String name, Snapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        registry.getUnusable(name)
                .filter(unusable -> !stored.version(name).equals(Optional.of(unusable.version())))
                .ifPresent(this::forget);

        if (stored.broken.containsKey(name)) {
            reject(UnusableCatalog.from(stored.broken.get(name)));
            return completedFuture(null);
        }
        if (!stored.usable.containsKey(name)) {
            lifecycle.retire(name).ifPresent(version -> log.info("Catalog %s version %s is no longer stored", name, version.version()));
            return completedFuture(null);
        }
        CatalogVersion version = stored.usable.get(name);
        if (registry.getCurrent(name).map(CatalogVersion::version).equals(Optional.of(version.version()))) {
            return completedFuture(null);
        }
        if (staticCatalogs.contains(name)) {
            reject(UnusableCatalog.from(version, "A catalog of this name is among the server's configuration files"));
            return completedFuture(null);
        }
        log.info("Loading stored catalog %s version %s", name, version.version());
        return lifecycle.reload(version).thenCompose(status -> {
            if (status.isFailed()) {
                reject(UnusableCatalog.from(version, status.error().orElseThrow()));
                return completedFuture(null);
            }
            return activation.apply(version);
        });
    }

    private CompletableFuture<Void> activateAlone(CatalogVersion version)
    {
        lifecycle.activate(version);
        return completedFuture(null);
    }

    private void reject(UnusableCatalog catalog)
    {
        if (!registry.getUnusable(catalog.name()).equals(Optional.of(catalog))) {
            log.warn("Stored catalog %s version %s cannot be used: %s", catalog.name(), catalog.version(), catalog.error());
        }
        registry.setUnusable(catalog);
    }

    private void forget(UnusableCatalog catalog)
    {
        registry.removeUnusable(catalog);
        lifecycle.discard(catalog.connectorId());
    }

    /**
     * What the store holds, by name.
     */
    private static class Snapshot
    {
        private final Map<String, CatalogVersion> usable;
        private final Map<String, BrokenCatalog> broken;

        Snapshot(StoredCatalogs stored)
        {
            this.usable = Maps.uniqueIndex(stored.versions(), version -> version.name().value());
            this.broken = Maps.uniqueIndex(stored.broken(), BrokenCatalog::name);
        }

        Set<String> names()
        {
            return Sets.union(usable.keySet(), broken.keySet());
        }

        Optional<String> version(String name)
        {
            return Optional.ofNullable(usable.get(name)).map(CatalogVersion::version)
                    .or(() -> Optional.ofNullable(broken.get(name)).map(BrokenCatalog::version));
        }
    }
}
