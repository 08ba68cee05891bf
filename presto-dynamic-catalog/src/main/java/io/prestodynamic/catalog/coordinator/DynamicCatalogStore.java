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
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.history.CatalogHistory;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMonitor;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations.Reservation;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.coordinator.listing.CatalogInspector;
import io.prestodynamic.catalog.coordinator.masking.MaskedDefinitions;
import io.prestodynamic.catalog.coordinator.reconcile.StartupFailure;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.sync.OtherCoordinators;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.DESCRIBED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.DISABLED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ENABLED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.RESTORED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static java.util.Objects.requireNonNull;

/**
 * Dynamic catalogs of a coordinator, and the operations that change them. When a method returns, the change is stored, loaded on this coordinator and sent to all
 * workers. A refused change has no effect on any node. A change to which the caller has no right is refused.
 */
@ThreadSafe
public class DynamicCatalogStore
        implements DynamicCatalogStartup
{
    private final CatalogHistory history;
    private final CatalogRegistry registry;
    private final MaskedDefinitions maskedDefinitions;
    private final CatalogDeployment deployment;
    private final StoreReconciler reconciler;
    private final OtherCoordinators otherCoordinators;
    private final StaticCatalogs staticCatalogs;
    private final ChangeRights rights;
    private final CatalogInspector inspector;
    private final NameReservations reservations;
    private final DrainMonitor drainMonitor;
    private volatile boolean started;

    @Inject
    public DynamicCatalogStore(
            CatalogHistory history,
            CatalogRegistry registry,
            MaskedDefinitions maskedDefinitions,
            CatalogDeployment deployment,
            StoreReconciler reconciler,
            OtherCoordinators otherCoordinators,
            StaticCatalogs staticCatalogs,
            ChangeRights rights,
            CatalogInspector inspector,
            NameReservations reservations,
            DrainMonitor drainMonitor)
    {
        this.history = requireNonNull(history, "history is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.maskedDefinitions = requireNonNull(maskedDefinitions, "maskedDefinitions is null");
        this.deployment = requireNonNull(deployment, "deployment is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.otherCoordinators = requireNonNull(otherCoordinators, "otherCoordinators is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.rights = requireNonNull(rights, "rights is null");
        this.inspector = requireNonNull(inspector, "inspector is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
        this.drainMonitor = requireNonNull(drainMonitor, "drainMonitor is null");
    }

    /**
     * Loads all stored catalogs. Waits for connectors as long as some of them still start, and for an unavailable store if that is the startup policy.
     * @throws StartupFailure if the store cannot be used, and the startup policy is not to wait
     */
    @Override
    public void loadCatalogs()
    {
        reconciler.start();
        otherCoordinators.start();
        started = true;
    }

    @Override
    public boolean isStarting()
    {
        return !started;
    }

    /**
     * Adds a catalog. Blocks until every active worker and coordinator has answered, or until the push timeout.
     * @throws CatalogException if the catalog cannot be added
     */
    public CatalogInfo add(Caller caller, CatalogRequest request)
    {
        CatalogDefinition definition = request.definition();
        return change(definition.name().value(), name -> rights.checkAdd(caller, definition), name -> addAbsent(caller, reveal(request)));
    }

    /**
     * Adds a catalog, unless it exists with the same definition and the same settings. Blocks like {@link #add}.
     * @throws CatalogException with {@code CATALOG_EXISTS} if it has others, or cannot be used
     */
    public ChangeResult addIfAbsent(Caller caller, CatalogRequest request)
    {
        CatalogDefinition definition = request.definition();
        return change(definition.name().value(), name -> rights.checkAdd(caller, definition), name -> {
            CatalogRequest revealed = reveal(request);
            return inspectEqual(revealed.definition())
                    .filter(equal -> equal.settings().equals(revealed.settings()))
                    .map(equal -> new ChangeResult(UNCHANGED, equal))
                    .orElseGet(() -> new ChangeResult(ADDED, addAbsent(caller, revealed)));
        });
    }

    /**
     * Adds a catalog, or replaces it. New queries use the new version as soon as a node has loaded it. Running queries keep the version that they have resolved. Blocks
     * like {@link #add}.
     *
     * @throws CatalogException if the catalog cannot be added or replaced; then the existing one stays in use
     */
    public ChangeResult put(Caller caller, VersionCondition condition, CatalogRequest request)
    {
        CatalogDefinition definition = request.definition();
        return change(definition.name().value(), name -> rights.checkPut(caller, definition), name -> {
            Optional<StoredEntry> stored = registry.getStored(name);
            condition.check(name, stored.map(StoredEntry::version));
            CatalogRequest revealed = reveal(request);
            if (stored.isEmpty()) {
                return new ChangeResult(ADDED, deployment.add(ChangeAction.ADDED, revealed, caller.origin()));
            }
            return inspectEqual(revealed.definition())
                    .map(equal -> configure(caller, stored.get(), revealed.settings(), equal))
                    .orElseGet(() -> new ChangeResult(REPLACED, deployment.replace(ChangeAction.REPLACED, stored.get(), revealed, caller.origin())));
        });
    }

    /**
     * Changes a part of a catalog. Nothing is stored if that makes no difference. Blocks like {@link #add}.
     *
     * @throws CatalogException if there is no such catalog, or it cannot be replaced; then the existing one stays in use
     */
    public ChangeResult patch(Caller caller, VersionCondition condition, CatalogName catalogName, CatalogPatch patch)
    {
        return change(catalogName.value(), name -> rights.checkPatch(caller, name, patch.definition()), name -> {
            StoredEntry stored = getStored(catalogName);
            condition.check(name, Optional.of(stored.version()));
            CatalogDefinition before = stored.definition();
            CatalogRequest request = reveal(patch.apply(before, stored.settings()));
            if (request.definition().equals(before)) {
                return configure(caller, stored, request.settings(), inspector.inspectStored(name));
            }
            return new ChangeResult(REPLACED, deployment.replace(ChangeAction.REPLACED, stored, request, caller.origin()));
        });
    }

    /**
     * @param catalog the catalog as it is now
     */
    private ChangeResult configure(Caller caller, StoredEntry stored, CatalogSettings settings, CatalogInfo catalog)
    {
        if (settings.equals(stored.settings())) {
            return new ChangeResult(UNCHANGED, catalog);
        }
        if (settings.enabled() == stored.settings().enabled()) {
            return new ChangeResult(DESCRIBED, deployment.describe(stored, settings, caller.origin()));
        }
        return settings.enabled() ?
                new ChangeResult(ENABLED, deployment.enable(stored, settings, caller.origin())) :
                new ChangeResult(DISABLED, deployment.disable(stored, settings, caller.origin()));
    }

    /**
     * Defines a catalog again as one of its versions was, in the place of the present one or after it was deleted. Blocks like {@link #add}.
     *
     * @throws CatalogException with {@code VERSION_NOT_FOUND} if the version is not recorded or the caller may not see it
     */
    public ChangeResult restore(Caller caller, VersionCondition condition, CatalogName catalogName, String version)
    {
        CatalogDefinition definition = history.getDefinition(catalogName, version);
        return change(catalogName.value(), name -> rights.checkRestore(caller, definition, version), name -> {
            Optional<StoredEntry> stored = registry.getStored(name);
            condition.check(name, stored.map(StoredEntry::version));
            Optional<CatalogInfo> equal = inspectEqual(definition);
            if (equal.isPresent()) {
                return new ChangeResult(UNCHANGED, equal.get());
            }
            return new ChangeResult(RESTORED, stored
                    .map(before -> deployment.replace(ChangeAction.RESTORED, before, new CatalogRequest(definition, before.settings(), RequestedFiles.NONE), caller.origin()))
                    .orElseGet(() -> deployment.add(ChangeAction.RESTORED, CatalogRequest.of(definition), caller.origin())));
        });
    }

    /**
     * Stores a catalog with the same definition as a new version, so that the store writes it again. Blocks like {@link #add}. A version that cannot be loaded here is
     * stored as well, and then treated like one that others have stored.
     *
     * @throws CatalogException if the catalog is gone, or does not fit into the store
     */
    ChangeResult storeAgain(Caller caller, CatalogName catalogName)
    {
        return changeReserved(catalogName.value(), name -> rights.checkRemove(caller, name), name -> {
            return new ChangeResult(REPLACED, deployment.storeAgain(getStored(catalogName), caller.origin()));
        });
    }

    /**
     * Deletes a catalog. When this method returns, new queries do not resolve the name, and queries that resolved it before continue or have failed, as the mode says. The
     * mode {@link DrainMode#FAIL_QUERIES} also applies to versions that were deleted or replaced earlier, even if the catalog no longer exists.
     * @throws CatalogException if the catalog cannot be deleted
     */
    public CatalogInfo remove(Caller caller, VersionCondition condition, String catalogName, DrainMode mode)
    {
        return change(catalogName, name -> rights.checkRemove(caller, name), name -> {
            condition.check(name, registry.getStoredVersion(name));
            Optional<UnusableCatalog> unusable = registry.getUnusable(name);
            Optional<CatalogVersion> disabled = registry.getDisabled(name);
            Optional<CatalogVersion> retired = registry.getStored(name).flatMap(stored -> deployment.remove(stored, caller.origin()));
            Optional<CatalogVersion> forced = mode == FAIL_QUERIES ? drainMonitor.failQueries(name) : Optional.empty();
            return retired.or(() -> disabled).map(inspector::inspectRetired)
                    .or(() -> unusable.map(inspector::inspectDeleted))
                    .or(() -> forced.map(inspector::inspectRetired))
                    .orElseThrow(() -> notFound(new CatalogName(name)));
        });
    }

    /**
     * Checks that each mask in the requests has a stored secret, and each file a content.
     * @throws CatalogException with {@code INVALID_REQUEST} if one has none
     */
    public void checkMasks(List<CatalogRequest> requests)
    {
        // before, each change is refused for another reason
        if (started) {
            requests.forEach(this::checkMasks);
        }
    }

    private void checkMasks(CatalogRequest request)
    {
        try {
            reveal(request);
        }
        catch (CatalogException e) {
            throw new CatalogException(e.getCode(), "Catalog %s: %s".formatted(request.definition().name(), e.getMessage()), e);
        }
    }

    private CatalogRequest reveal(CatalogRequest request)
    {
        return maskedDefinitions.reveal(request);
    }

    private StoredEntry getStored(CatalogName name)
    {
        return registry.getStored(name.value()).orElseThrow(() -> notFound(name));
    }

    private static CatalogException notFound(CatalogName name)
    {
        return new CatalogException(CATALOG_NOT_FOUND, "There is no catalog %s".formatted(name));
    }

    private CatalogInfo addAbsent(Caller caller, CatalogRequest request)
    {
        if (registry.getStoredVersion(request.definition().name().value()).isPresent()) {
            throw new CatalogException(CATALOG_EXISTS, "There is a catalog %s already".formatted(request.definition().name()));
        }
        return deployment.add(ChangeAction.ADDED, request, caller.origin());
    }

    /**
     * Returns the catalog if it is stored with this definition, and can be used or is disabled.
     */
    private Optional<CatalogInfo> inspectEqual(CatalogDefinition definition)
    {
        String name = definition.name().value();
        Optional<String> stored = registry.getStoredVersion(name);
        return registry.getDisabled(name).or(() -> registry.getIncoming(name)).or(() -> registry.getCurrent(name))
                .filter(version -> stored.equals(Optional.of(version.version())) && definition.equals(version.definition()))
                .map(version -> inspector.inspectStored(name));
    }

    /**
     * @param check refuses what the caller has no right to, while nobody else changes the catalog
     */
    private <T> T change(String name, Consumer<String> check, Function<String, T> change)
    {
        return changeReserved(name, check, reserved -> {
            staticCatalogs.checkNotStatic(reserved);
            return change.apply(reserved);
        });
    }

    private <T> T changeReserved(String name, Consumer<String> check, Function<String, T> change)
    {
        // a caller without the right learns nothing of other changes of the name, and does not delay them
        check.accept(name);
        try (Reservation ignored = reserve(name)) {
            check.accept(name);
            return change.apply(name);
        }
        catch (CatalogException e) {
            // others have changed the store, or the outcome of this change is unknown
            if (e.getCode() == CONCURRENT_CHANGE || e.getCode() == CATALOG_EXISTS || e.getCode() == STORE_UNAVAILABLE) {
                reconciler.reconcile();
            }
            throw e;
        }
    }

    /**
     * @throws CatalogException with {@code STARTING} if not all stored catalogs are known yet
     */
    void checkStarted()
    {
        if (!started) {
            throw new CatalogException(STARTING, "The server is starting, and its stored catalogs are not loaded yet");
        }
    }

    private Reservation reserve(String name)
    {
        checkStarted();
        return reservations.reserve(name);
    }
}
