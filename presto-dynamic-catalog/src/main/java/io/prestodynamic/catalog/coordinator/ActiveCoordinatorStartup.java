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

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.coordinator.reconcile.StartupFailure;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.lease.ActiveCoordinator;

import javax.inject.Inject;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * The start of a coordinator that may have to stand by: it comes up as far as it can, with its catalogs loaded and following the store, and with all else loaded
 * that serves queries, and waits there until it is the active one. The server takes queries, and announces itself, only afterwards.
 */
public class ActiveCoordinatorStartup
        implements DynamicCatalogStartup
{
    private static final Logger log = Logger.get(ActiveCoordinatorStartup.class);

    private final DynamicCatalogStore catalogs;
    private final StoreReconciler reconciler;
    private final ActiveCoordinator activeCoordinator;
    private final Duration patience;
    private volatile boolean started;

    @Inject
    public ActiveCoordinatorStartup(DynamicCatalogStore catalogs, StoreReconciler reconciler, ActiveCoordinator activeCoordinator, DynamicCatalogConfig config)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.activeCoordinator = requireNonNull(activeCoordinator, "activeCoordinator is null");
        this.patience = config.getPushTimeout();
    }

    /**
     * Loads all stored catalogs.
     *
     * @throws StartupFailure where the store is down, and is not to be waited for
     */
    @Override
    public void loadCatalogs()
    {
        catalogs.loadCatalogs();
    }

    /**
     * Returns when this coordinator is the active one.
     */
    @Override
    public void awaitTurn()
    {
        activeCoordinator.awaitActive();
        // what the one before has changed last; where it takes long, or fails, the timer goes on with it
        reconciler.reconcile()
                .orTimeout(patience.toMillis(), MILLISECONDS)
                .handle((ignored, failure) -> {
                    if (failure != null) {
                        log.debug(failure, "Catalogs that were changed last come later");
                    }
                    return null;
                })
                .join();
        activeCoordinator.serverAnnounces();
        started = true;
    }

    @Override
    public boolean isStarting()
    {
        return !started || !activeCoordinator.isActive();
    }
}
