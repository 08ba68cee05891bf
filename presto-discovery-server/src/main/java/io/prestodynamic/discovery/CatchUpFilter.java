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

import io.airlift.discovery.server.ServiceResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;

import java.lang.annotation.Annotation;

import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Filter that answers requests for services with 503 while the {@link CatchUp} is not complete. A list that lacks nodes is worse than none: Presto treats
 * missing nodes as gone, but keeps the last list if it gets no answer.
 */
class CatchUpFilter
        implements DynamicFeature
{
    private static final String MESSAGE = "The other discovery servers are being asked for what they know";

    private final CatchUp catchUp;

    @Inject
    CatchUpFilter(CatchUp catchUp)
    {
        this.catchUp = requireNonNull(catchUp, "catchUp is null");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (ServiceResource.class.isAssignableFrom(resource.getResourceClass())) {
            context.register(new Refusal());
        }
    }

    private class Refusal
            implements ContainerRequestFilter, ContainerResponseFilter
    {
        @Override
        public void filter(ContainerRequestContext request)
        {
            if (!catchUp.isComplete()) {
                request.abortWith(Response.status(SERVICE_UNAVAILABLE).type(TEXT_PLAIN_TYPE).entity(MESSAGE).build());
            }
        }

        // the list may have been made after this server stood still
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response)
        {
            if (!catchUp.isComplete()) {
                response.setStatusInfo(SERVICE_UNAVAILABLE);
                response.setEntity(MESSAGE, new Annotation[0], TEXT_PLAIN_TYPE);
            }
        }
    }
}
