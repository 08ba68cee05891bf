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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.history.RecordedChanges;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.coordinator.listing.CatalogInspector;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.sync.OtherCoordinators;

import javax.inject.Inject;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;

/**
 * Steps of a change whose name is reserved: the connector is created here, the version is stored, and all nodes are told. If a step fails, the later ones are not taken.
 */
public class CatalogDeployment
{
    private final CatalogStore store;
    private final RecordedChanges changes;
    private final CatalogLifecycle lifecycle;
    private final StaticCatalogs staticCatalogs;
    private final StoreReconciler reconciler;
    private final OtherCoordinators otherCoordinators;
    private final CatalogInspector inspector;

    @Inject
    public CatalogDeployment(
            CatalogStore store,
            RecordedChanges changes,
            CatalogLifecycle lifecycle,
            StaticCatalogs staticCatalogs,
            StoreReconciler reconciler,
            OtherCoordinators otherCoordinators,
            CatalogInspector inspector)
    {
        this.store = requireNonNull(store, "store is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.otherCoordinators = requireNonNull(otherCoordinators, "otherCoordinators is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
    }

    CatalogInfo add(ChangeAction action, CatalogDefinition definition, ChangeOrigin origin)
    {
        return deploy(definition, version -> changes.add(action, version, origin));
    }

    CatalogInfo replace(ChangeAction action, StoredEntry before, CatalogDefinition definition, ChangeOrigin origin)
    {
        return deploy(definition, next -> changes.replace(action, before, next, origin));
    }

    /**
     * Stores a definition as a new version, also if it cannot be loaded here.
     */
    CatalogInfo storeAgain(StoredEntry stored, ChangeOrigin origin)
    {
        CatalogVersion next = store.prepare(new CatalogDefinition(new CatalogName(stored.name()), stored.connectorName(), stored.properties()));
        Consumer<CatalogVersion> change = version -> changes.replace(ChangeAction.REPLACED, stored, version, origin);
        return tryLoad(next)
                .map(refusal -> storeUnloaded(next, refusal, change))
                .orElseGet(() -> storeLoaded(next, change));
    }

    /**
     * @return the version that was current, or else the one that was about to be
     */
    Optional<CatalogVersion> remove(StoredEntry stored, ChangeOrigin origin)
    {
        changes.remove(stored, origin);
        Optional<CatalogVersion> retired = lifecycle.retire(stored.name());
        otherCoordinators.tellOfChange().join();
        return retired;
    }

    /**
     * @param change stores the version
     */
    private CatalogInfo deploy(CatalogDefinition definition, Consumer<CatalogVersion> change)
    {
        lifecycle.checkDefinition(definition);
        CatalogVersion version = store.prepare(definition);
        lifecycle.loadNow(version);
        return storeLoaded(version, change);
    }

    private CatalogInfo storeLoaded(CatalogVersion version, Consumer<CatalogVersion> change)
    {
        try {
            change.accept(version);
        }
        catch (RuntimeException e) {
            lifecycle.discard(version.connectorId());
            throw e;
        }
        CompletableFuture<Void> told = otherCoordinators.tellOfChange();
        lifecycle.rollOut(version).join();
        told.join();
        return inspector.inspectStored(version);
    }

    /**
     * Returns why a version cannot be loaded, if it cannot.
     */
    private Optional<CatalogException> tryLoad(CatalogVersion version)
    {
        try {
            staticCatalogs.checkNotStatic(version.name().value());
            lifecycle.checkDefinition(version.definition());
            lifecycle.loadNow(version);
            return Optional.empty();
        }
        catch (CatalogException e) {
            return Optional.of(e);
        }
    }

    // the comparison with the store treats it like a version that others have stored
    private CatalogInfo storeUnloaded(CatalogVersion version, CatalogException refusal, Consumer<CatalogVersion> change)
    {
        change.accept(version);
        CompletableFuture<Void> told = otherCoordinators.tellOfChange();
        reconciler.reconcile();
        told.join();
        return inspector.inspect(UnusableCatalog.from(version, refusal.getMessage()));
    }
}
