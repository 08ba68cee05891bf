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

import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.RightsRepresentation;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;

import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for what the user of a request may do, so that clients offer nothing else.
 */
@Path("/v1/catalog/rights")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class RightsResource
{
    private final VisibleCatalogs catalogs;
    private final Callers callers;

    @Inject
    public RightsResource(VisibleCatalogs catalogs, Callers callers)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.callers = requireNonNull(callers, "callers is null");
    }

    @GET
    public RightsRepresentation get(@QueryParam("catalogName") String name, @Context HttpServletRequest request)
    {
        Caller caller = callers.identify(request);
        return RightsRepresentation.from(caller, Optional.ofNullable(name)
                .map(catalog -> catalogs.getRights(caller, catalog))
                .orElseGet(() -> catalogs.getRights(caller)));
    }
}
