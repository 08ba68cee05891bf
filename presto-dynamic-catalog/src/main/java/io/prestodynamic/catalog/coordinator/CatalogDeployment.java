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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.history.RecordedChanges;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.coordinator.listing.CatalogInspector;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.files.UploadedFiles.Upload;
import io.prestodynamic.catalog.files.UploadedFiles;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.sync.OtherCoordinators;

import javax.inject.Inject;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.history.ChangeAction.DESCRIBED;
import static io.prestodynamic.catalog.history.ChangeAction.DISABLED;
import static io.prestodynamic.catalog.history.ChangeAction.ENABLED;
import static java.util.Objects.requireNonNull;

/**
 * Steps of a change whose name is reserved: the connector is created here, the version is stored, and all nodes are told. If a step fails, the later ones are not taken.
 */
public class CatalogDeployment
{
    private final CatalogStore store;
    private final RecordedChanges changes;
    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final StaticCatalogs staticCatalogs;
    private final StoreReconciler reconciler;
    private final OtherCoordinators otherCoordinators;
    private final CatalogInspector inspector;
    private final UploadedFiles uploads;

    @Inject
    public CatalogDeployment(
            CatalogStore store,
            RecordedChanges changes,
            CatalogRegistry registry,
            CatalogLifecycle lifecycle,
            StaticCatalogs staticCatalogs,
            StoreReconciler reconciler,
            OtherCoordinators otherCoordinators,
            CatalogInspector inspector,
            UploadedFiles uploads)
    {
        this.store = requireNonNull(store, "store is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.otherCoordinators = requireNonNull(otherCoordinators, "otherCoordinators is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.uploads = requireNonNull(uploads, "uploads is null");
    }

    CatalogInfo add(ChangeAction action, CatalogRequest request, ChangeOrigin origin)
    {
        return deploy(request, (version, contents) -> changes.add(action, version, request.settings(), contents, origin));
    }

    CatalogInfo replace(ChangeAction action, StoredEntry before, CatalogRequest request, ChangeOrigin origin)
    {
        return deploy(request, (next, contents) -> changes.replace(action, before, next, request.settings(), contents, origin));
    }

    /**
     * Loads a disabled catalog again.
     *
     * @throws CatalogException if it cannot be loaded; then it stays disabled
     */
    CatalogInfo enable(StoredEntry stored, CatalogSettings settings, ChangeOrigin origin)
    {
        CatalogVersion version = registry.getDisabled(stored.name()).orElseThrow(() -> notValid(stored.name()));
        lifecycle.checkDefinition(version.definition());
        if (!registry.isDraining(version)) {
            lifecycle.loadNow(version);
            return storeLoaded(version, enabled -> configure(ENABLED, stored, settings, origin));
        }
        // queries still use it, and nobody may close it from now on
        lifecycle.stage(version);
        try {
            lifecycle.loadNow(version);
        }
        catch (CatalogException e) {
            lifecycle.disable(version);
            throw e;
        }
        return storeLoaded(version, enabled -> configure(ENABLED, stored, settings, origin), () -> lifecycle.disable(version));
    }

    /**
     * Lets a catalog drain, and keeps its version.
     */
    CatalogInfo disable(StoredEntry stored, CatalogSettings settings, ChangeOrigin origin)
    {
        return storeDisabled(getVersion(stored.name()), version -> configure(DISABLED, stored, settings, origin));
    }

    /**
     * Stores another description.
     */
    CatalogInfo describe(StoredEntry stored, CatalogSettings settings, ChangeOrigin origin)
    {
        configure(DESCRIBED, stored, settings, origin);
        otherCoordinators.tellOfChange().join();
        return inspector.inspectStored(stored.name());
    }

    private void configure(ChangeAction action, StoredEntry stored, CatalogSettings settings, ChangeOrigin origin)
    {
        changes.configure(action, stored, settings, origin);
        registry.setSettings(stored.name(), settings);
    }

    private CatalogVersion getVersion(String name)
    {
        return registry.getUnusable(name).map(unusable -> unusable.definition().orElseThrow(() -> notValid(name)))
                .or(() -> registry.getIncoming(name))
                .or(() -> registry.getCurrent(name))
                .orElseThrow();
    }

    private static CatalogException notValid(String name)
    {
        return new CatalogException(INVALID_CONFIGURATION, "The stored catalog %s is not a valid definition: replace or delete it".formatted(name));
    }

    /**
     * Stores a definition as a new version, also if it cannot be loaded here.
     */
    CatalogInfo storeAgain(StoredEntry stored, ChangeOrigin origin)
    {
        CatalogVersion next = store.prepare(stored.definition());
        Consumer<CatalogVersion> change = version -> changes.replace(ChangeAction.REPLACED, stored, version, stored.settings(), FileContents.NONE, origin);
        if (!stored.settings().enabled()) {
            return storeDisabled(next, change);
        }
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
     * @param change stores the version with the contents that the request has brought
     */
    private CatalogInfo deploy(CatalogRequest request, BiConsumer<CatalogVersion, FileContents> change)
    {
        FileContents contents = request.files().contents();
        try (Upload ignored = uploads.hold(contents)) {
            return deploy(request, version -> change.accept(version, contents));
        }
    }

    private CatalogInfo deploy(CatalogRequest request, Consumer<CatalogVersion> change)
    {
        lifecycle.checkDefinition(request.definition());
        CatalogVersion version = store.prepare(request.definition());
        Consumer<CatalogVersion> changeAll = stored -> {
            change.accept(stored);
            registry.setSettings(stored.name().value(), request.settings());
        };
        if (!request.settings().enabled()) {
            return storeDisabled(version, changeAll);
        }
        lifecycle.loadNow(version);
        return storeLoaded(version, changeAll);
    }

    private CatalogInfo storeLoaded(CatalogVersion version, Consumer<CatalogVersion> change)
    {
        return storeLoaded(version, change, () -> lifecycle.discard(version.connectorId()));
    }

    /**
     * @param undo runs if the change fails
     */
    private CatalogInfo storeLoaded(CatalogVersion version, Consumer<CatalogVersion> change, Runnable undo)
    {
        try {
            change.accept(version);
        }
        catch (RuntimeException e) {
            undo.run();
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

    private CatalogInfo storeDisabled(CatalogVersion version, Consumer<CatalogVersion> change)
    {
        change.accept(version);
        lifecycle.disable(version);
        otherCoordinators.tellOfChange().join();
        return inspector.inspectDisabled(version);
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
