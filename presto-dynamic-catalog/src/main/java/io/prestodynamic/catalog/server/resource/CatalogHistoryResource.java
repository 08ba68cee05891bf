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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.history.CatalogHistory;
import io.prestodynamic.catalog.coordinator.history.CatalogRefusals;
import io.prestodynamic.catalog.coordinator.history.HistoryEntries;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.representation.HistoryEntryRepresentation;
import io.prestodynamic.catalog.server.representation.RefusalRepresentation;
import io.prestodynamic.catalog.server.request.ConditionHeaders;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.Response.ResponseBuilder;

import java.util.List;
import java.util.OptionalLong;

import static com.google.common.net.HttpHeaders.LINK;
import static com.google.common.primitives.Longs.tryParse;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.Response.Status.OK;

/**
 * Endpoint for the history of catalogs, for what was refused, and for the restoration of versions.
 */
@Path("/v1/catalog")
@Produces(APPLICATION_JSON)
@ActiveCoordinatorOnly
public class CatalogHistoryResource
{
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    private final CatalogHistory history;
    private final CatalogRefusals refusals;
    private final ChangeAdmission changes;
    private final Callers callers;
    private final ResponseSender sender;

    @Inject
    public CatalogHistoryResource(CatalogHistory history, CatalogRefusals refusals, ChangeAdmission changes, Callers callers, ResponseSender sender)
    {
        this.history = requireNonNull(history, "history is null");
        this.refusals = requireNonNull(refusals, "refusals is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.callers = requireNonNull(callers, "callers is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    @GET
    @Path("history")
    public Response list(@QueryParam("limit") String limit, @QueryParam("before") String before, @Context HttpServletRequest request)
    {
        HistoryPage page = parsePage(limit, before);
        return respond(page, history.list(callers.identify(request), page));
    }

    @GET
    @Path("history/refused")
    public List<RefusalRepresentation> listRefused(@QueryParam("limit") String limit, @Context HttpServletRequest request)
    {
        return refusals.list(callers.identify(request), parseLimit(limit)).stream().map(RefusalRepresentation::from).toList();
    }

    @GET
    @Path("{name}/history")
    public Response list(@PathParam("name") String name, @QueryParam("limit") String limit, @QueryParam("before") String before, @Context HttpServletRequest request)
    {
        HistoryPage page = parsePage(limit, before);
        return respond(page, history.list(callers.identify(request), new CatalogName(name), page));
    }

    @POST
    @Path("{name}/restore")
    public void restore(
            @PathParam("name") String name,
            @QueryParam("version") String version,
            @Context HttpServletRequest request,
            @Context HttpHeaders headers,
            @Suspended AsyncResponse response)
    {
        Caller caller = callers.identify(request);
        changes.checkRestoreRights(caller, name);
        if (version == null) {
            throw new CatalogException(INVALID_REQUEST, "The parameter version is missing; the history of the catalog has its versions");
        }
        VersionCondition condition = ConditionHeaders.read(headers);
        sender.send(response, changes.restore(caller, condition, new CatalogName(name), version)
                .thenApply(change -> CatalogResource.respond(OK, change.catalog())));
    }

    private static Response respond(HistoryPage page, HistoryEntries entries)
    {
        ResponseBuilder response = Response.ok(entries.entries().stream().map(HistoryEntryRepresentation::from).toList());
        // relative to the address that the client has used
        entries.next().ifPresent(next -> response.header(LINK, "<?limit=%s&before=%s>; rel=\"next\"".formatted(page.limit(), next)));
        return response.build();
    }

    private static HistoryPage parsePage(String limit, String before)
    {
        return new HistoryPage(
                before == null ? OptionalLong.empty() : OptionalLong.of(parse("before", before, Long.MAX_VALUE)),
                parseLimit(limit));
    }

    private static int parseLimit(String limit)
    {
        return limit == null ? DEFAULT_LIMIT : toIntExact(parse("limit", limit, MAX_LIMIT));
    }

    private static long parse(String parameter, String text, long max)
    {
        Long value = tryParse(text);
        if (value == null || value < 1 || value > max) {
            throw new CatalogException(INVALID_REQUEST, "The parameter %s must be a number from 1 to %s".formatted(parameter, max));
        }
        return value;
    }
}
