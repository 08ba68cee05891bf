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

import com.facebook.airlift.log.Logger;
import com.google.inject.Inject;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.files.NodeFiles;
import io.prestodynamic.catalog.seal.Sealed;
import io.prestodynamic.catalog.sync.FileAccess;
import io.prestodynamic.catalog.sync.wire.FileAddress;

import javax.annotation.PreDestroy;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Response;

import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.server.security.RoleType.INTERNAL;
import static com.google.common.base.Strings.nullToEmpty;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static javax.ws.rs.core.MediaType.APPLICATION_OCTET_STREAM;
import static javax.ws.rs.core.Response.Status.FORBIDDEN;
import static javax.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

/**
 * Endpoint from which workers fetch the files of catalogs. However many ask at once, only a few contents are in memory.
 */
@Path("/v1/catalogSync/file")
@RolesAllowed(INTERNAL)
@Sealed
public class CoordinatorFileResource
{
    private static final Logger log = Logger.get(CoordinatorFileResource.class);
    private static final int MAX_CONTENTS = 16;

    private final NodeFiles files;
    private final FileAccess access;
    private final ExecutorService executor = newFixedThreadPool(MAX_CONTENTS, daemonThreadsNamed("dynamic-catalog-file-%s"));

    @Inject
    public CoordinatorFileResource(NodeFiles files, FileAccess access)
    {
        this.files = requireNonNull(files, "files is null");
        this.access = requireNonNull(access, "access is null");
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    @GET
    @Path("{sha256}")
    @Produces(APPLICATION_OCTET_STREAM)
    public void read(@PathParam("sha256") String sha256, @HeaderParam(FileAddress.TOKEN_HEADER) String token, @Suspended AsyncResponse response)
    {
        if (!access.isGranted(nullToEmpty(token))) {
            response.resume(Response.status(FORBIDDEN).build());
            return;
        }
        executor.execute(() -> response.resume(respond(sha256)));
    }

    private Response respond(String sha256)
    {
        try {
            return Response.ok(files.read(sha256)).build();
        }
        catch (CatalogException e) {
            log.warn("A worker asks for a file of a catalog, which cannot be read: %s", e.getMessage());
            return Response.status(SERVICE_UNAVAILABLE).build();
        }
    }
}
