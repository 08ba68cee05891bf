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
package io.prestodynamic.discovery.authentication;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;

import java.util.Optional;

import static com.google.common.net.HttpHeaders.WWW_AUTHENTICATE;
import static jakarta.ws.rs.Priorities.AUTHENTICATION;
import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
import static jakarta.ws.rs.core.Response.Status.UNAUTHORIZED;
import static java.util.Objects.requireNonNull;

/**
 * Filter that refuses changes of announcements without a valid token of a node.
 */
public class TokenFilter
        implements DynamicFeature
{
    private final NodeTokens tokens;
    private final RefusedRequests refusedRequests;
    // the one of the thread
    @Context
    private HttpServletRequest servletRequest;

    @Inject
    public TokenFilter(NodeTokens tokens, RefusedRequests refusedRequests)
    {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.refusedRequests = requireNonNull(refusedRequests, "refusedRequests is null");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (DiscoveryResources.isChange(resource)) {
            context.register(new Refusal(), AUTHENTICATION);
        }
    }

    /**
     * Returns the answer to a request whose token is not valid.
     */
    public static Response refusal(String reason)
    {
        return Response.status(UNAUTHORIZED)
                // a client without it reports a violation of HTTP and not the reason
                .header(WWW_AUTHENTICATE, NodeTokens.HEADER)
                .type(TEXT_PLAIN_TYPE)
                .entity("This discovery server has internal-communication.shared-secret, and refuses the request: %s".formatted(reason))
                .build();
    }

    private class Refusal
            implements ContainerRequestFilter
    {
        @Override
        public void filter(ContainerRequestContext request)
        {
            tokens.explain(Optional.ofNullable(request.getHeaderString(NodeTokens.HEADER))).ifPresent(reason -> {
                refusedRequests.record(servletRequest.getRemoteAddr(), request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath(), reason);
                request.abortWith(refusal(reason));
            });
        }
    }
}
