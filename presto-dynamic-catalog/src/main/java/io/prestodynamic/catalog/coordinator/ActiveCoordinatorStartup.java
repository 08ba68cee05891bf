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
import io.prestodynamic.catalog.engine.warmup.WarmUp;
import io.prestodynamic.catalog.lease.ActiveCoordinator;

import javax.inject.Inject;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Start of a coordinator that may have to stand by. It loads its catalogs and everything else that serves queries, follows the store, and then waits until it is
 * active. Only afterwards does the server accept queries and announce itself.
 */
public class ActiveCoordinatorStartup
        implements DynamicCatalogStartup
{
    private static final Logger log = Logger.get(ActiveCoordinatorStartup.class);

    private final DynamicCatalogStore catalogs;
    private final StoreReconciler reconciler;
    private final ActiveCoordinator activeCoordinator;
    private final WarmUp warmUp;
    private final Duration patience;
    private volatile boolean started;

    @Inject
    public ActiveCoordinatorStartup(DynamicCatalogStore catalogs, StoreReconciler reconciler, ActiveCoordinator activeCoordinator, WarmUp warmUp, DynamicCatalogConfig config)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
        this.activeCoordinator = requireNonNull(activeCoordinator, "activeCoordinator is null");
        this.warmUp = requireNonNull(warmUp, "warmUp is null");
        this.patience = config.getPushTimeout();
    }

    /**
     * Loads all stored catalogs.
     * @throws StartupFailure if the store cannot be used, and the startup policy is not to wait
     */
    @Override
    public void loadCatalogs()
    {
        catalogs.loadCatalogs();
    }

    /**
     * Blocks until this coordinator is active.
     */
    @Override
    public void awaitTurn()
    {
        warmUp.start();
        activeCoordinator.awaitActive();
        warmUp.stop();
        // the last changes of the former coordinator; if this takes too long or fails, the timer repeats it
        reconciler.reconcile()
                .orTimeout(patience.toMillis(), MILLISECONDS)
                .handle((ignored, failure) -> {
                    if (failure != null) {
                        log.debug(failure, "Cannot load the last changes of the former coordinator yet");
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
