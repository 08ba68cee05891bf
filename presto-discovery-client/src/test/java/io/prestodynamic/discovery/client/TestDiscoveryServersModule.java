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
package io.prestodynamic.discovery.client;

import com.facebook.airlift.discovery.client.ForDiscoveryClient;
import com.facebook.airlift.http.client.HttpClientConfig;
import com.google.common.collect.ImmutableMap;
import com.google.inject.CreationException;
import com.google.inject.Key;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.management.ObjectName;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests airlift's discovery client with several servers, which make it announce and look up every second.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServersModule
{
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String LOOKUP = "GET /v1/service/presto/general";
    private static final String ANNOUNCEMENT = "PUT /v1/announcement/self";

    private TestingDiscoveryServer a;
    private TestingDiscoveryServer b;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        a = new TestingDiscoveryServer();
        b = new TestingDiscoveryServer();
        a.announce("other");
        b.announce("other");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        a.close();
        b.close();
    }

    @Test
    public void testFirstIsUsed()
    {
        try (TestingDiscoveryNode node = startNode("30s")) {
            assertThat(node.getOthers()).containsExactly("other");
            node.announce();
            assertThat(a.getNodes()).contains("self");
            await("announced and asked again", TIMEOUT, () -> a.countRequests(ANNOUNCEMENT) > 2 && a.countRequests(LOOKUP) > 2);
            assertThat(b.takeRequests()).isEmpty();
        }
        assertThat(a.getNodes()).as("after the end").containsExactly("other");
    }

    @Test
    public void testDeath()
    {
        try (TestingDiscoveryNode node = startNode("30s")) {
            node.announce();
            a.kill();
            awaitWithOthers(node, "announced to the other server", () -> b.getNodes().contains("self"));
            awaitWithOthers(node, "the other server is asked, again and again", () -> b.countRequests(LOOKUP) > 2 && b.countRequests(ANNOUNCEMENT) > 2);
        }
        assertThat(b.getNodes()).as("after the end").containsExactly("other");
    }

    @Test
    public void testRestartedServerIsNotAskedBeforeItKnowsAll()
            throws IOException
    {
        try (TestingDiscoveryNode node = startNode("10s")) {
            DiscoveryServers servers = node.getInjector().getInstance(DiscoveryServers.class);
            node.announce();
            a.kill();
            awaitWithOthers(node, "the other server is asked", () -> b.countRequests(LOOKUP) > 0);
            a.takeRequests();
            a.restart();
            awaitWithOthers(node, "the first answers again", () -> servers.getAnsweringServers() == 2);
            b.kill();
            awaitWithOthers(node, "announced to the fresh server", () -> a.getNodes().contains("self"));
            assertThat(servers.getStates()).isEqualTo(a.getUri() + " FRESH, " + b.getUri() + " FAILED");
            assertThat(a.countRequests(LOOKUP)).isZero();
            // the other node announces itself again
            a.announce("other");
            awaitWithOthers(node, "asked when it is warm", () -> a.countRequests(LOOKUP) > 2);
            assertThat(servers.getStates()).isEqualTo(a.getUri() + " WARM, " + b.getUri() + " FAILED");
            a.announce("third");
            awaitWithOthers(node, "lookups go on", () -> node.getOthers().contains("third"));
        }
    }

    @Test
    public void testAllAreRestarted()
            throws IOException
    {
        try (TestingDiscoveryNode node = startNode("10s")) {
            DiscoveryServers servers = node.getInjector().getInstance(DiscoveryServers.class);
            node.announce();
            a.kill();
            b.kill();
            awaitWithOthers(node, "all have failed", () -> servers.getAnsweringServers() == 0);
            a.takeRequests();
            b.takeRequests();
            a.restart();
            b.restart();
            awaitWithOthers(node, "announced again and again, while lookups are tried every second", () -> a.countRequests(ANNOUNCEMENT) + b.countRequests(ANNOUNCEMENT) > 3);
            assertThat(a.countRequests(LOOKUP) + b.countRequests(LOOKUP)).isZero();
            a.announce("other");
            b.announce("other");
            awaitWithOthers(node, "asked when they are warm", () -> a.countRequests(LOOKUP) + b.countRequests(LOOKUP) > 2);
        }
    }

    @Test
    public void testHang()
    {
        try (TestingDiscoveryNode node = startNode("30s")) {
            node.announce();
            a.hang();
            awaitWithOthers(node, "announced to the other server", () -> b.getNodes().contains("self"));
            awaitWithOthers(node, "the other server is asked, again and again", () -> b.countRequests(LOOKUP) > 2 && b.countRequests(ANNOUNCEMENT) > 2);
        }
    }

    @DataProvider
    public Object[][] wrongAnswers()
    {
        return new Object[][] {
                {200, "<html>Welcome to nginx!</html>"},
                {200, ""},
                {200, "[]"},
                {200, "{}"},
                {200, "{\"environment\": \"testing\"}"},
                {200, "{\"environment\": \"another\", \"services\": []}"},
                {500, "{\"environment\": \"testing\", \"services\": []}"},
                {404, "{\"environment\": \"testing\", \"services\": []}"},
        };
    }

    @Test(dataProvider = "wrongAnswers")
    public void testWrongAnswer(int status, String body)
    {
        try (TestingDiscoveryNode node = startNode("30s")) {
            node.announce();
            a.answerAlways(status, body);
            awaitWithOthers(node, "announced to the other server", () -> b.getNodes().contains("self"));
            awaitWithOthers(node, "the other server is asked", () -> b.countRequests(LOOKUP) > 0);
        }
    }

    @Test
    public void testStartWhileTheFirstIsDead()
    {
        a.kill();
        try (TestingDiscoveryNode node = startNode("30s")) {
            assertThat(node.getOthers()).as("known at once").containsExactly("other");
            node.announce();
            assertThat(b.getNodes()).as("announced at once").contains("self");
        }
    }

    @Test
    public void testStartWhileTheFirstHangs()
    {
        a.hang();
        try (TestingDiscoveryNode node = startNode("30s")) {
            assertThat(node.getOthers()).as("known at once").containsExactly("other");
            node.announce();
            assertThat(b.getNodes()).as("announced at once").contains("self");
        }
    }

    @Test
    public void testStartWhileAllAreDead()
            throws IOException
    {
        a.kill();
        b.kill();
        try (TestingDiscoveryNode node = startNode("10m")) {
            node.announce();
            assertThat(node.getOthers()).isEmpty();
            b.restart();
            b.announce("other");
            await("announced", TIMEOUT, () -> b.getNodes().contains("self"));
            await("a node that knows no others does not wait", TIMEOUT, () -> node.getOthers().contains("other"));
        }
    }

    @Test
    public void testMBean()
            throws Exception
    {
        try (TestingDiscoveryNode node = startNode("30s")) {
            ObjectName name = new ObjectName("io.prestodynamic.catalog.discovery:name=DiscoveryServers");
            assertThat(node.getMBeanServer().getAttribute(name, "AnnouncementServer")).isEqualTo(a.getUri().toString());
            assertThat(node.getMBeanServer().getAttribute(name, "LookupServer")).isEqualTo(a.getUri().toString());
            assertThat(node.getMBeanServer().getAttribute(name, "AnsweringServers")).isEqualTo(2);
            assertThat(node.getMBeanServer().getAttribute(name, "WarmServers")).isEqualTo(2);
            assertThat(node.getMBeanServer().getAttribute(name, "States")).isEqualTo(a.getUri() + " WARM, " + b.getUri() + " WARM");
        }
    }

    @Test
    public void testRequestTimeout()
    {
        Key<HttpClientConfig> key = Key.get(HttpClientConfig.class, ForDiscoveryClient.class);
        try (TestingDiscoveryNode node = startNode("30s")) {
            assertThat(node.getInjector().getInstance(key).getRequestTimeout()).hasToString("3.00s");
        }
        try (TestingDiscoveryNode node = new TestingDiscoveryNode("self", ImmutableMap.of("discovery.servers", list(), "discovery.http-client.request-timeout", "5s"))) {
            assertThat(node.getInjector().getInstance(key).getRequestTimeout()).hasToString("5.00s");
        }
    }

    @Test
    public void testWithoutList()
    {
        try (TestingDiscoveryNode node = new TestingDiscoveryNode("self", ImmutableMap.of("discovery.uri", b.getUri().toString(), "discovery.servers.warmup-interval", "1m"))) {
            assertThat(node.getInjector().getExistingBinding(Key.get(DiscoveryServers.class))).isNull();
            assertThat(node.getInjector().getExistingBinding(Key.get(DiscoveryServerMonitor.class))).isNull();
            node.announce();
            assertThat(b.getNodes()).contains("self");
            assertThat(node.getOthers()).containsExactly("other");
            assertThat(node.getInjector().getInstance(Key.get(HttpClientConfig.class, ForDiscoveryClient.class)).getRequestTimeout()).as("Presto's own").hasToString("5.00m");
        }
    }

    @Test
    public void testRefused()
    {
        assertRefused(ImmutableMap.of("discovery.servers", list(), "discovery.uri", a.getUri().toString()), "discovery.servers takes the place of discovery.uri: remove one of them");
        assertRefused(ImmutableMap.of("discovery.servers", list(), "service-inventory.uri", "file:///etc/inventory.json"),
                "discovery.servers takes the place of service-inventory.uri: remove one of them");
        assertRefused(ImmutableMap.of("discovery.servers", "d1:8411,d2"), "Invalid configuration property discovery.servers: 'd2' is neither host:port nor http(s)://host:port");
        assertRefused(ImmutableMap.of("discovery.servers", "d1:8411,d1:8411"), "Invalid configuration property discovery.servers: 'd1:8411' is there twice");
        assertRefused(ImmutableMap.of("discovery.servers", "100%:8411"), "Invalid configuration property discovery.servers: '100%:8411' is neither");
        assertRefused(ImmutableMap.of("discovery.servers", "d_1:8411"), "Invalid configuration property discovery.servers: The host name 'd_1' has an underscore");
        assertRefused(ImmutableMap.of("discovery.uri", "http://d_1:8411"), "Invalid configuration property discovery.uri: The host name 'd_1' has an underscore");
        assertRefused(ImmutableMap.of("discovery.servers", ""), "Invalid configuration property discovery.servers: an entry is empty");
    }

    private static void assertRefused(Map<String, String> properties, String message)
    {
        assertThatThrownBy(() -> new TestingDiscoveryNode("self", properties)).as("%s", properties)
                .isInstanceOf(CreationException.class)
                .hasMessageContaining(message);
    }

    private TestingDiscoveryNode startNode(String warmupInterval)
    {
        return new TestingDiscoveryNode("self", ImmutableMap.of("discovery.servers", list(), "discovery.servers.warmup-interval", warmupInterval));
    }

    private String list()
    {
        return a.getUri() + "," + b.getUri();
    }

    /**
     * Waits for a condition. The node must not lose the other node meanwhile.
     */
    private static void awaitWithOthers(TestingDiscoveryNode node, String description, BooleanSupplier condition)
    {
        await(description, TIMEOUT, () -> {
            assertThat(node.getOthers()).contains("other");
            return condition.getAsBoolean();
        });
        assertThat(node.getOthers()).contains("other");
    }
}
