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

import io.prestodynamic.catalog.lease.ActiveCoordinator;

import javax.inject.Inject;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.ext.Provider;

import static java.util.Objects.requireNonNull;

/**
 * Filter that refuses requests unless this coordinator is active.
 */
@Provider
@ActiveCoordinatorOnly
public class StandbyFilter
        implements ContainerRequestFilter
{
    private final ActiveCoordinator activeCoordinator;

    @Inject
    public StandbyFilter(ActiveCoordinator activeCoordinator)
    {
        this.activeCoordinator = requireNonNull(activeCoordinator, "activeCoordinator is null");
    }

    @Override
    public void filter(ContainerRequestContext request)
    {
        if (!activeCoordinator.isActive()) {
            request.abortWith(NotCoordinatorResource.refuse(activeCoordinator.explainStandby(), activeCoordinator.getOther(), request.getUriInfo()));
        }
    }
}
