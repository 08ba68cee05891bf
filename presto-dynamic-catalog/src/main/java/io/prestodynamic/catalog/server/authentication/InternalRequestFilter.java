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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.presto.server.ServerInfoResource;
import com.facebook.presto.server.ThreadResource;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import javax.annotation.security.RolesAllowed;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.Provider;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.facebook.presto.server.security.RoleType.INTERNAL;
import static com.google.common.net.MediaType.PLAIN_TEXT_UTF_8;
import static javax.ws.rs.core.Response.Status.FORBIDDEN;

/**
 * Limits nodes to what nodes ask each other: resources with the role {@code INTERNAL}, the state and the threads of a node, and discovery. Whoever got hold of a node's token cannot use it
 * as a user.
 */
@Provider
public class InternalRequestFilter
        implements ContainerRequestFilter
{
    // for node states, and for the page about a worker
    private static final Set<Class<?>> READ_BY_NODES = ImmutableSet.of(ServerInfoResource.class, ThreadResource.class);
    private static final String DISCOVERY = "com.facebook.airlift.discovery.server";

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request)
    {
        if (request.getSecurityContext().getUserPrincipal() instanceof NodePrincipal && !isInternal(request.getMethod(), resource)) {
            request.abortWith(Response.status(FORBIDDEN)
                    .type(PLAIN_TEXT_UTF_8.toString())
                    .entity("Nodes of the cluster do not send this request; a user has to authenticate")
                    .build());
        }
    }

    static boolean isInternal(String method, ResourceInfo resource)
    {
        Class<?> type = resource.getResourceClass();
        return roles(resource.getResourceMethod()).or(() -> roles(type)).filter(roles -> roles.contains(INTERNAL)).isPresent() ||
                (method.equals("GET") && READ_BY_NODES.contains(type)) ||
                type.getPackageName().equals(DISCOVERY);
    }

    private static Optional<List<String>> roles(AnnotatedElement element)
    {
        return Optional.ofNullable(element.getAnnotation(RolesAllowed.class)).map(RolesAllowed::value).map(ImmutableList::copyOf);
    }
}
