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
import com.google.common.collect.Sets;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.coordinator.history.HistoryMaintenance;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations.Reservation;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;

import javax.inject.Inject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Repair of the catalogs of this coordinator that differ from the store. A failure of one catalog does not affect the others.
 */
public class StoreConvergence
{
    private static final Logger log = Logger.get(StoreConvergence.class);

    private final CatalogStore store;
    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final StaticCatalogs staticCatalogs;
    private final NameReservations reservations;
    private final ReconciliationStats stats;
    private final HistoryMaintenance history;
    private final Duration pushTimeout;
    private final Map<String, CatalogRepair> repairs = new ConcurrentHashMap<>();

    @Inject
    public StoreConvergence(
            CatalogStore store,
            CatalogRegistry registry,
            CatalogLifecycle lifecycle,
            StaticCatalogs staticCatalogs,
            NameReservations reservations,
            ReconciliationStats stats,
            HistoryMaintenance history,
            DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.history = requireNonNull(history, "history is null");
        this.pushTimeout = config.getPushTimeout();
    }

    /**
     * Makes all stored versions incoming that are not disabled, and begins to load them and to synchronize workers.
     * @return a future for each stored catalog, which completes, never exceptionally, when new queries resolve it or it is unusable
     */
    List<CompletableFuture<Void>> begin(StoredSnapshot stored)
    {
        lifecycle.start(stored.getUsable().stream()
                .filter(version -> !staticCatalogs.contains(version.name().value()) && stored.isEnabled(version.name().value()))
                .toList());
        return stored.getNames().stream()
                .map(name -> tryConverge(name, stored, this::activateAlone))
                .toList();
    }

