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

import com.google.common.base.Joiner;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.engine.CatalogValidation;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.coordinator.CatalogValidator;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;
import io.prestodynamic.catalog.coordinator.listing.CatalogFilter;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.CatalogRepresentation;
import io.prestodynamic.catalog.server.representation.ValidationRepresentation;
import io.prestodynamic.catalog.server.request.CatalogRequestReader;
import io.prestodynamic.catalog.server.request.ConditionHeaders;
import io.prestodynamic.catalog.server.request.RequestBodies;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DISABLED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.ADDED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.DESCRIBED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.MediaType.WILDCARD;
import static javax.ws.rs.core.Response.Status.ACCEPTED;
import static javax.ws.rs.core.Response.Status.CREATED;
import static javax.ws.rs.core.Response.Status.OK;

/**
 * Endpoint for adding, replacing, deleting and listing catalogs.
 */
@Path("/v1/catalog")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class CatalogResource
{
    private static final Set<Outcome> LOADS_NOTHING = Sets.immutableEnumSet(UNCHANGED, DESCRIBED);

    private final ChangeAdmission changes;
    private final VisibleCatalogs catalogs;
    private final CatalogValidator validator;
    private final Callers callers;
    private final RequestBodies bodies;
    private final ResponseSender sender;

    @Inject
    public CatalogResource(ChangeAdmission changes, VisibleCatalogs catalogs, CatalogValidator validator, Callers callers, RequestBodies bodies, ResponseSender sender)
    {
        this.changes = requireNonNull(changes, "changes is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.validator = requireNonNull(validator, "validator is null");
        this.callers = requireNonNull(callers, "callers is null");
        this.bodies = requireNonNull(bodies, "bodies is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    @GET
    public List<CatalogRepresentation> list(
            @QueryParam("state") String state,
            @QueryParam("connector") String connector,
            @QueryParam("prefix") String prefix,
            @Context HttpServletRequest request)
    {
        Caller caller = callers.identify(request);
        CatalogFilter filter = new CatalogFilter(Optional.ofNullable(state).map(CatalogResource::state), Optional.ofNullable(connector), Optional.ofNullable(prefix));
        return catalogs.list(caller).stream().filter(filter).map(CatalogRepresentation::from).toList();
    }

    @GET
    @Path("{name}")
    public Response get(@PathParam("name") String name, @Context HttpServletRequest request)
    {
        return answer(OK, catalogs.get(callers.identify(request), name));
    }

    // accepts any media type, so that an error of the catalog API refuses it
    @POST
    @Path("add")
    @Consumes(WILDCARD)
    public void add(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller);
        sender.send(response, bodies.read(caller, request, headers, CatalogRequestReader::readCatalog, catalog -> changes.add(caller, catalog))
                .thenApply(catalog -> respond(OK, catalog)));
    }

    @PUT
    @Path("{name}")
    @Consumes(WILDCARD)
    public void put(@PathParam("name") String name, @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller, AuditAction.PUT, name);
        VersionCondition condition = ConditionHeaders.read(headers);
        sender.send(response, bodies.read(caller, request, headers, reader -> reader.readCatalog(new CatalogName(name)), catalog -> changes.put(caller, condition, name, catalog))
                .thenApply(change -> respond(change.outcome() == ADDED ? CREATED : OK, change.catalog())));
    }

    @PATCH
    @Path("{name}")
    @Consumes(WILDCARD)
    public void patch(@PathParam("name") String name, @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller, AuditAction.PATCH, name);
        VersionCondition condition = ConditionHeaders.read(headers);
        CatalogName catalogName = new CatalogName(name);
        sender.send(response, bodies.readPatch(caller, request, headers, reader -> reader.readPatch(catalogName), patch -> changes.patch(caller, condition, catalogName, patch))
                .thenApply(change -> LOADS_NOTHING.contains(change.outcome()) ? answer(OK, change.catalog()) : respond(OK, change.catalog())));
    }

    @POST
    @Path("validate")
    @Consumes(WILDCARD)
    public void validate(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller);
        sender.send(response, bodies.read(caller, request, headers, CatalogRequestReader::readCatalog, catalog -> validator.validate(caller, catalog))
                .thenApply(ValidationRepresentation::from));
    }

    @POST
    @Path("{name}/validate")
    @Consumes(WILDCARD)
    public void validateStored(@PathParam("name") String name, @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        CatalogName catalogName = new CatalogName(name);
        CompletableFuture<CatalogValidation> validation = RequestBodies.isEmpty(request)
                ? validator.validateStored(caller, catalogName, () -> DefinitionPatch.NOTHING)
                : bodies.readPatch(caller, request, headers, reader -> reader.readPatch(catalogName).definition(), patch -> validator.validateStored(caller, catalogName, patch));
        sender.send(response, validation.thenApply(ValidationRepresentation::from));
    }

    @DELETE
    @Path("delete")
    public void deleteByParameter(
            @QueryParam("catalogName") String name,
            @QueryParam("force") String force,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers,
            @Suspended AsyncResponse response)
    {
        if (name == null) {
            throw new CatalogException(INVALID_REQUEST, "The parameter catalogName is missing");
        }
        delete(name, force, request, headers, response);
    }

    @DELETE
    @Path("{name}")
    public void delete(
            @PathParam("name") String name,
            @QueryParam("force") String force,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers,
            @Suspended AsyncResponse response)
    {
        VersionCondition condition = ConditionHeaders.read(headers);
        sender.send(response, changes.remove(callers.identify(request), condition, name, () -> drainMode(force))
                .thenApply(catalog -> answer(OK, catalog)));
    }

    private static CatalogState state(String name)
    {
        return Stream.of(CatalogState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CatalogException(INVALID_REQUEST, "The parameter state must be one of %s".formatted(Joiner.on(", ").join(CatalogState.values()))));
    }

    private static DrainMode drainMode(String force)
    {
        if (force == null || force.equals("false")) {
            return FINISH_QUERIES;
        }
        if (force.equals("true")) {
            return FAIL_QUERIES;
        }
        throw new CatalogException(INVALID_REQUEST, "The parameter force must be true or false");
    }

    /**
     * @param success status if the catalog is active, or meant to be disabled
     */
    static Response respond(Response.Status success, CatalogInfo catalog)
    {
        return answer(catalog.state() == ACTIVE || catalog.state() == DISABLED ? success : ACCEPTED, catalog);
    }

    private static Response answer(Response.Status status, CatalogInfo catalog)
    {
        Response.ResponseBuilder response = Response.status(status).entity(CatalogRepresentation.from(catalog));
        catalog.version().ifPresent(response::tag);
        return response.build();
    }
}
