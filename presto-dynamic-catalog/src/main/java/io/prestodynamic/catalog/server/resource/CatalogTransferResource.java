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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.CatalogTransfer;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.ExportRepresentation;
import io.prestodynamic.catalog.server.representation.ImportRepresentation;
import io.prestodynamic.catalog.server.request.CatalogRequestReader;
import io.prestodynamic.catalog.server.request.RequestBodies;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;

import static com.google.common.net.HttpHeaders.CACHE_CONTROL;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.ADD;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.REPLACE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.MediaType.WILDCARD;

/**
 * Endpoint for the export and import of all catalog definitions.
 */
@Path("/v1/catalog")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class CatalogTransferResource
{
    private final CatalogTransfer transfer;
    private final ChangeAdmission changes;
    private final Callers callers;
    private final RequestBodies bodies;
    private final ResponseSender sender;

    @Inject
    public CatalogTransferResource(CatalogTransfer transfer, ChangeAdmission changes, Callers callers, RequestBodies bodies, ResponseSender sender)
    {
        this.transfer = requireNonNull(transfer, "transfer is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.callers = requireNonNull(callers, "callers is null");
        this.bodies = requireNonNull(bodies, "bodies is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    @GET
    @Path("export")
    public Response exportCatalogs(@QueryParam("secrets") String secrets, @Context HttpServletRequest request)
    {
        Caller caller = callers.identify(request);
        return Response.ok(ExportRepresentation.from(flag("secrets", secrets) ? transfer.exportWithSecrets(caller) : transfer.exportMasked(caller)))
                .header(CACHE_CONTROL, "no-store")
                .build();
    }

    // accepts any media type, so that an error of the catalog API refuses it
    @POST
    @Path("import")
    @Consumes(WILDCARD)
    public void importCatalogs(
            @QueryParam("mode") String mode,
            @QueryParam("prune") String prune,
            @QueryParam("dryRun") String dryRun,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers,
            @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller);
        ImportOptions options = new ImportOptions(importMode(mode), flag("prune", prune), flag("dryRun", dryRun));
        sender.send(response, bodies.readImport(caller, request, headers, CatalogRequestReader::readCatalogs, catalogs -> changes.importAll(caller, catalogs, options))
                .thenApply(ImportRepresentation::from));
    }

    private static boolean flag(String parameter, String value)
    {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new CatalogException(INVALID_REQUEST, "The parameter %s must be true or false".formatted(parameter));
    }

    private static ImportMode importMode(String mode)
    {
        if (mode == null || mode.equals("add")) {
            return ADD;
        }
        if (mode.equals("replace")) {
            return REPLACE;
        }
        throw new CatalogException(INVALID_REQUEST, "The parameter mode must be add or replace");
    }
}
