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

import com.facebook.presto.server.InternalAuthenticationManager;
import com.google.common.collect.ImmutableSet;

import javax.annotation.Priority;
import javax.inject.Inject;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.PathSegment;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.Provider;

import java.util.List;
import java.util.Set;

import static com.facebook.presto.server.InternalAuthenticationManager.PRESTO_INTERNAL_BEARER;
import static com.google.common.net.HttpHeaders.WWW_AUTHENTICATE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.Priorities.AUTHENTICATION;
import static javax.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
import static javax.ws.rs.core.Response.Status.UNAUTHORIZED;

/**
 * Filter of the changes to the discovery server of a coordinator: only nodes that know the shared secret announce themselves, or withdraw an announcement.
 */
@Provider
@Priority(AUTHENTICATION)
public class AnnouncementFilter
        implements ContainerRequestFilter
{
    private static final Set<String> CHANGED_BY_NODES = ImmutableSet.of("announcement", "store");

    private final InternalAuthenticationManager authentication;

    @Inject
    public AnnouncementFilter(InternalAuthenticationManager authentication)
    {
        this.authentication = requireNonNull(authentication, "authentication is null");
    }

    @Override
    public void filter(ContainerRequestContext request)
    {
        List<PathSegment> segments = request.getUriInfo().getPathSegments().stream().filter(segment -> !segment.getPath().isEmpty()).toList();
        boolean isChange = segments.size() > 1 &&
                CHANGED_BY_NODES.contains(segments.get(1).getPath()) &&
                !request.getMethod().equals(HttpMethod.GET);
        if (isChange && authentication.authenticateInternalRequest(request) == null) {
            request.abortWith(Response.status(UNAUTHORIZED)
                    // a client without it reports a violation of HTTP and not the reason
                    .header(WWW_AUTHENTICATE, PRESTO_INTERNAL_BEARER)
                    .type(TEXT_PLAIN_TYPE)
                    .entity("This coordinator has internal-communication.shared-secret, and refuses announcements of nodes without the same one")
                    .build());
        }
    }
}
