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
package io.prestodynamic.tests.contract;

import com.sun.net.httpserver.HttpServer;
import io.prestodynamic.harness.contract.ApiContract;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Requests and answers that are not as the OpenAPI document says are found.
 */
@Test(singleThreaded = true)
public class TestApiContract
{
    private static final String REQUEST_ID = "0b4f7c9e-2f0f-4a39-8a3c-6b1a5b0c7d11";
    private static final String CATALOG = """
            {"catalogName": "sales", "connectorName": "tpch", "properties": {}, "files": [], "source": "dynamic", "version": "1-a", "state": "ACTIVE",
             "createdAt": "2026-11-21T22:44:00Z", "enabled": true, "nodes": []}""";
    private static final String DEFINITION = "{\"catalogName\": \"sales\", \"connectorName\": \"tpch\"}";

    private final ApiContract contract = ApiContract.load();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        // answers what the request asks for
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", exchange.getRequestHeaders().getFirst("Answer-Type"));
            exchange.getResponseHeaders().set("X-Request-Id", exchange.getRequestHeaders().getFirst("Answer-Id"));
            byte[] answer = exchange.getRequestHeaders().getFirst("Answer").getBytes(UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestHeaders().getFirst("Answer-Status")), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        server.stop(0);
    }

    @Test
    public void testAccepted()
    {
        assertThatCode(() -> check("POST", "/v1/catalog/add", DEFINITION, 200, CATALOG)).doesNotThrowAnyException();
        assertThatCode(() -> check("POST", "/v1/catalog/add", "{\"catalogName\": 7}", 400, error("INVALID_REQUEST"))).doesNotThrowAnyException();
        assertThatCode(() -> check("DELETE", "/v1/catalog/sales?force=true", "", 200, CATALOG)).doesNotThrowAnyException();
        assertThatCode(() -> check("POST", "/v1/catalog/sales", "", 405, error("METHOD_NOT_ALLOWED"))).doesNotThrowAnyException();
        assertThatCode(() -> check("GET", "/v1/query", "", 200, "[]")).doesNotThrowAnyException();
    }

    @DataProvider
    public Object[][] violations()
    {
        return new Object[][] {
                {"POST", "/v1/catalog/add", "{\"catalogName\": \"Sales\", \"connectorName\": \"tpch\"}", 200, CATALOG, "catalogName"},
                {"POST", "/v1/catalog/add", "{\"catalogName\": \"sales\", \"connector\": \"tpch\"}", 200, CATALOG, "connectorName"},
                {"POST", "/v1/catalog/add", "", 200, CATALOG, "the body is missing"},
                {"POST", "/v1/catalog/add", DEFINITION, 204, CATALOG, "the status is not in the document"},
                {"POST", "/v1/catalog/add", DEFINITION, 200, CATALOG.replace("\"nodes\"", "\"places\""), "nodes"},
                {"POST", "/v1/catalog/add", DEFINITION, 200, CATALOG.replace("{}", "{\"a\": 1}"), "/properties/a"},
                {"POST", "/v1/catalog/add", DEFINITION, 200, CATALOG.replace("T22", " 22"), "createdAt"},
                {"POST", "/v1/catalog/add", DEFINITION, 409, error("FORBIDDEN"), "the code is none of"},
                {"GET", "/v1/catalog/sales", "", 200, "<html>", "is not JSON"},
                {"GET", "/v1/catalog/sales", "", 404, "{\"code\": \"CATALOG_NOT_FOUND\"}", "message"},
                {"GET", "/v1/catalog?states=ACTIVE", "", 200, "[]", "unknown parameter states"},
                {"GET", "/v1/catalog?state=WELL", "", 200, "[]", "the parameter state"},
                {"GET", "/v1/catalog/history?limit=many", "", 200, "[]", "the parameter limit"},
                {"DELETE", "/v1/catalog/delete", "", 200, CATALOG, "the parameter catalogName is missing"},
                {"POST", "/v1/catalog/sales", "", 200, CATALOG, "the document does not have the operation"},
                {"GET", "/v1/catalog/sales/nodes", "", 404, "[]", "object"}};
    }

    @Test(dataProvider = "violations")
    public void testViolation(String method, String path, String body, int status, String answer, String problem)
    {
        assertThatThrownBy(() -> check(method, path, body, status, answer)).isInstanceOf(AssertionError.class).hasMessageContaining(problem);
    }

    @Test
    public void testHeaders()
    {
        assertThatThrownBy(() -> check(request("GET", "/v1/catalog", "").header("Answer-Id", "x").header("Answer-Type", "application/json"), 200, "[]"))
                .hasMessageContaining("X-Request-Id");
        assertThatThrownBy(() -> check(request("GET", "/v1/catalog", "").header("Answer-Id", REQUEST_ID).header("Answer-Type", "text/plain"), 200, "[]"))
                .hasMessageContaining("content type");
    }

    private void check(String method, String path, String body, int status, String answer)
            throws IOException, InterruptedException
    {
        check(request(method, path, body).header("Answer-Id", REQUEST_ID).header("Answer-Type", "application/json"), status, answer);
    }

    private void check(HttpRequest.Builder request, int status, String answer)
            throws IOException, InterruptedException
    {
        HttpRequest complete = request.header("Answer-Status", String.valueOf(status)).header("Answer", answer.replace("\n", "")).build();
        contract.check(client.send(complete, BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String method, String path, String body)
    {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%s%s".formatted(server.getAddress().getPort(), path)))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    }

    private static String error(String code)
    {
        return "{\"code\": \"%s\", \"message\": \"It is so.\"}".formatted(code);
    }
}
