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

import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.RekeyRepresentation;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;

import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Endpoint for a change of the key that secrets in the store are encrypted with.
 */
@Path("/v1/catalog/rekey")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class RekeyResource
{
    private final ChangeAdmission changes;
    private final Callers callers;
    private final ResponseSender sender;

    @Inject
    public RekeyResource(ChangeAdmission changes, Callers callers, ResponseSender sender)
    {
        this.changes = requireNonNull(changes, "changes is null");
        this.callers = requireNonNull(callers, "callers is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    @POST
    public void rekey(@Context HttpServletRequest request, @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRights(caller);
        sender.send(response, changes.rekey(caller).thenApply(RekeyRepresentation::from));
    }
}
