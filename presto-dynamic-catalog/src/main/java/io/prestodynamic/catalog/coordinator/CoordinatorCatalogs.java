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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.sync.CatalogPeer;

import javax.inject.Inject;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;

/**
 * The catalogs of this coordinator, as other coordinators on the same store see them.
 */
public class CoordinatorCatalogs
        implements CatalogPeer
{
    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final StoreReconciler reconciler;

    @Inject
    public CoordinatorCatalogs(CatalogRegistry registry, LocalCatalogs localCatalogs, StoreReconciler reconciler)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
    }

    @Override
    public CompletableFuture<Void> reconcile()
    {
        return reconciler.reconcile();
    }

    @Override
    public Map<String, LoadStatus> getStatuses()
    {
        Map<String, LoadStatus> statuses = new HashMap<>();
        registry.getDesired().versions().forEach(version -> statuses.put(version.id(), localCatalogs.getStatus(version.connectorId()).orElse(LoadStatus.LOADING)));
        registry.getUnusable().forEach(catalog -> statuses.put(catalog.id(), LoadStatus.failed(catalog.error())));
        return ImmutableMap.copyOf(statuses);
    }
}
