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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that a browser sends for the page of an attacker, byte by byte.
 */
@Test(singleThreaded = true)
public class TestCrossSiteRequests
{
    private InProcessCluster cluster;
    private URI uri;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(1);
        uri = cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl();
        cluster.getApi().add("sales", "tpch", ImmutableMap.of()).assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @DataProvider
    public static Object[][] attacks()
    {
        String form = "Origin: https://attacker.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n";
        return new Object[][] {
                // a form that is submitted by a page
                {"POST /v1/catalog/sales?_method=DELETE", "localhost", form, 403},
                // the same from a browser that sends no origin, and in other spellings
                {"POST /v1/catalog/sales?_method=DELETE", "localhost", "Content-Length: 0\r\n", 400},
                {"POST /v1/catalog/sales?%5fmethod=DELETE", "localhost", "Content-Length: 0\r\n", 400},
                {"POST /v1/catalog/sales", "localhost", "X-HTTP-Method-Override: DELETE\r\nContent-Length: 0\r\n", 400},
                {"POST /v1/catalog/add", "localhost", "Sec-Fetch-Site: cross-site\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n", 403},
                {"GET /v1/catalog", "localhost", "Sec-Fetch-Site: cross-site\r\n", 403},
                // a name of the attacker that resolves to this server
                {"GET /v1/catalog", "attacker.example.com:8080", "", 403},
                {"DELETE /v1/catalog/sales", "attacker.example.com:8080", "Origin: http://attacker.example.com:8080\r\n", 403},
                {"GET /v1/catalog/export", "attacker.example.com", "Sec-Fetch-Site: same-origin\r\n", 403},
        };
    }

    @Test(dataProvider = "attacks")
    public void testAttack(String request, String host, String headers, int status)
            throws IOException
    {
        String answer = send("%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n".formatted(request, host, headers));
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("tpch");
        assertThat(cluster.getApi().get("sales").status()).isEqualTo(200);
    }

    @Test
    public void testAnswersAreNoPages()
            throws IOException
    {
        assertThat(send("GET /v1/catalog HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
    }

    private String send(String request)
            throws IOException
    {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort()); OutputStream output = socket.getOutputStream()) {
            output.write(request.getBytes(UTF_8));
            output.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
