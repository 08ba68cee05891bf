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
package io.prestodynamic.catalog.server.page;

import com.google.common.html.HtmlEscapers;

import javax.inject.Inject;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.Response.ResponseBuilder;

import java.net.URI;
import java.util.Optional;

import static com.google.common.net.HttpHeaders.CACHE_CONTROL;
import static com.google.common.net.HttpHeaders.CONTENT_SECURITY_POLICY;
import static com.google.common.net.HttpHeaders.REFERRER_POLICY;
import static com.google.common.net.HttpHeaders.X_CONTENT_TYPE_OPTIONS;
import static com.google.common.net.HttpHeaders.X_FRAME_OPTIONS;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.Response.Status.NOT_FOUND;
import static javax.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

/**
 * Endpoint for the page that shows and changes catalogs. The files say nothing about catalogs: all data is from the catalog API. A node whose API refuses requests
 * answers with a page that names the coordinator.
 */
@Path("/ui/catalogs")
public class PageResource
{
    private static final String PATH = "/ui/catalogs/";
    private static final String HTML = "text/html; charset=utf-8";
    // all that the page loads is from this server, and nothing else may show or drive it
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
            "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    private static final String ELSEWHERE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Catalogs - Presto</title>
                <link rel="stylesheet" href="/ui/catalogs/page.css">
            </head>
            <body><main class="notice"><h1>Catalogs</h1><p>%s</p>%s</main></body>
            </html>
            """;
    private static final String LINK = "<p><a href=\"%1$s\">Open the page of the coordinator at %1$s</a></p>";

    private final PageFiles files;
    private final PageHost host;

    @Inject
    public PageResource(PageFiles files, PageHost host)
    {
        this.files = requireNonNull(files, "files is null");
        this.host = requireNonNull(host, "host is null");
    }

    @GET
    public Response get(@Context Request request)
    {
        return host.getRefusal()
                .map(PageResource::refer)
                .orElseGet(() -> answer(PageFiles.INDEX, request));
    }

    @GET
    @Path("{file: .+}")
    public Response get(@PathParam("file") String file, @Context Request request)
    {
        return answer(file, request);
    }

    private Response answer(String name, Request request)
    {
        Optional<PageFile> found = files.find(name);
        if (found.isEmpty()) {
            return protect(Response.status(NOT_FOUND).type("text/plain").entity("There is no such file")).build();
        }
        PageFile file = found.get();
        ResponseBuilder unchanged = request.evaluatePreconditions(file.tag());
        ResponseBuilder response = unchanged == null ? Response.ok(file.content()).type(file.mediaType()) : unchanged;
        // asked for each time, so that a page never has files of two releases
        return protect(response.tag(file.tag()).header(CACHE_CONTROL, "no-cache")).build();
    }

    private static Response refer(PageHost.Refusal refusal)
    {
        String link = refusal.coordinator()
                .map(uri -> LINK.formatted(escape(page(uri))))
                .orElse("");
        return protect(Response.status(SERVICE_UNAVAILABLE).type(HTML).entity(ELSEWHERE.formatted(escape(refusal.message()), link)).header(CACHE_CONTROL, "no-store")).build();
    }

    private static String page(URI coordinator)
    {
        return coordinator.resolve(PATH).toString();
    }

    private static String escape(String text)
    {
        return HtmlEscapers.htmlEscaper().escape(text);
    }

    private static ResponseBuilder protect(ResponseBuilder response)
    {
        return response
                .header(CONTENT_SECURITY_POLICY, POLICY)
                .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
                .header(X_FRAME_OPTIONS, "DENY")
                .header(REFERRER_POLICY, "no-referrer");
    }
}
