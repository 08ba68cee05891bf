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
package io.prestodynamic.discovery;

import io.airlift.node.NodeInfo;
import io.prestodynamic.discovery.authentication.DiscoveryResources;
import io.prestodynamic.discovery.authentication.NodeTokens;
import io.prestodynamic.discovery.authentication.TokenFilter;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;

import java.util.Optional;

import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static java.util.Objects.requireNonNull;

/**
 * Filter that refuses requests of servers of another environment, as airlift refuses those of their nodes, requests of this server to itself, and, if there is a
 * shared secret, those of servers without it. Accepts requests to read without a sender, such as those of airlift's own server.
 */
class StoreSenderFilter
        implements DynamicFeature
{
    private final NodeInfo node;
    private final Optional<NodeTokens> tokens;

    @Inject
    StoreSenderFilter(NodeInfo node, Optional<NodeTokens> tokens)
    {
        this.node = requireNonNull(node, "node is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (DiscoveryResources.isStore(resource)) {
            context.register(new Refusal());
        }
    }

    private class Refusal
            implements ContainerRequestFilter
    {
        @Override
        public void filter(ContainerRequestContext request)
        {
            String environment = Optional.ofNullable(request.getHeaderString(StoreRequestFilter.ENVIRONMENT)).orElse(node.getEnvironment());
            String instance = request.getHeaderString(StoreRequestFilter.INSTANCE);
            Optional<String> invalid = tokens.flatMap(present -> present.explain(Optional.ofNullable(request.getHeaderString(NodeTokens.HEADER))));
            if (!environment.equals(node.getEnvironment())) {
                refuse(request, "Environment mismatch. Expected: %s, Provided: %s".formatted(node.getEnvironment(), environment));
            }
            else if (node.getInstanceId().equals(instance)) {
                refuse(request, "This is the server that asks: its node.id is %s".formatted(node.getNodeId()));
            }
            else if (instance != null && invalid.isPresent()) {
                // others may read, but the log of a server has to say what is missing there
                request.abortWith(TokenFilter.refusal(invalid.get()));
            }
        }

        private void refuse(ContainerRequestContext request, String message)
        {
            request.abortWith(Response.status(BAD_REQUEST).type(TEXT_PLAIN_TYPE).entity(message).build());
        }
    }
}
