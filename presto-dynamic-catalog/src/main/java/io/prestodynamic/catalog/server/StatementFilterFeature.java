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

import com.facebook.presto.server.protocol.QueuedStatementResource;
import io.prestodynamic.catalog.lease.ActiveCoordinator;
import io.prestodynamic.catalog.server.resource.StandbyFilter;

import javax.inject.Inject;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.FeatureContext;
import javax.ws.rs.ext.Provider;

import java.lang.annotation.Annotation;

import static java.util.Objects.requireNonNull;

/**
 * Feature that applies {@link StandbyFilter} to new statements. Clients can still poll and cancel accepted statements.
 */
@Provider
public class StatementFilterFeature
        implements DynamicFeature
{
    private final ActiveCoordinator activeCoordinator;

    @Inject
    public StatementFilterFeature(ActiveCoordinator activeCoordinator)
    {
        this.activeCoordinator = requireNonNull(activeCoordinator, "activeCoordinator is null");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (resource.getResourceClass() == QueuedStatementResource.class && (isAnnotated(resource, POST.class) || isAnnotated(resource, PUT.class))) {
            context.register(new StandbyFilter(activeCoordinator));
        }
    }

    private static boolean isAnnotated(ResourceInfo resource, Class<? extends Annotation> annotation)
    {
        return resource.getResourceMethod().isAnnotationPresent(annotation);
    }
}
