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

import io.prestodynamic.catalog.coordinator.listing.VisibleConnectors;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.ConnectorRepresentation;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for the connectors that catalogs may have, and their properties.
 */
@Path("/v1/connector")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class ConnectorResource
{
    private final VisibleConnectors connectors;
    private final Callers callers;

    @Inject
    public ConnectorResource(VisibleConnectors connectors, Callers callers)
    {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.callers = requireNonNull(callers, "callers is null");
    }

    @GET
    public List<ConnectorRepresentation> list(@Context HttpServletRequest request)
    {
        return connectors.list(callers.identify(request)).entrySet().stream()
                .map(connector -> ConnectorRepresentation.of(connector.getKey(), connector.getValue()))
                .toList();
    }

    @GET
    @Path("{name}")
    public ConnectorRepresentation get(@PathParam("name") String name, @Context HttpServletRequest request)
    {
        return ConnectorRepresentation.from(connectors.get(callers.identify(request), name));
    }
}
