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
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.manager.NameReservations.Reservation;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;

import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Brings the catalogs of this coordinator to what the store holds. What goes wrong with one catalog concerns no other.
 */
class StoreConvergence
{
    private static final Logger log = Logger.get(StoreConvergence.class);

    private final CatalogStore store;
    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final StaticCatalogs staticCatalogs;
    private final NameReservations reservations;
    private final ReconciliationStats stats;

    @Inject
    StoreConvergence(
            CatalogStore store,
            CatalogRegistry registry,
            CatalogLifecycle lifecycle,
            StaticCatalogs staticCatalogs,
            NameReservations reservations,
            ReconciliationStats stats)
    {
        this.store = requireNonNull(store, "store is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
        this.stats = requireNonNull(stats, "stats is null");
    }

    /**
     * Desires all that is stored, begins to load it, and to look after the workers.
     *
     * @return one for each stored catalog, which completes, never exceptionally, when it resolves here or cannot be used
     */
    List<CompletableFuture<Void>> begin(StoredSnapshot stored)
    {
        lifecycle.start(stored.getUsable().stream()
                .filter(version -> !staticCatalogs.contains(version.name().value()))
                .toList());
        return stored.getNames().stream()
                .map(name -> tryConverge(name, stored, this::activateAlone))
                .toList();
    }

    /**
     * Compares with the store. What looks different is reserved and read again, so that a change that is just being made here is not taken for one that
     * others made.
     *
     * @return completes, never exceptionally, when what differs is rolled out
     * @throws io.prestodynamic.catalog.CatalogException where the store does not answer; then nothing was changed
     */
    CompletableFuture<Void> converge()
    {
        Map<String, Reservation> differing = differing(new StoredSnapshot(store.list()));
        if (differing.isEmpty()) {
            return completedFuture(null);
        }
        StoredSnapshot stored;
        try {
            stored = new StoredSnapshot(store.list());
        }
        catch (RuntimeException e) {
            differing.values().forEach(Reservation::close);
            throw e;
        }
        return CompletableFuture.allOf(differing.entrySet().stream()
                .map(entry -> repair(entry.getKey(), stored).thenRun(entry.getValue()::close))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> repair(String name, StoredSnapshot stored)
    {
        return stats.recordRepair(name, stored.getVersion(name), registry, () -> tryConverge(name, stored, lifecycle::rollOut));
    }

    private Map<String, Reservation> differing(StoredSnapshot stored)
    {
        ImmutableMap.Builder<String, Reservation> differing = ImmutableMap.builder();
        Stream.of(
                stored.getNames().stream(),
                registry.getCurrent().stream().map(version -> version.name().value()),
                registry.getIncoming().stream().map(version -> version.name().value()),
                registry.getUnusable().stream().map(UnusableCatalog::name))
                .flatMap(names -> names)
                .distinct()
                .filter(name -> isDifferent(name, stored))
                .forEach(name -> reservations.tryReserve(name).ifPresent(reservation -> differing.put(name, reservation)));
        return differing.build();
    }

    private boolean isDifferent(String name, StoredSnapshot stored)
    {
        return !stored.getVersion(name).equals(registry.getStoredVersion(name)) ||
                stored.getUsable(name).filter(lifecycle::isRetryDue).isPresent() ||
                lifecycle.isRolloutDue(name);
    }

    private CompletableFuture<Void> tryConverge(String name, StoredSnapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        return completedFuture(name)
                .thenCompose(ignored -> converge(name, stored, activation))
                .exceptionally(failure -> {
                    log.error(failure, "Error bringing catalog %s to what is stored", name);
                    return null;
                });
    }

    private CompletableFuture<Void> converge(String name, StoredSnapshot stored, Function<CatalogVersion, CompletableFuture<Void>> activation)
    {
        registry.getUnusable(name)
                .filter(unusable -> !stored.getVersion(name).equals(Optional.of(unusable.version())))
                .ifPresent(this::forget);

        Optional<BrokenCatalog> broken = stored.getBroken(name);
        if (broken.isPresent()) {
            reject(UnusableCatalog.from(broken.get()));
            return completedFuture(null);
        }
        Optional<CatalogVersion> usable = stored.getUsable(name);
        if (usable.isEmpty()) {
            lifecycle.retire(name).ifPresent(version -> log.info("Catalog %s version %s is no longer stored", name, version.version()));
            return completedFuture(null);
        }
        CatalogVersion version = usable.get();
        if (registry.getCurrent(name).map(CatalogVersion::version).equals(Optional.of(version.version()))) {
            return completedFuture(null);
        }
        if (staticCatalogs.contains(name)) {
            reject(UnusableCatalog.from(version, "A catalog of this name is among the server's configuration files"));
            return completedFuture(null);
        }
        if (registry.getUnusable(name).isEmpty()) {
            log.info("Loading stored catalog %s version %s", name, version.version());
        }
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
}
