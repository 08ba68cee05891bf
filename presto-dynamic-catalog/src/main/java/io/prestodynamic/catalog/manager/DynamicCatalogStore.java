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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.manager.NameReservations.Reservation;
import io.prestodynamic.catalog.store.CatalogStore;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * The dynamic catalogs of a coordinator: the entry for everybody who changes or lists them. A change is stored, loaded on this coordinator and told to
 * all workers when its method returns; a refused one has changed nothing anywhere.
 */
@ThreadSafe
public class DynamicCatalogStore
        implements DynamicCatalogStartup
{
    private static final Logger log = Logger.get(DynamicCatalogStore.class);

    private final CatalogStore store;
    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final StoreReconciler reconciler;
    private final StaticCatalogs staticCatalogs;
    private final CatalogInspector inspector;
    private final NameReservations reservations;
    private volatile boolean started;

    @Inject
    public DynamicCatalogStore(
            CatalogStore store,
            CatalogRegistry registry,
            CatalogLifecycle lifecycle,
            StoreReconciler reconciler,
            StaticCatalogs staticCatalogs,
            CatalogInspector inspector,
            NameReservations reservations)
    {
        this.store = requireNonNull(store, "store is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
    }

    /**
     * Loads all stored catalogs. Waits for a store that is down, and says so; does not wait for connectors beyond the load timeout.
     */
    @Override
    public void loadCatalogs()
    {
        reconciler.start();
        started = true;
    }

    /**
     * Adds a catalog. Blocks until every active worker has answered, at most for the push timeout.
     *
     * @throws CatalogException where the catalog cannot be added
     */
    public CatalogInfo add(CatalogDefinition definition)
    {
        long start = System.nanoTime();
        CatalogName name = definition.name();
        checkStarted();
        staticCatalogs.checkNotStatic(name.value());
        try (Reservation ignored = reservations.reserve(name.value())) {
            if (registry.getCurrent(name.value()).isPresent() || registry.getUnusable(name.value()).isPresent()) {
                throw new CatalogException(CATALOG_EXISTS, "There is a catalog %s already".formatted(name));
            }
            lifecycle.checkConnector(definition.connectorName());
            CatalogVersion version = store.prepare(definition);
            lifecycle.loadNow(version);
            storeOrDiscard(version, () -> store.add(version));
            lifecycle.rollOut(version).join();
            CatalogInfo info = inspector.inspect(version);
            log.info("Added catalog %s version %s (connector %s) in %s: %s", name, version.version(), definition.connectorName(), Duration.nanosSince(start), describeNodes(info));
            return info;
        }
    }

    /**
     * Deletes a catalog. When this returns, no new query resolves the name; queries that resolved it before go on.
     *
     * @throws CatalogException where the catalog cannot be deleted
     */
    public CatalogInfo remove(String name)
    {
        long start = System.nanoTime();
        checkStarted();
        staticCatalogs.checkNotStatic(name);
        try (Reservation ignored = reservations.reserve(name)) {
            Optional<UnusableCatalog> unusable = registry.getUnusable(name);
            // of several, the latest is the one that is stored
            String stored = unusable.map(UnusableCatalog::version)
                    .or(() -> registry.getIncoming(name).or(() -> registry.getCurrent(name)).map(CatalogVersion::version))
                    .orElseThrow(() -> notFound(new CatalogName(name)));
            store.remove(name, stored);
            CatalogInfo info = lifecycle.retire(name)
                    .map(inspector::inspectRetired)
                    .orElseGet(() -> inspector.inspectDeleted(unusable.orElseThrow()));
            log.info("Deleted catalog %s version %s in %s, %s queries use it", name, stored, Duration.nanosSince(start), info.queries());
            return info;
        }
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} where there is no such catalog, static or dynamic
     */
    public CatalogInfo get(String name)
    {
        if (staticCatalogs.contains(name)) {
            return inspector.inspectStatic(name);
        }
        // against the direction in which a catalog moves, so that one that moves is not missed
        Optional<UnusableCatalog> unusable = registry.getUnusable(name);
        Optional<CatalogVersion> incoming = registry.getIncoming(name);
        return registry.getCurrent(name).map(inspector::inspect)
                .or(() -> incoming.map(inspector::inspectIncoming))
                .or(() -> unusable.map(inspector::inspect))
                .or(() -> draining().filter(catalog -> catalog.catalogName().equals(name)).findFirst())
                .orElseThrow(() -> notFound(new CatalogName(name)));
    }

    /**
     * All catalogs, static and dynamic, by name.
     */
    public List<CatalogInfo> list()
    {
        // as in get
        List<UnusableCatalog> unusable = registry.getUnusable();
        List<CatalogVersion> incoming = registry.getIncoming();
        List<CatalogVersion> current = registry.getCurrent();
        // of several that share a name, the first is the one to show
        return Stream.of(
                staticCatalogs.getNames().stream().map(inspector::inspectStatic),
                current.stream().map(inspector::inspect),
                incoming.stream().map(inspector::inspectIncoming),
                unusable.stream().map(inspector::inspect),
                draining())
                .flatMap(catalogs -> catalogs)
                .collect(toImmutableSortedMap(naturalOrder(), CatalogInfo::catalogName, catalog -> catalog, (first, second) -> first))
                .values()
                .stream()
                .toList();
    }

    // what nothing uses is deleted, though it takes a moment to be closed
    private Stream<CatalogInfo> draining()
    {
        return registry.getDraining().stream()
                .map(draining -> inspector.inspectRetired(draining.version()))
                .filter(catalog -> catalog.state() == DRAINING);
    }

    private void storeOrDiscard(CatalogVersion version, Runnable change)
    {
        try {
            change.run();
        }
        catch (RuntimeException e) {
            lifecycle.discard(version.connectorId());
            throw e;
        }
    }

    private void checkStarted()
    {
        if (!started) {
            throw new CatalogException(STARTING, "The server is starting, and its stored catalogs are not loaded yet");
        }
    }

    private static CatalogException notFound(CatalogName name)
    {
        return new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(name));
    }

    private static String describeNodes(CatalogInfo catalog)
    {
        return catalog.nodes().stream()
                .map(node -> node.nodeId() + " " + node.state())
                .collect(joining(", "));
    }
}