    /**
     * Compares the catalogs with the store. Those that differ are reserved and read again, so that a change by this coordinator is not mistaken for one by others. No
     * name stays reserved while its version is loaded.
     * @param again runs another comparison, for names that a change of this coordinator has reserved
     * @return completes, never exceptionally, when all stored catalogs are rolled out, except those whose repair takes longer than the push timeout
     * @throws io.prestodynamic.catalog.CatalogException if the store does not answer; then nothing was changed
     */
    CompletableFuture<Void> converge(Supplier<CompletableFuture<Void>> again)
    {
        StoredSnapshot seen = new StoredSnapshot(store.list());
        Map<String, Reservation> differing = new LinkedHashMap<>();
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (String name : differing(seen)) {
            reservations.reserveToCompare(name).ifPresentOrElse(
                    reservation -> differing.put(name, reservation),
                    () -> changes.add(followChange(name, seen.getVersion(name), again)));
        }
        if (!differing.isEmpty()) {
            try {
                StoredSnapshot stored = new StoredSnapshot(store.list());
                differing.keySet().forEach(name -> repair(name, stored));
            }
            finally {
                differing.values().forEach(Reservation::close);
            }
        }
        return CompletableFuture.allOf(Stream.concat(changes.stream(), repairs.values().stream().map(repair -> repair.doneWithin(pushTimeout)))
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Compares again after a change by this coordinator, unless it ends with the stored version.
     */
    private CompletableFuture<Void> followChange(String name, Optional<String> stored, Supplier<CompletableFuture<Void>> again)
    {
        return reservations.whenReleased(name).thenCompose(ignored -> registry.getStoredVersion(name).equals(stored) ? completedFuture(null) : again.get());
    }

    private void repair(String name, StoredSnapshot stored)
    {
        Optional<String> version = stored.getVersion(name);
        if (!registry.getStoredVersion(name).equals(version)) {
            history.compareSoon();
        }
        long start = System.nanoTime();
        CompletableFuture<Void> done = stats.recordRepair(name, version, registry, () -> tryConverge(name, stored, lifecycle::rollOutIfWanted));
        CatalogRepair repair = new CatalogRepair(version, start, done);
        repairs.put(name, repair);
        done.thenRun(() -> repairs.remove(name, repair));
    }

    private List<String> differing(StoredSnapshot stored)
    {
        return Sets.union(stored.getNames(), registry.getStoredNames()).stream()
                .filter(name -> isDifferent(name, stored) && !isUnderRepair(name, stored))
                .toList();
    }

    private boolean isUnderRepair(String name, StoredSnapshot stored)
    {
        CatalogRepair repair = repairs.get(name);
        return repair != null &&
                repair.stored().equals(stored.getVersion(name)) &&
                registry.getStoredVersion(name).equals(repair.stored()) &&
                registry.getSettings(name).equals(stored.getSettings(name));
    }

    private boolean isDifferent(String name, StoredSnapshot stored)
    {
        return !stored.getVersion(name).equals(registry.getStoredVersion(name)) ||
                !stored.getSettings(name).equals(registry.getSettings(name)) ||
                stored.getUsable(name).filter(version -> stored.isEnabled(name) && lifecycle.isRetryDue(version)).isPresent() ||
                lifecycle.isRolloutDue(name);
    }

    private CompletableFuture<Void> tryConverge(String name, StoredSnapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        return completedFuture(name)
                .thenCompose(ignored -> converge(name, stored, activation))
                .exceptionally(failure -> {
                    log.error(failure, "Error repairing catalog %s, which differs from the store", line(name));
                    return null;
                });
    }

    private CompletableFuture<Void> converge(String name, StoredSnapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        registry.getUnusable(name)
                .filter(unusable -> !stored.getVersion(name).equals(Optional.of(unusable.version())))
                .ifPresent(this::forget);

        if (stored.getVersion(name).isPresent()) {
            registry.setSettings(name, stored.getSettings(name));
        }
        Optional<BrokenCatalog> broken = stored.getBroken(name);
        if (broken.isPresent()) {
            setUnusable(UnusableCatalog.from(broken.get()));
            return completedFuture(null);
        }
        Optional<CatalogVersion> usable = stored.getUsable(name);
        if (usable.isEmpty()) {
            lifecycle.retire(name).ifPresent(version -> log.info("Catalog %s version %s is no longer stored", name, version.version()));
            return completedFuture(null);
        }
        CatalogVersion version = usable.get();
        if (!stored.isEnabled(name) && !staticCatalogs.contains(name)) {
            disable(version);
            return completedFuture(null);
        }
        if (registry.getCurrent(name).map(CatalogVersion::version).equals(Optional.of(version.version()))) {
            registry.keepCurrent(name);
            return completedFuture(null);
        }
        if (staticCatalogs.contains(name)) {
            setUnusable(UnusableCatalog.from(version, "A catalog of this name is among the server's configuration files"));
            return completedFuture(null);
        }
        if (registry.getUnusable(name).isEmpty()) {
            log.info("Loading stored catalog %s version %s", name, version.version());
        }
        if (!registry.isWanted(version)) {
            lifecycle.stage(version);
        }
        return lifecycle.reload(version)
                .map(load -> load.thenCompose(status -> finish(version, status, activation)))
                .orElseGet(() -> completedFuture(null));
    }

    private void disable(CatalogVersion version)
    {
        if (!registry.getDisabled(version.name().value()).equals(Optional.of(version))) {
            log.info("Catalog %s version %s is disabled", version.name(), version.version());
            lifecycle.disable(version);
        }
    }

    private CompletableFuture<Void> finish(CatalogVersion version, LoadStatus status, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        if (status.isFailed()) {
            reject(UnusableCatalog.from(version, status.error().orElseThrow()));
            return completedFuture(null);
        }
        return activation.apply(version);
    }

    private CompletableFuture<Void> activateAlone(CatalogVersion version)
    {
        lifecycle.activate(version);
        return completedFuture(null);
    }

    private void setUnusable(UnusableCatalog catalog)
    {
        logUnlessKnown(catalog, registry.getUnusable(catalog.name()));
        registry.setUnusable(catalog);
    }

    private void reject(UnusableCatalog catalog)
    {
        Optional<UnusableCatalog> known = registry.getUnusable(catalog.name());
        if (registry.reject(catalog)) {
            logUnlessKnown(catalog, known);
        }
    }

    private static void logUnlessKnown(UnusableCatalog catalog, Optional<UnusableCatalog> known)
    {
        if (!known.equals(Optional.of(catalog))) {
            log.warn("Stored catalog %s version %s cannot be used: %s", line(catalog.name()), catalog.version(), line(catalog.error()));
        }
    }

    private void forget(UnusableCatalog catalog)
    {
        registry.removeUnusable(catalog);
        lifecycle.discard(catalog.connectorId());
    }
}
