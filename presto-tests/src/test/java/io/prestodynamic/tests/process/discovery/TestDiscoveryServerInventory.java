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
import io.prestodynamic.harness.cluster.AnnouncedNode;
import io.prestodynamic.harness.cluster.TemporaryDiscovery;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Discovery servers whose service inventory is missing or wrong.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServerInventory
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private TemporaryDiscovery discovery;
    private DiscoveryServerProcess server;
    private DiscoveryServerProcess other;

    @BeforeMethod
    public void setUp()
    {
        discovery = new TemporaryDiscovery(ImmutableMap.of("discovery.max-age", "10s", "service-inventory.update-interval", "1s"));
        server = discovery.getServers().get(0);
        other = discovery.getServers().get(1);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        if (discovery != null) {
            discovery.close();
        }
    }

    @Test
    public void testInvalid()
            throws IOException
    {
        Files.writeString(server.inventory(), "{\"environment\": \"test\", \"services\": []}");
        assertRefused("it lists no service of type discovery");
    }

    @Test
    public void testMissing()
            throws IOException
    {
        Files.delete(server.inventory());
        assertRefused("there is no such file");
    }

    @Test
    public void testInvalidLater()
            throws IOException
    {
        discovery.start();
        String inventory = Files.readString(server.inventory());
        Map<String, String> invalid = ImmutableMap.of(
                "it is not JSON of the expected form: Unexpected end-of-input", "{\"environment\": \"test\", \"services\": [",
                "its environment is production, and node.environment is test", "{\"environment\": \"production\", \"services\": []}",
                "discovery1 has an address that is none. The host name 'd_1' has an underscore", inventory("http://d_1:8411"),
                "discovery1 has an address that is none. 'd1:8411' is not http(s)://host:port", inventory("d1:8411"),
                "it lists no service of type discovery", "{\"environment\": \"test\", \"services\": [{\"nodeId\": \"discovery1\", \"properties\": {}}]}");
        for (Map.Entry<String, String> entry : invalid.entrySet()) {
            String reason = entry.getKey();
            Files.writeString(server.inventory(), entry.getValue());
            await("noticed: " + reason, TIMEOUT, () -> server.log().lines().anyMatch(line -> line.contains(reason) && line.endsWith("The last one is kept")));
        }
        try (AnnouncedNode ignored = new AnnouncedNode("node1", other)) {
            await("the other server is asked", TIMEOUT, () -> server.services().contains("node1"));
        }
        Files.writeString(server.inventory(), inventory);
        await("the file is read again", TIMEOUT, () -> server.log().contains("The service inventory can be used again"));
        assertThat(invalid.keySet()).as("each is said once").allSatisfy(reason -> assertThat(server.log()).containsOnlyOnce(reason));
    }

    @Test
    public void testEnvironments()
            throws IOException
    {
        discovery.start();
        try (AnnouncedNode ignored = new AnnouncedNode("node1", server)) {
            await("listed by both", TIMEOUT, () -> server.services().contains("node1") && other.services().contains("node1"));
            other.stop();
            other.setNodeProperty("node.environment", "staging");
            Files.writeString(other.inventory(), Files.readString(other.inventory()).replace("\"environment\": \"test\"", "\"environment\": \"staging\""));
            other.start();
            assertThat(other.services()).contains("\"environment\":\"staging\"").doesNotContain("node1");
            assertThat(other.log()).contains("it answers with status 400: Environment mismatch. Expected: test, Provided: staging");
            await("noticed", TIMEOUT, () -> server.log().contains("it answers with status 400: Environment mismatch. Expected: staging, Provided: test"));
            assertThat(server.services()).contains("node1").doesNotContain(other.getUri().toString());
        }
    }

    /**
     * It asks itself, and does not take its answer for that of another.
     */
    @Test
    public void testListedUnderAnotherName()
    {
        server.setNodeProperty("node.id", "discovery9");
        discovery.start();
        assertThat(server.log())
                .contains("The service inventory does not list this server, whose node.id is discovery9")
                .contains("Discovery server discovery1 at %s cannot be asked for its announcements: it answers with status 400: This is the server that asks: its node.id is discovery9"
                        .formatted(server.getUri()));
    }

    private void assertRefused(String reason)
    {
        server.launch();
        await("it ends", TIMEOUT, () -> server.log().contains("The discovery server cannot start") && !server.isRunning());
        assertThat(server.log()).contains("The service inventory %s cannot be used: %s".formatted(server.inventory(), reason));
    }

    private static String inventory(String address)
    {
        return DiscoveryServerProcess.inventory(ImmutableMap.of("discovery1", address));
    }
}
