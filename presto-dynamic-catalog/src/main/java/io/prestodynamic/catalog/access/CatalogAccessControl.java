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
package io.prestodynamic.catalog.access;

import com.facebook.presto.spi.security.AccessControl;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static java.util.Objects.requireNonNull;

/**
 * Decides what a user may do with catalogs, whichever way a request takes. Users have the rights that rules give them, and none on catalogs that Presto's access control
 * hides from them.
 */
public class CatalogAccessControl
{
    private final AccessControl accessControl;
    private final Supplier<AccessRules> rules;

    public CatalogAccessControl(AccessControl accessControl, Supplier<AccessRules> rules)
    {
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * Returns the catalogs that the user may see, without the definitions of those that the user may not read.
     */
    public List<CatalogInfo> filter(Caller caller, List<CatalogInfo> catalogs)
    {
        Decision decision = decide(caller, catalogs.stream().map(CatalogInfo::catalogName).collect(toImmutableSet()));
        return catalogs.stream()
                .filter(catalog -> decision.sees(catalog.catalogName(), catalog.connectorName()))
                .map(catalog -> decision.allows(READ, catalog.catalogName(), catalog.connectorName()) ? catalog : catalog.withoutDefinition())
                .toList();
    }

    /**
     * Returns the answer to a change that the user was allowed to make, without the definition if the user may not read it.
     */
    public CatalogInfo limit(Caller caller, CatalogInfo catalog)
    {
        return filter(caller, List.of(catalog)).stream().findFirst().orElseGet(catalog::withoutDefinition);
    }

    /**
     * Decides about many catalogs by the same rules.
     */
    public Decision decide(Caller caller, Set<String> catalogs)
    {
        return new Decision(caller, ImmutableSet.copyOf(accessControl.filterCatalogs(caller.identity(), caller.context(), catalogs)), rules.get());
    }

    /**
     * Checks that the user may do something with at least one catalog, before anything is done for a request about many.
     * @param action what is refused, such as {@code export catalogs}
     * @throws CatalogException with {@code FORBIDDEN} if the user may not
     */
    public void checkAny(Caller caller, CatalogRight right, String action)
    {
        if (!mayAny(caller, right)) {
            throw forbidden(caller, action, rules.get());
        }
    }

    /**
     * Returns whether the user may do something with at least one catalog.
     */
    public boolean mayAny(Caller caller, CatalogRight right)
    {
        return rules.get().mayGive(caller.user(), right);
    }

    /**
     * Returns whether the user may know of a connector, because there may be a catalog of it on which the user has a right.
     */
    public boolean seesConnector(Caller caller, String connector)
    {
        return rules.get().mayConcern(caller.user(), connector);
    }

    /**
     * Checks that the user may define a catalog.
     * @throws CatalogException with {@code FORBIDDEN} if the user may not, so that the answer does not depend on whether there is such a catalog
     */
    public void checkDefine(Caller caller, String catalog, String connector)
    {
        Decision decision = decide(caller, Set.of(catalog));
        if (!decision.allows(CHANGE, catalog, Optional.of(connector))) {
            throw decision.forbidden("define catalog %s with connector %s".formatted(catalog, connector));
        }
    }

    /**
     * Checks that the user may change a catalog.
     * @param connectors connectors of the catalog, before and after the change
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the user may not see it, and with {@code FORBIDDEN} if the user may only see it
     */
    public void checkChange(Caller caller, String catalog, Set<Optional<String>> connectors)
    {
        check(caller, CHANGE, "change", catalog, connectors);
    }

    /**
     * Checks that the user may know the definition of a catalog.
     * @param connectors connectors of the catalog
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if the user may not see it, and with {@code FORBIDDEN} if the user may only see it
     */
    public void checkRead(Caller caller, String catalog, Set<Optional<String>> connectors)
    {
        check(caller, READ, "read", catalog, connectors);
    }

    private void check(Caller caller, CatalogRight right, String action, String catalog, Set<Optional<String>> connectors)
    {
        Decision decision = decide(caller, Set.of(catalog));
        if (!connectors.stream().allMatch(connector -> decision.sees(catalog, connector))) {
            throw new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(catalog));
        }
        if (!connectors.stream().allMatch(connector -> decision.allows(right, catalog, connector))) {
            throw decision.forbidden("%s catalog %s".formatted(action, catalog));
        }
    }

    private static CatalogException forbidden(Caller caller, String action, AccessRules rules)
    {
        return new CatalogException(FORBIDDEN, "%s may not %s %s".formatted(caller, action, rules.explanation()));
    }

    /**
     * Rights of a user at one moment.
     */
    public static class Decision
    {
        private final Caller caller;
        private final Set<String> shown;
        private final AccessRules rules;

        private Decision(Caller caller, Set<String> shown, AccessRules rules)
        {
            this.caller = requireNonNull(caller, "caller is null");
            this.shown = requireNonNull(shown, "shown is null");
            this.rules = requireNonNull(rules, "rules is null");
        }

        public boolean sees(String catalog, Optional<String> connector)
        {
            return !getRights(catalog, connector).isEmpty();
        }

        public boolean allows(CatalogRight right, String catalog, Optional<String> connector)
        {
            return getRights(catalog, connector).contains(right);
        }

        /**
         * Returns whether the user has the right on a catalog whose connector is not known.
         */
        public boolean allowsWithEveryConnector(CatalogRight right, String catalog)
        {
            return shown.contains(catalog) && rules.allowsWithEveryConnector(caller.user(), catalog, right);
        }

        /**
         * Returns the refusal of an action, with {@link CatalogErrorCode#FORBIDDEN}.
         */
        public CatalogException forbidden(String action)
        {
            return CatalogAccessControl.forbidden(caller, action, rules);
        }

        private Set<CatalogRight> getRights(String catalog, Optional<String> connector)
        {
            return shown.contains(catalog) ? rules.getRights(caller.user(), catalog, connector) : Set.of();
        }
    }
}
