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
package io.prestodynamic.tests.process.discovery;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.RawRequests;
import io.prestodynamic.harness.cluster.TemporaryDiscovery;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import static io.prestodynamic.harness.client.RawRequests.status;
import static io.prestodynamic.harness.cluster.DiscoveryWay.PROXY;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that would break the lists of a discovery server, in all spellings that its web server accepts.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServerRequests
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private TemporaryDiscovery discovery;
    private DiscoveryServerProcess server;

    @BeforeClass
    public void setUp()
    {
        discovery = new TemporaryDiscovery(ImmutableMap.of());
        discovery.start();
        server = discovery.getServers().get(0);
        // it may list the other one before itself
        await("the server lists both", TIMEOUT, () -> server.services().contains("discovery1") && server.services().contains("discovery2"));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (discovery != null) {
            discovery.close();
        }
    }

    @DataProvider
    public Object[][] spellings()
    {
        return new Object[][] {
                {"PUT /v1/store/dynamic/k", ""},
                {"PUT /v1/store/dynamic/k?a=b", ""},
                {"PUT /v1/store/dynamic/k/", ""},
                {"PUT /v1/store;x/dynamic/k", ""},
                {"PUT /v1;x=y/store/dynamic/k", ""},
                {"PUT /;x/v1/store/dynamic/k", ""},
                {"PUT /v1/store/dynamic;x/k", ""},
                {"PUT /v1/store/dynamic/k;x", ""},
                {"PUT /v1/%73tore/dynamic/k", ""},
                {"PUT /%76%31/store/dynamic/k", ""},
                {"PUT /v1/store%2Fdynamic/k", ""},
                {"PUT /v1/store%3Bx/dynamic/k", ""},
                {"PUT //v1/store/dynamic/k", ""},
                {"PUT /v1//store/dynamic/k", ""},
                {"PUT /v1/store//dynamic/k", ""},
                {"PUT /v1/./store/dynamic/k", ""},
                {"PUT /v1/service/../store/dynamic/k", ""},
                {"PUT /v1/service/..;/store/dynamic/k", ""},
                {"PUT /v1/%2e/store/dynamic/k", ""},
                {"PUT /V1/STORE/dynamic/k", ""},
                {"PUT http://server/v1/store/dynamic/k", ""},
                {"PUT http://server/v1/store;x/dynamic/k", ""},
                {"put /v1/store/dynamic/k", ""},
                {"POST /v1/store/dynamic/k", "X-HTTP-Method-Override: PUT\r\n"},
                {"POST /v1/store;x/dynamic/k", "X-HTTP-Method-Override: PUT\r\n"},
                {"POST /v1/store/dynamic/k?_method=PUT", ""},
                {"POST /v1/store/dynamic/k", ""},
        };
    }

    @Test(dataProvider = "spellings")
    public void testRubbish(String request, String header)
            throws IOException
    {
        assertThat(status(server.getUri(), request, header, "application/octet-stream")).matches(RawRequests::isRefused);
        assertThat(status(server.getUri(), request, header, "application/json")).matches(RawRequests::isRefused);
        assertThat(status(server.getUri(), "GET /v1/service", "", "application/json")).isEqualTo(200);
        assertThat(server.services()).contains("discovery1", "discovery2");
    }

    /**
     * More requests than the queue of the request log holds.
     */
    @Test
    public void testManyRequests()
    {
        for (int i = 0; i < 15_000; i++) {
            assertThat(server.services()).as("answer %s", i).isNotEmpty();
        }
        await("all are in the request log", TIMEOUT, () -> server.logs().get("http-request.log").lines().filter(line -> line.contains("/v1/service")).count() >= 15_000);
        assertThat(server.log()).doesNotContain("Error");
    }

    /**
     * nginx forwards no request to the store.
     */
    @Test
    public void testProxy()
            throws IOException
    {
        URI proxy = URI.create(discovery.config(PROXY).get("discovery.uri"));
        assertThat(status(proxy, "GET /v1/service", "", "application/json")).isEqualTo(200);
        assertThat(status(proxy, "GET /v1/service/discovery?a=%3B", "", "application/json")).isEqualTo(200);
        for (String path : new String[] {
                "/v1/store/dynamic",
                "/v1/store;x/dynamic",
                "/v1//store/dynamic",
                "/v1/service/../store/dynamic",
                "/v1/service/..;/store/dynamic",
                "/v1/service/..;x/store/dynamic",
                "/v1/service/%2e%2e/store/dynamic",
                "/v1/service/%2e%2e;/store/dynamic",
                "/v1/service/..%2fstore/dynamic",
                "/v1/service/..%3b/store/dynamic",
                "/v1/service/a/..;/..;/store/dynamic",
                "/v1/service//..;/store/dynamic"}) {
            assertThat(status(proxy, "GET " + path, "", "application/json")).as(path).isIn(400, 404);
            assertThat(status(proxy, "POST " + path, "", "application/octet-stream")).as(path).isIn(400, 404);
        }
    }
}
