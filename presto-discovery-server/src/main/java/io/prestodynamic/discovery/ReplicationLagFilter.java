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

import io.airlift.discovery.server.ForDynamicStore;
import io.airlift.discovery.server.ServiceResource;
import io.airlift.discovery.store.Replicator;
import io.airlift.discovery.store.StoreConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;

import static jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Answers 503 to whoever asks for services while the other servers were not asked lately for what they know: after a start, and after the process or its
 * machine stood still, when announcements that were renewed elsewhere look as if they had expired. A list that lacks nodes is worse than none: Presto
 * takes nodes that it is not told of for gone, and keeps the last list where it gets no answer.
 */
class ReplicationLagFilter
        implements DynamicFeature
{
    // of the replication interval; a server that does not answer holds up one pass for the request timeout
    private static final int MAX_LAG = 5;

    private final Replicator replicator;
    private final long maxLagMillis;

    @Inject
    ReplicationLagFilter(@ForDynamicStore Replicator replicator, @ForDynamicStore StoreConfig config)
    {
        this.replicator = requireNonNull(replicator, "replicator is null");
        maxLagMillis = MAX_LAG * config.getReplicationInterval().toMillis();
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (ServiceResource.class.isAssignableFrom(resource.getResourceClass())) {
            context.register(new Refusal());
        }
    }

    private class Refusal
            implements ContainerRequestFilter
    {
        @Override
        public void filter(ContainerRequestContext request)
        {
            if (System.currentTimeMillis() - replicator.getLastReplicationTimestamp() > maxLagMillis) {
                request.abortWith(Response.status(SERVICE_UNAVAILABLE)
                        .type(TEXT_PLAIN_TYPE)
                        .entity("The other discovery servers are being asked for what they know")
                        .build());
            }
        }
    }
}
