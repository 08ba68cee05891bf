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
package io.prestodynamic.catalog.worker;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.seal.Sealed;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;
import io.prestodynamic.catalog.sync.wire.SyncedCatalog;

import javax.annotation.security.RolesAllowed;
import javax.inject.Inject;
import javax.ws.rs.Consumes;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;

import java.util.Optional;
import java.util.UUID;

import static com.facebook.presto.server.security.RoleType.INTERNAL;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for the desired catalogs of coordinators. Blocks no thread while a connector is being created.
 */
@Path("/v1/catalogSync")
@RolesAllowed(INTERNAL)
@Sealed
public class CatalogSyncResource
{
    private final WorkerCatalogs catalogs;
    private final CoordinatorContacts contacts;
    private final CoordinatorFiles files;
    private final String instance = UUID.randomUUID().toString();
    private long sequence;

    @Inject
    public CatalogSyncResource(WorkerCatalogs catalogs, CoordinatorContacts contacts, CoordinatorFiles files)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.contacts = requireNonNull(contacts, "contacts is null");
        this.files = requireNonNull(files, "files is null");
    }

    @PUT
    @Consumes(APPLICATION_JSON)
    @Produces(APPLICATION_JSON)
    public void synchronize(SyncRequest request, @Suspended AsyncResponse asyncResponse)
    {
        // before a version is loaded
        files.record(request);
        request.catalogs().ifPresent(desired -> catalogs.follow(
                request.coordinatorId(),
                request.coordinatorInstance(),
                new DesiredCatalogs(request.revision(), desired.stream().map(SyncedCatalog::toVersion).toList())));
        request.change().ifPresent(change -> catalogs.follow(request.coordinatorId(), request.coordinatorInstance(), change.toChange(request.revision())));
        boolean following = catalogs.isFollowing(request.coordinatorId(), request.coordinatorInstance(), request.digest());
        // after following, which throws while this worker is starting: it must not be announced yet
        contacts.record(request.coordinatorId(), new Duration(request.nextWithinMillis(), MILLISECONDS));
        catalogs.settled(request.awaited())
                .orTimeout(request.maxWaitMillis(), MILLISECONDS)
                .whenComplete((ignored, timeout) -> asyncResponse.resume(respond(following, request.knownStatuses())));
    }

    // atomic, so that a higher number never carries older statuses
    private synchronized SyncResponse respond(boolean following, Optional<String> knownStatuses)
    {
        return SyncResponse.of(instance, ++sequence, catalogs.servingMillis(), following, catalogs.getStatuses(), knownStatuses);
    }
}
