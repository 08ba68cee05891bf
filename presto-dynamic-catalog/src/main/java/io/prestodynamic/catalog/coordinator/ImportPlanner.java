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
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.coordinator.masking.MaskedDefinitions;

import javax.inject.Inject;

import java.util.Set;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REMOVED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.ADD;
import static java.util.Objects.requireNonNull;

/**
 * Planner of imports: what an import would do, as far as that is known without a connector.
 */
public class ImportPlanner
{
    private final ChangeRights rights;
    private final CatalogRegistry registry;
    private final StaticCatalogs staticCatalogs;
    private final MaskedDefinitions maskedDefinitions;
    private final CatalogLifecycle lifecycle;

    @Inject
    public ImportPlanner(ChangeRights rights, CatalogRegistry registry, StaticCatalogs staticCatalogs, MaskedDefinitions maskedDefinitions, CatalogLifecycle lifecycle)
    {
        this.rights = requireNonNull(rights, "rights is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.maskedDefinitions = requireNonNull(maskedDefinitions, "maskedDefinitions is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
    }

    CatalogImport planImport(Caller caller, CatalogRequest request, ImportMode mode)
    {
        String name = request.definition().name().value();
        return plan(name, () -> {
            if (mode == ADD) {
                rights.checkAdd(caller, request.definition());
            }
            else {
                rights.checkPut(caller, request.definition());
            }
            staticCatalogs.checkNotStatic(name);
            CatalogRequest revealed = maskedDefinitions.reveal(request);
            lifecycle.checkDefinition(revealed.definition());
            if (registry.getStored(name).isPresent()) {
                // the plan tells of the stored definition
                rights.checkRead(caller, name);
            }
            return registry.getStored(name)
                    .map(stored -> planChange(stored, revealed, mode))
                    .orElseGet(() -> CatalogImport.planned(name, ADDED, Set.of()));
        });
    }

    private static CatalogImport planChange(StoredEntry stored, CatalogRequest request, ImportMode mode)
    {
        Set<String> changed = changed(stored, request);
        if (changed.isEmpty()) {
            return CatalogImport.planned(stored.name(), UNCHANGED, changed);
        }
        if (mode == ADD) {
            throw new CatalogException(CATALOG_EXISTS, "There is a catalog %s already".formatted(stored.name()));
        }
        return CatalogImport.planned(stored.name(), REPLACED, changed);
    }

    private static Set<String> changed(StoredEntry stored, CatalogRequest request)
    {
        CatalogDefinition definition = request.definition();
        MapDifference<String, String> properties = Maps.difference(stored.properties(), definition.properties());
        ImmutableSet.Builder<String> changed = ImmutableSet.<String>builder()
                .addAll(properties.entriesDiffering().keySet())
                .addAll(properties.entriesOnlyOnLeft().keySet())
                .addAll(properties.entriesOnlyOnRight().keySet());
        if (!stored.connectorName().equals(definition.connectorName())) {
            changed.add("connectorName");
        }
        return changed.addAll(definition.files().differences(stored.files())).addAll(stored.settings().differences(request.settings())).build();
    }

    CatalogImport planDeletion(Caller caller, String name)
    {
        return plan(name, () -> {
            rights.checkRemove(caller, name);
            return CatalogImport.planned(name, REMOVED, Set.of());
        });
    }

    private static CatalogImport plan(String name, Supplier<CatalogImport> plan)
    {
        try {
            return plan.get();
        }
        catch (CatalogException e) {
            return CatalogImport.refused(name, e);
        }
    }
}
