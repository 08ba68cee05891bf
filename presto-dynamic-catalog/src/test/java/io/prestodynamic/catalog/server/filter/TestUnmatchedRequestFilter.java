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
package io.prestodynamic.catalog.server.filter;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.http.server.testing.TestingHttpServer;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.audit.AuditRecord;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Response;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.MediaType.TEXT_PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

public class TestUnmatchedRequestFilter
{
    private final List<AuditRecord> audit = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private LifeCycleManager lifeCycle;
    private URI server;

    @BeforeClass
    public void setUp()
    {
        Injector injector = new Bootstrap(
                new TestingNodeModule("test"),
                new TestingHttpServerModule(),
                new JsonModule(),
                new JaxrsModule(true),
                binder -> {
                    binder.bind(RefusedRequests.class).toInstance(new RefusedRequests(audit::add));
                    jaxrsBinder(binder).bind(UnmatchedRequestFilter.class);
                    jaxrsBinder(binder).bind(CatalogExceptionMapper.class);
                    jaxrsBinder(binder).bind(Catalogs.class);
                    jaxrsBinder(binder).bind(Info.class);
                })
                .doNotInitializeLogging()
                .quiet()
                .setRequiredConfigurationProperties(ImmutableMap.of())
                .initialize();
        lifeCycle = injector.getInstance(LifeCycleManager.class);
        server = injector.getInstance(TestingHttpServer.class).getBaseUrl();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (lifeCycle != null) {
            lifeCycle.stop();
        }
    }

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"GET", "/v1/catalog/a/b", "application/json", 404, "NOT_FOUND", "There is nothing at /v1/catalog/a/b"},
                {"POST", "/v1/catalog/a/b", "*/*", 404, "NOT_FOUND", "There is nothing at /v1/catalog/a/b"},
                {"OPTIONS", "/v1/catalog/a/b", "*/*", 404, "NOT_FOUND", "There is nothing at /v1/catalog/a/b"},
                {"PUT", "/v1/catalog", "*/*", 405, "METHOD_NOT_ALLOWED", "PUT cannot be sent to /v1/catalog, which takes GET,OPTIONS"},
                {"DELETE", "/v1/catalog/a", "text/html", 405, "METHOD_NOT_ALLOWED", "DELETE cannot be sent to /v1/catalog/a, which takes GET,OPTIONS,PUT"},
                {"FOO", "/v1/catalog/a", "*/*", 405, "METHOD_NOT_ALLOWED", "FOO cannot be sent to /v1/catalog/a, which takes GET,OPTIONS,PUT"},
                {"GET", "/v1/catalog", "text/html", 406, "NOT_ACCEPTABLE", "Answers are JSON: the header Accept must allow application/json"},
                {"GET", "/v1/catalog", "nonsense", 406, "NOT_ACCEPTABLE", "Answers are JSON: the header Accept must allow application/json"},
                {"PUT", "/v1/catalog/broken", "*/*", 500, "INTERNAL_ERROR", "The server has failed; its log says why"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String method, String path, String accept, int status, String code, String message)
            throws Exception
    {
        HttpResponse<String> response = send(method, path, accept);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(APPLICATION_JSON);
        assertThat(response.body()).isEqualToIgnoringWhitespace("{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
    }

    @Test
    public void testAudit()
            throws Exception
    {
        audit.clear();
        send("GET", "/v1/catalog/of/others", "*/*");
        send("GET", "/v1/catalog/a/b", "*/*");
        send("PUT", "/v1/catalog/sales/b", "*/*");
        send("DELETE", "/v1/catalog/sales", "*/*");
        send("PUT", "/v1/catalog/broken", "*/*");
        send("PUT", "/v1/info/a/b", "*/*");
        assertThat(audit).extracting(AuditRecord::outcome).containsExactly("FORBIDDEN", "NOT_FOUND", "METHOD_NOT_ALLOWED");
        assertThat(audit).extracting(AuditRecord::catalogName).containsExactly(Optional.of("of"), Optional.of("sales"), Optional.of("sales"));
        assertThat(audit.get(0).origin().address()).contains("127.0.0.1");
        assertThat(audit.get(0).message().orElseThrow()).startsWith("GET /v1/catalog/of/others: Neither nodes nor users without a role");
    }

    @Test
    public void testRefusalsOfResourcesAreAuditedOnce()
            throws Exception
    {
        audit.clear();
        for (String refusal : List.of("direct", "later", "recorded")) {
            assertThat(send("POST", "/v1/catalog/sales/" + refusal, "*/*").statusCode()).isEqualTo(400);
        }
        assertThat(send("GET", "/v1/catalog/sales/read", "*/*").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/v1/info", "*/*").statusCode()).isEqualTo(400);
        assertThat(audit).extracting(record -> record.message().orElseThrow()).containsExactly("POST /v1/catalog/sales/direct: direct", "POST /v1/catalog/sales/later: later");
    }

    @Test
    public void testOptions()
            throws Exception
    {
        for (String accept : new String[] {"*/*", "application/json", "text/html"}) {
            HttpResponse<String> response = send("OPTIONS", "/v1/catalog/a", accept);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Allow").orElseThrow().split(",")).contains("GET", "PUT", "OPTIONS");
        }
    }

    @Test
    public void testOthers()
            throws Exception
    {
        assertThat(send("GET", "/v1/catalog", "*/*").body()).isEqualTo("[]");
        assertThat(send("GET", "/v1/catalog/a", "application/json").body()).isEqualTo("\"a\"");
        assertThat(send("GET", "/v1/info/a", "*/*").body()).doesNotContain("NOT_FOUND");
    }

    private HttpResponse<String> send(String method, String path, String accept)
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", accept).method(method, ofString("")).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Path("/v1/catalog")
    @Produces(APPLICATION_JSON)
    public static class Catalogs
    {
        @GET
        public String list()
        {
            return "[]";
        }

        @GET
        @Path("{name}")
        public String get(@PathParam("name") String name)
        {
            return "\"" + name + "\"";
        }

        @GET
        @Path("of/others")
        public Response getOfOthers()
        {
            // the response of airlift's AuthorizationFilter
            return Response.status(403).entity("Principal bob is not allowed to access the resource").build();
        }

        @GET
        @Path("sales/read")
        public String refuse()
        {
            throw new CatalogException(INVALID_REQUEST, "read");
        }

        @POST
        @Path("sales/direct")
        public String refuseNow()
        {
            throw new CatalogException(INVALID_REQUEST, "direct");
        }

        @POST
        @Path("sales/later")
        public void refuseLater(@Suspended AsyncResponse response)
        {
            new Thread(() -> response.resume(new CatalogException(INVALID_REQUEST, "later"))).start();
        }

        @POST
        @Path("sales/recorded")
        public void refuseWhatIsRecorded()
        {
            CatalogException refusal = new CatalogException(INVALID_REQUEST, "recorded");
            refusal.setAudited();
            throw refusal;
        }

        @PUT
        @Path("{name}")
        public Response put(@PathParam("name") String name)
        {
            // the response of Presto's ThrowableMapper
            return Response.serverError().type(TEXT_PLAIN).entity("java.lang.IllegalStateException\n\tat ").build();
        }
    }

    @Path("/v1/info")
    @Produces(APPLICATION_JSON)
    public static class Info
    {
        @GET
        public String get()
        {
            return "\"info\"";
        }

        @POST
        public String refuse()
        {
            throw new CatalogException(INVALID_REQUEST, "not about catalogs");
        }
    }
}
