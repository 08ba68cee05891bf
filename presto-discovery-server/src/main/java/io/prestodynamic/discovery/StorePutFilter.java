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

import io.prestodynamic.discovery.authentication.DiscoveryResources;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;

import static jakarta.ws.rs.core.Response.Status.METHOD_NOT_ALLOWED;

/**
 * Filter that refuses {@code PUT /v1/store/{store}/{key}}, which no server uses: they send their announcements by POST. Airlift's resource accepts any bytes.
 * If these are not an announcement, the server, and soon all others, can no longer list services.
 */
class StorePutFilter
        implements DynamicFeature
{
    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (DiscoveryResources.isStore(resource) && resource.getResourceMethod().isAnnotationPresent(PUT.class)) {
            context.register(new Refusal());
        }
    }

    private static class Refusal
            implements ContainerRequestFilter
    {
        @Override
        public void filter(ContainerRequestContext request)
        {
            request.abortWith(Response.status(METHOD_NOT_ALLOWED).build());
        }
    }
}
