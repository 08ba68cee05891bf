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

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainingVersion;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;

import javax.inject.Inject;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.coordinator.history.CatalogHistory.versionNotFound;
import static java.util.Objects.requireNonNull;

/**
 * Check of the rights that a change of a catalog needs, on each connector that the catalog has before and after it. A result holds as long as the name is reserved.
 */
public class ChangeRights
{
    private final CatalogAccessControl accessControl;
    private final CatalogRegistry registry;
    private final StaticCatalogs staticCatalogs;

    @Inject
    public ChangeRights(CatalogAccessControl accessControl, CatalogRegistry registry, StaticCatalogs staticCatalogs)
    {
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
    }

    /**
     * Refuses a caller who may change no catalog, before the definition is read.
     * @throws CatalogException with {@code FORBIDDEN}
     */
    public void checkAny(Caller caller)
    {
        accessControl.checkAny(caller, CHANGE, "change catalogs");
    }

    /**
     * Refuses a caller who may change no catalog, before the definition for a name is read.
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the caller may not see the catalog, and with {@code FORBIDDEN} otherwise
     */
    public void checkAny(Caller caller, String name)
    {
        if (!accessControl.mayAny(caller, CHANGE)) {
            Set<Optional<String>> existing = existing(name).collect(toImmutableSet());
            accessControl.checkChange(caller, name, existing.isEmpty() ? ImmutableSet.of(Optional.empty()) : existing);
        }
    }

    /**
     * @throws CatalogException with {@code FORBIDDEN} if the caller may not add the catalog
     */
    void checkAdd(Caller caller, CatalogDefinition definition)
    {
        accessControl.checkDefine(caller, definition.name().value(), definition.connectorName());
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} or {@code FORBIDDEN} if the caller may not add or replace the catalog
     */
    void checkPut(Caller caller, CatalogDefinition definition)
    {
        String name = definition.name().value();
        Set<Optional<String>> existing = existing(name).collect(toImmutableSet());
        if (existing.isEmpty()) {
            accessControl.checkChange(caller, name, ImmutableSet.of(Optional.of(definition.connectorName())));
        }
        else {
            accessControl.checkChange(caller, name, existing);
            checkAdd(caller, definition);
        }
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} or {@code FORBIDDEN} if the caller may not change the catalog in this way
     */
    void checkPatch(Caller caller, String name, DefinitionPatch patch)
    {
        accessControl.checkChange(caller, name, existing(name).collect(toImmutableSet()));
        patch.connectorName().ifPresent(connector -> accessControl.checkDefine(caller, name, connector));
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} or {@code FORBIDDEN} if the caller may not know the definition
     */
    void checkRead(Caller caller, String name)
    {
        accessControl.checkRead(caller, name, existing(name).collect(toImmutableSet()));
    }

    /**
     * @throws CatalogException with {@code VERSION_NOT_FOUND} if the caller may not see the catalog as it is or as it was, or {@code FORBIDDEN} if the caller may not change it
     */
    void checkRestore(Caller caller, CatalogDefinition definition, String version)
    {
        String name = definition.name().value();
        try {
            accessControl.checkChange(caller, name, Stream.concat(existing(name), Stream.of(Optional.of(definition.connectorName()))).collect(toImmutableSet()));
        }
        catch (CatalogException e) {
            // as if there were no such version
            throw e.getCode() == CATALOG_NOT_FOUND ? versionNotFound(definition.name(), version) : e;
        }
    }

    /**
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} or {@code FORBIDDEN} if the caller may not delete the catalog, or fail the queries on its earlier versions
     */
    void checkRemove(Caller caller, String name)
    {
        Stream<Optional<String>> draining = registry.getDraining(name).stream().map(DrainingVersion::version).map(ChangeRights::connector);
        accessControl.checkChange(caller, name, Stream.concat(existing(name), draining).collect(toImmutableSet()));
    }

    private Stream<Optional<String>> existing(String name)
    {
        if (staticCatalogs.contains(name)) {
            return Stream.of(staticCatalogs.getConnectorName(name));
        }
        return Stream.of(
                registry.getUnusable(name).map(UnusableCatalog::connectorName),
                registry.getDisabled(name).flatMap(ChangeRights::connector),
                registry.getIncoming(name).flatMap(ChangeRights::connector),
                registry.getCurrent(name).flatMap(ChangeRights::connector))
                .filter(Optional::isPresent);
    }

    private static Optional<String> connector(CatalogVersion version)
    {
        return Optional.of(version.definition().connectorName());
    }
}
