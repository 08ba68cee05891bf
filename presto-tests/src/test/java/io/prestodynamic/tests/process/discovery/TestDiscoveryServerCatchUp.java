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
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A discovery server that may have missed announcements while the other one does not answer.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServerCatchUp
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    // announcements expire after this time
    private static final Duration MAX_AGE = Duration.ofSeconds(15);

    private TemporaryDiscovery discovery;
    private DiscoveryServerProcess server;
    private DiscoveryServerProcess other;
    private AnnouncedNode node;

    @BeforeClass
    public void setUp()
    {
        discovery = new TemporaryDiscovery(ImmutableMap.of("discovery.max-age", MAX_AGE.toSeconds() + "s"));
        discovery.start();
        server = discovery.getServers().get(0);
        other = discovery.getServers().get(1);
        node = new AnnouncedNode("node1", other);
        await("the node is listed", TIMEOUT, () -> server.services().contains("node1"));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (node != null) {
            node.close();
        }
        if (discovery != null) {
            discovery.close();
        }
    }

    @Test
    public void testStart()
    {
        server.kill();
        other.freeze();
        server.launch();
        awaitWithoutLoss("the other server has not answered", () -> unanswered() > 0);
        other.thaw();
        await("the node is listed", TIMEOUT, () -> server.services().contains("node1"));
    }

    @Test(dependsOnMethods = "testStart", alwaysRun = true)
    public void testStandstill()
    {
        int before = unanswered();
        server.freeze();
        sleepUninterruptibly(MAX_AGE.toSeconds() + 1, SECONDS);
        other.freeze();
        server.thaw();
        awaitWithoutLoss("the other server has not answered", () -> unanswered() > before);
        other.thaw();
        awaitWithoutLoss("the node is listed", () -> server.services().contains("node1"));
    }

    private int unanswered()
    {
        return server.log().split("Discovery server discovery2 at %s cannot be asked for its announcements: it does not answer in time".formatted(other.getUri()), -1).length - 1;
    }

    private void awaitWithoutLoss(String description, BooleanSupplier condition)
    {
        await(description, TIMEOUT, () -> {
            assertThat(server.services()).as("answered").matches(services -> services.isEmpty() || services.contains("node1"));
            return condition.getAsBoolean();
        });
    }
}
