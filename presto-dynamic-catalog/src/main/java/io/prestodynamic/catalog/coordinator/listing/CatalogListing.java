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
package io.prestodynamic.catalog.coordinator.listing;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.KnownVersions;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.reconcile.StoreAvailability;

import javax.inject.Inject;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

/**
 * Lists of the static and dynamic catalogs of a coordinator. They do not use the store after it was read at the start.
 */
public class CatalogListing
{
    private final CatalogRegistry registry;
    private final StaticCatalogs staticCatalogs;
    private final CatalogInspector inspector;
    private final StoreAvailability availability;

    @Inject
    public CatalogListing(CatalogRegistry registry, StaticCatalogs staticCatalogs, CatalogInspector inspector, StoreAvailability availability)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.availability = requireNonNull(availability, "availability is null");
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if there is no such catalog, or with {@code STARTING} if the store was not read yet
     */
    public CatalogInfo get(String name)
    {
        if (staticCatalogs.contains(name)) {
            return inspector.inspectStatic(name);
        }
        availability.checkKnown();
        KnownVersions known = registry.getAll(name);
        return inspect(known, inspector.now())
                .findFirst()
                .orElseThrow(() -> new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(new CatalogName(name))));
    }

    /**
     * Returns all catalogs in the order of their names.
     * @throws CatalogException with {@code STARTING} if the store was not read yet
     */
    public List<CatalogInfo> list()
    {
        availability.checkKnown();
        return by(CatalogInfo::catalogName, Stream.concat(staticCatalogs.getNames().stream().map(inspector::inspectStatic), dynamic()));
    }

    /**
     * Returns all dynamic catalogs in the order of their names, including those that are unusable because a static catalog has the name.
     */
    public List<CatalogInfo> listDynamic()
    {
        return by(CatalogInfo::catalogName, dynamic());
    }

    /**
     * Returns all versions of dynamic catalogs in order, including those that are draining or unusable.
     */
    public List<CatalogInfo> listVersions()
    {
        KnownVersions known = registry.getAll();
        ClusterSnapshot cluster = inspector.snapshot();
        return by(catalog -> catalog.catalogName() + "@" + catalog.version().orElseThrow(), Stream.concat(inspect(known, cluster), inspectDraining(known, cluster)));
    }

    private Stream<CatalogInfo> dynamic()
    {
        KnownVersions known = registry.getAll();
        return inspect(known, inspector.snapshot());
    }

    /**
     * Describes versions, those first that are shown if a name has several. A draining version that no query uses counts as deleted, although it is closed a moment later.
     */
    private Stream<CatalogInfo> inspect(KnownVersions known, ClusterSnapshot cluster)
    {
        return Stream.of(
                known.current().stream().map(version -> inspector.inspect(version, cluster)),
                known.incoming().stream().map(version -> inspector.inspectIncoming(version, cluster)),
                known.unusable().stream().map(catalog -> inspector.inspect(catalog, cluster)),
                known.disabled().stream().map(version -> inspector.inspectDisabled(version, cluster)),
                inspectDraining(known, cluster).filter(catalog -> catalog.state() == DRAINING))
                .flatMap(catalogs -> catalogs);
    }

    private Stream<CatalogInfo> inspectDraining(KnownVersions known, ClusterSnapshot cluster)
    {
        return known.draining().stream().map(draining -> inspector.inspectRetired(draining.version(), cluster));
    }

    // if several have the same key, the first is shown
    private static List<CatalogInfo> by(Function<CatalogInfo, String> key, Stream<CatalogInfo> catalogs)
    {
        return catalogs
                .collect(toImmutableSortedMap(naturalOrder(), key, catalog -> catalog, (first, second) -> first))
                .values()
                .stream()
                .toList();
    }
}
