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
package io.prestodynamic.catalog.server;

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.manager.DynamicCatalogStore;

import javax.annotation.security.RolesAllowed;
import javax.inject.Inject;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;

import java.io.InputStream;
import java.util.List;

import static com.facebook.presto.server.security.RoleType.ADMIN;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.MediaType.WILDCARD;
import static javax.ws.rs.core.Response.Status.ACCEPTED;
import static javax.ws.rs.core.Response.Status.OK;

/**
 * Where operators add, delete and list catalogs.
 */
@Path("/v1/catalog")
@Produces(APPLICATION_JSON)
@RolesAllowed(ADMIN)
public class CatalogResource
{
    private final DynamicCatalogStore catalogs;

    @Inject
    public CatalogResource(DynamicCatalogStore catalogs)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    @GET
    public List<CatalogRepresentation> list()
    {
        return catalogs.list().stream().map(CatalogRepresentation::from).toList();
    }

    @GET
    @Path("{name}")
    public CatalogRepresentation get(@PathParam("name") String name)
    {
        return CatalogRepresentation.from(catalogs.get(name));
    }

    // any media type is taken, to be refused in the words of the contract
    @POST
    @Path("add")
    @Consumes(WILDCARD)
    public Response add(@Context HttpHeaders headers, InputStream body)
    {
        CatalogInfo catalog = catalogs.add(new CatalogRequestReader(headers, body).readDefinition());
        return Response.status(catalog.state() == ACTIVE ? OK : ACCEPTED)
                .entity(CatalogRepresentation.from(catalog))
                .build();
    }

    @DELETE
    @Path("delete")
    public CatalogRepresentation deleteByParameter(@QueryParam("catalogName") String name)
    {
        if (name == null) {
            throw new CatalogException(INVALID_REQUEST, "The parameter catalogName is missing");
        }
        return delete(name);
    }

    @DELETE
    @Path("{name}")
    public CatalogRepresentation delete(@PathParam("name") String name)
    {
        return CatalogRepresentation.from(catalogs.remove(name));
    }
}
