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

import io.prestodynamic.catalog.server.representation.ErrorRepresentation;
import io.prestodynamic.catalog.worker.KnownCoordinator;

import javax.inject.Inject;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriBuilder;
import javax.ws.rs.core.UriInfo;

import java.net.URI;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.NOT_COORDINATOR;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static javax.ws.rs.core.MediaType.WILDCARD;
import static javax.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

/**
 * Endpoint of a worker in place of the catalog API. It refuses every request, and names the coordinator if that is known.
 */
@Path("/v1/{api: catalog|connector}{rest: (/.*)?}")
@Consumes(WILDCARD)
@Produces(APPLICATION_JSON)
public class NotCoordinatorResource
{
    private final KnownCoordinator knownCoordinator;

    @Inject
    public NotCoordinatorResource(KnownCoordinator knownCoordinator)
    {
        this.knownCoordinator = requireNonNull(knownCoordinator, "knownCoordinator is null");
    }

    @GET
    public Response get(@Context UriInfo uriInfo)
    {
        return refuse(uriInfo);
    }

    @POST
    public Response post(@Context UriInfo uriInfo)
    {
        return refuse(uriInfo);
    }

    @PUT
    public Response put(@Context UriInfo uriInfo)
    {
        return refuse(uriInfo);
    }

    @PATCH
    public Response patch(@Context UriInfo uriInfo)
    {
        return refuse(uriInfo);
    }

    @DELETE
    public Response delete(@Context UriInfo uriInfo)
    {
        return refuse(uriInfo);
    }

    private Response refuse(UriInfo uriInfo)
    {
        Optional<URI> coordinator = knownCoordinator.find();
        return refuse("This node is a worker; send the request to the coordinator" + coordinator.map(uri -> " at " + uri).orElse(""), coordinator, uriInfo);
    }

    /**
     * Returns the response of a node that is not the active coordinator.
     * @param coordinator the active coordinator, if it is known
     */
    static Response refuse(String message, Optional<URI> coordinator, UriInfo uriInfo)
    {
        Response.ResponseBuilder response = Response.status(SERVICE_UNAVAILABLE)
                .type(APPLICATION_JSON_TYPE)
                .entity(new ErrorRepresentation(NOT_COORDINATOR, message));
        coordinator.ifPresent(uri -> response.location(UriBuilder.fromUri(uri)
                .replacePath(uriInfo.getRequestUri().getRawPath())
                .replaceQuery(uriInfo.getRequestUri().getRawQuery())
                .build()));
        return response.build();
    }
}
