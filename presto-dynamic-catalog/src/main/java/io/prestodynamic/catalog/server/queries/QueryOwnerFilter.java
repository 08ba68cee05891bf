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
package io.prestodynamic.catalog.server.queries;

import com.facebook.presto.server.BasicQueryInfo;
import com.facebook.presto.server.QueryResource;
import com.facebook.presto.server.QueryStateInfo;
import com.facebook.presto.server.QueryStateInfoResource;
import com.facebook.presto.server.StageResource;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;

import javax.inject.Inject;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.Provider;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.net.MediaType.PLAIN_TEXT_UTF_8;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.Response.Status.FORBIDDEN;

/**
 * Filter of the resources for queries, which show all queries to all users, and let each stop them.
 */
@Provider
public class QueryOwnerFilter
        implements ContainerRequestFilter, ContainerResponseFilter
{
    private static final Set<Class<?>> RESOURCES = ImmutableSet.of(QueryResource.class, QueryStateInfoResource.class, StageResource.class);

    private final QueryRights rights;

    @Context
    private ResourceInfo resource;

    @Inject
    public QueryOwnerFilter(QueryRights rights)
    {
        this.rights = requireNonNull(rights, "rights is null");
    }

    @Override
    public void filter(ContainerRequestContext request)
    {
        if (RESOURCES.contains(resource.getResourceClass()) && !queryId(request).map(id -> rights.mayUse(user(request), id)).orElse(true)) {
            request.abortWith(Response.status(FORBIDDEN)
                    .type(PLAIN_TEXT_UTF_8.toString())
                    .entity("It is the query of another user; the role admin is needed to see or stop it")
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response)
    {
        if (RESOURCES.contains(resource.getResourceClass()) && response.getEntity() instanceof List<?> queries) {
            Optional<Principal> user = user(request);
            response.setEntity(queries.stream().filter(query -> mayUse(user, query)).toList());
        }
    }

    private boolean mayUse(Optional<Principal> user, Object query)
    {
        if (query instanceof BasicQueryInfo info) {
            return rights.mayUse(user, info);
        }
        return !(query instanceof QueryStateInfo state) || rights.mayUse(user, state.getQueryId().getId());
    }

    private static Optional<Principal> user(ContainerRequestContext request)
    {
        return Optional.ofNullable(request.getSecurityContext().getUserPrincipal());
    }

    // the id of a stage begins with that of its query
    private static Optional<String> queryId(ContainerRequestContext request)
    {
        MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
        return Optional.ofNullable(parameters.getFirst("queryId"))
                .or(() -> Optional.ofNullable(parameters.getFirst("stageId")).map(stage -> Splitter.on('.').splitToList(stage).get(0)));
    }
}
