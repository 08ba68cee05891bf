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
import com.google.inject.Key;
import io.prestodynamic.catalog.server.request.RequestBodies;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are too long, from clients that read the answer only after the whole body.
 */
@Test(singleThreaded = true)
public class TestLongRequests
{
    private InProcessCluster cluster;
    private RequestBodies bodies;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(1);
        bodies = cluster.getQueryRunner().getCoordinators().get(0).getInstance(Key.get(RequestBodies.class));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @DataProvider
    public Object[][] requests()
    {
        return new Object[][] {
                {"add", 2},
                {"add", 20},
                {"validate", 2},
                {"import", 17},
                {"import", 64},
        };
    }

    @Test(dataProvider = "requests")
    public void testLengthIsKnown(String request, int megabytes)
    {
        byte[] body = body(megabytes);
        assertRefused(request, BodyPublishers.ofByteArray(body));
    }

    @Test(dataProvider = "requests")
    public void testLengthIsNotKnown(String request, int megabytes)
    {
        byte[] body = body(megabytes);
        assertRefused(request, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    @Test
    public void testLongImport()
    {
        String url = "x".repeat(1_000);
        String document = range(0, 15_000)
                .mapToObj(i -> "{\"catalogName\": \"c%s\", \"connectorName\": \"none\", \"properties\": {\"url\": \"%s\"}}".formatted(i, url))
                .collect(joining(",", "{\"catalogs\": [", "]}"));
        assertThat(document.length()).isBetween(15 << 20, 16 << 20);
        assertThat(cluster.getApi().importAll("", document).assertOk().json().path("refused").asInt()).isEqualTo(15_000);
        assertNothingIsLeft();
    }

    private void assertRefused(String request, BodyPublisher body)
    {
        for (int i = 0; i < 2; i++) {
            cluster.getApi().send(cluster.getApi().request("/v1/catalog/" + request).header("Content-Type", "application/json").POST(body))
                    .assertRefused(413, "REQUEST_TOO_LARGE");
        }
        assertNothingIsLeft();
        cluster.getApi().add("sales", "tpch", ImmutableMap.of()).assertOk();
        cluster.getApi().delete("sales").assertOk();
    }

    private void assertNothingIsLeft()
    {
        Conditions.await("nothing is left of the bodies", Duration.ofSeconds(30), () -> bodies.getArrivingBodies() == 0 && bodies.getBodyBytes() == 0);
    }

    private static byte[] body(int megabytes)
    {
        return ("{\"catalogs\": [{}" + ",{}".repeat((megabytes << 20) / 3) + "]}").getBytes(UTF_8);
    }
}
