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

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogAccessControl.Decision;
import io.prestodynamic.catalog.access.CatalogRight;

import javax.inject.Inject;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static java.util.Objects.requireNonNull;

/**
 * Lists of catalogs as a user may see them: without those that are hidden from the user, and without the definitions that the user may not read.
 */
public class VisibleCatalogs
{
    private final CatalogListing listing;
    private final CatalogAccessControl accessControl;

    @Inject
    public VisibleCatalogs(CatalogListing listing, CatalogAccessControl accessControl)
    {
        this.listing = requireNonNull(listing, "listing is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the user may not see the catalog, as if there were none
     * @see CatalogListing#get
     */
    public CatalogInfo get(Caller caller, String name)
    {
        return accessControl.filter(caller, List.of(listing.get(name))).stream()
                .findFirst()
                .orElseThrow(() -> notFound(name));
    }

    /**
     * Returns a catalog that new queries can name, with its definition.
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the user may not see the catalog, as if there were none, with {@code FORBIDDEN} if the user may only see
     * it, or with {@code INVALID_REQUEST} if nothing defines it
     */
    public CatalogInfo read(Caller caller, String name)
    {
        CatalogInfo catalog = listing.get(name);
        if (catalog.state() == DRAINING) {
            throw notFound(name);
        }
        accessControl.checkRead(caller, name, ImmutableSet.of(catalog.connectorName()));
        if (catalog.connectorName().isEmpty()) {
            throw new CatalogException(INVALID_REQUEST, "Catalog %s has no definition: it is Presto's own, or its file was removed".formatted(name));
        }
        return catalog;
    }

    /**
     * Returns what the user may do with at least one catalog.
     */
    public Set<CatalogRight> getRights(Caller caller)
    {
        return Stream.of(CatalogRight.values()).filter(right -> accessControl.mayAny(caller, right)).collect(toImmutableSet());
    }

    /**
     * Returns what the user may do with a catalog.
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the user may not see it, as if there were none
     */
    public Set<CatalogRight> getRights(Caller caller, String name)
    {
        CatalogInfo catalog = listing.get(name);
        Decision decision = accessControl.decide(caller, ImmutableSet.of(name));
        if (!decision.sees(name, catalog.connectorName())) {
            throw notFound(name);
        }
        return Stream.of(CatalogRight.values()).filter(right -> decision.allows(right, name, catalog.connectorName())).collect(toImmutableSet());
    }

    /**
     * @see CatalogListing#list
     */
    public List<CatalogInfo> list(Caller caller)
    {
        return accessControl.filter(caller, listing.list());
    }

    /**
     * @see CatalogListing#listDynamic
     */
    public List<CatalogInfo> listDynamic(Caller caller)
    {
        return accessControl.filter(caller, listing.listDynamic());
    }

    /**
     * @see CatalogListing#listVersions
     */
    public List<CatalogInfo> listVersions(Caller caller)
    {
        return accessControl.filter(caller, listing.listVersions());
    }

    private static CatalogException notFound(String name)
    {
        return new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(new CatalogName(name)));
    }
}
