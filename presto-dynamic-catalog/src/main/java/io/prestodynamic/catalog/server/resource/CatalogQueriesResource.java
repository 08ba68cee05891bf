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

import com.facebook.presto.server.BasicQueryInfo;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.engine.queries.RunningQueries;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.queries.QueryRights;
import io.prestodynamic.catalog.server.representation.RunningQueryRepresentation;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for the queries that use a catalog. Users see those that Presto shows them.
 */
@Path("/v1/catalog/{name}/queries")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class CatalogQueriesResource
{
    private final VisibleCatalogs catalogs;
    private final RunningQueries queries;
    private final Optional<QueryRights> rights;
    private final Callers callers;

    /**
     * @param rights empty if everybody may see all queries
     */
    @Inject
    public CatalogQueriesResource(VisibleCatalogs catalogs, RunningQueries queries, Optional<QueryRights> rights, Callers callers)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.queries = requireNonNull(queries, "queries is null");
        this.rights = requireNonNull(rights, "rights is null");
        this.callers = requireNonNull(callers, "callers is null");
    }

    @GET
    public List<RunningQueryRepresentation> list(@PathParam("name") String name, @Context HttpServletRequest request)
    {
        catalogs.get(callers.identify(request), name);
        return queries.find(name).stream()
                .filter(query -> mayUse(request, query))
                .map(RunningQueryRepresentation::from)
                .toList();
    }

    private boolean mayUse(HttpServletRequest request, BasicQueryInfo query)
    {
        return rights.map(limited -> limited.mayUse(Optional.ofNullable(request.getUserPrincipal()), query)).orElse(true);
    }
}
