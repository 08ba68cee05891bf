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
package io.prestodynamic.catalog.lease.peer;

import io.prestodynamic.catalog.seal.Sealed;

import javax.annotation.security.RolesAllowed;
import javax.inject.Inject;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;

import static com.facebook.presto.server.security.RoleType.INTERNAL;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

@Path("/v1/catalogLease")
@RolesAllowed(INTERNAL)
@Sealed
@Produces(APPLICATION_JSON)
public class LeaseResource
{
    private final LeasePromises promises;

    @Inject
    public LeaseResource(LeasePromises promises)
    {
        this.promises = requireNonNull(promises, "promises is null");
    }

    @POST
    public LeaseAnswer promise(@QueryParam("term") @DefaultValue("0") long term)
    {
        return promises.promise(term);
    }
}
