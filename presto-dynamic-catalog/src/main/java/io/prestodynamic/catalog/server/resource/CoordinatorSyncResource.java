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
package io.prestodynamic.catalog.server.resource;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.seal.Sealed;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import javax.annotation.security.RolesAllowed;
import javax.inject.Inject;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static com.facebook.presto.server.security.RoleType.INTERNAL;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for other coordinators on the same store, which notify this one of changes and ask for its statuses.
 */
@Path("/v1/catalogSync")
@RolesAllowed(INTERNAL)
@Sealed
@Produces(APPLICATION_JSON)
public class CoordinatorSyncResource
{
    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final StoreReconciler reconciler;
    private final String instance = UUID.randomUUID().toString();
    private long sequence;

    @Inject
    public CoordinatorSyncResource(CatalogRegistry registry, LocalCatalogs localCatalogs, StoreReconciler reconciler)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.reconciler = requireNonNull(reconciler, "reconciler is null");
    }

    @GET
    public synchronized SyncResponse getStatuses()
    {
        return SyncResponse.of(instance, ++sequence, 0, true, statuses(), Optional.empty());
    }

    @POST
    public void storeChanged(@Suspended AsyncResponse asyncResponse)
    {
        reconciler.reconcile().whenComplete((ignored, failure) -> {
            if (failure == null) {
                asyncResponse.resume(getStatuses());
            }
            else {
                asyncResponse.resume(failure);
            }
        });
    }

    private Map<String, LoadStatus> statuses()
    {
        Map<String, LoadStatus> statuses = new HashMap<>();
        registry.getDesired().versions().forEach(version -> statuses.put(version.id(), localCatalogs.getStatus(version.connectorId()).orElse(LoadStatus.LOADING)));
        registry.getUnusable().forEach(catalog -> statuses.put(catalog.id(), LoadStatus.failed(catalog.error())));
        return ImmutableMap.copyOf(statuses);
    }
}
