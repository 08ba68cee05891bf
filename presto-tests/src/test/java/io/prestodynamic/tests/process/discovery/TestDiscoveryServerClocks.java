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
import io.prestodynamic.harness.process.WrongClock;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static io.prestodynamic.testing.Conditions.await;

/**
 * Discovery servers whose clocks differ by more than the maximum age of announcements.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServerClocks
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private TemporaryDiscovery discovery;

    @BeforeMethod
    public void setUp()
    {
        discovery = new TemporaryDiscovery(ImmutableMap.of("discovery.max-age", "10s"));
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        if (discovery != null) {
            discovery.close();
        }
    }

    @DataProvider
    public Object[][] shifts()
    {
        return new Object[][] {{"+1h"}, {"-1h"}};
    }

    @Test(dataProvider = "shifts")
    public void testAnnouncements(String shift)
    {
        DiscoveryServerProcess right = discovery.getServers().get(0);
        DiscoveryServerProcess wrong = discovery.getServers().get(1);
        wrong.setEnvironment(WrongClock.environment(shift));
        discovery.start();
        try (AnnouncedNode ignored = new AnnouncedNode("node1", right); AnnouncedNode alsoIgnored = new AnnouncedNode("node2", wrong)) {
            await("listed by both", TIMEOUT, () -> lists(right, "node1") && lists(right, "node2") && lists(wrong, "node1") && lists(wrong, "node2"));
        }
        await("gone from both", TIMEOUT, () -> listsNone(right) && listsNone(wrong));
    }

    @Test
    public void testClockThatIsSetBack()
            throws IOException
    {
        DiscoveryServerProcess right = discovery.getServers().get(0);
        DiscoveryServerProcess wrong = discovery.getServers().get(1);
        Path shift = Files.writeString(wrong.inventory().resolveSibling("shift"), "+1h");
        wrong.setEnvironment(WrongClock.environment(shift));
        discovery.start();
        try (AnnouncedNode ignored = new AnnouncedNode("node1", right); AnnouncedNode alsoIgnored = new AnnouncedNode("node2", wrong)) {
            await("listed by both", TIMEOUT, () -> lists(right, "node1") && lists(right, "node2") && lists(wrong, "node1") && lists(wrong, "node2"));
            Files.writeString(shift, "+0h");
            await("it stood still by its clock", TIMEOUT, () -> wrong.services().isEmpty());
            await("listed by both again", TIMEOUT, () -> lists(right, "node1") && lists(right, "node2") && lists(wrong, "node1") && lists(wrong, "node2"));
        }
        await("gone from both", TIMEOUT, () -> listsNone(right) && listsNone(wrong));
    }

    private static boolean lists(DiscoveryServerProcess server, String nodeId)
    {
        return server.services().contains('"' + nodeId + '"');
    }

    private static boolean listsNone(DiscoveryServerProcess server)
    {
        String services = server.services();
        return !services.isEmpty() && !services.contains("node1") && !services.contains("node2");
    }
}
