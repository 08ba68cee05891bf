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
package io.prestodynamic.catalog.sync.node;

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.facebook.presto.metadata.InMemoryNodeManager;
import io.airlift.units.Duration;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.List;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestWorkerFinder
{
    private final TestingTicker ticker = new TestingTicker();
    private TestingDiscovery discovery;
    private List<String> steps;
    private WorkerFinder finder;

    @BeforeMethod
    public void setUp()
    {
        discovery = new TestingDiscovery();
        steps = new ArrayList<>();
        finder = createFinder(new FailureDetectorConfig());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        finder.stop();
    }

    @Test
    public void testNobodyNew()
            throws InterruptedException
    {
        find();
        find();
        assertThat(discovery.getRefreshes()).isZero();
        assertThat(steps).containsExactly("watch []", "use []", "watch []", "use []");
    }

    @Test
    public void testWorkersAreWatchedBeforeTheyAreUsed()
            throws InterruptedException
    {
        discovery.announce("w1");
        discovery.announce("w2");
        find();
        assertThat(steps).containsExactly("watch [w1, w2]", "use [w1, w2]");
        find();
        assertThat(discovery.getRefreshes()).isEqualTo(1);
        discovery.announce("w3");
        find();
        assertThat(discovery.getRefreshes()).isEqualTo(2);
        assertThat(steps).endsWith("watch [w1, w2, w3]", "use [w1, w2, w3]");
    }

    @Test
    public void testWorkerWithANewAnnouncement()
            throws InterruptedException
    {
        discovery.announce("w1");
        find();
        discovery.announce("w1");
        find();
        assertThat(discovery.getRefreshes()).isEqualTo(2);
    }

    @Test
    public void testRefreshesAreFew()
            throws InterruptedException
    {
        for (int i = 0; i < 50; i++) {
            discovery.announce("w" + i);
            find();
        }
        assertThat(discovery.getRefreshes()).isEqualTo(8);
        assertThat(steps).hasSize(100);
    }

    @Test
    public void testDiscoveryIsDown()
            throws InterruptedException
    {
        discovery.announce("w1");
        discovery.setDown(true);
        find();
        assertThat(discovery.getRefreshes()).isZero();
        assertThat(steps).containsExactly("watch []", "use []");
        discovery.setDown(false);
        find();
        assertThat(steps).endsWith("watch [w1]", "use [w1]");
    }

    @Test
    public void testLookupsEnd()
            throws InterruptedException
    {
        for (int second = 1; second <= 300; second++) {
            find();
        }
        assertThat(discovery.getLookups()).isEqualTo(59);
        discovery.announce("w1");
        find();
        assertThat(discovery.getRefreshes()).isZero();
        assertThat(steps).endsWith("watch []", "use []").hasSize(602);
    }

    @Test
    public void testPassesTwiceASecond()
            throws InterruptedException
    {
        findTwiceASecond(20);
        assertThat(discovery.getLookups()).isEqualTo(20);
        assertThat(steps).as("while the server starts").hasSize(2 * 20);

        ticker.advance(new Duration(1, MINUTES));
        steps.clear();
        findTwiceASecond(20);
        assertThat(discovery.getLookups()).isEqualTo(20);
        assertThat(steps).as("later").hasSize(2 * 10);
    }

    @Test
    public void testFailureDetectorIsOff()
            throws InterruptedException
    {
        finder = createFinder(new FailureDetectorConfig().setEnabled(false));
        discovery.announce("w1");
        find();
        assertThat(steps).containsExactly("use [w1]");
    }

    private WorkerFinder createFinder(FailureDetectorConfig config)
    {
        InMemoryNodeManager nodeManager = new InMemoryNodeManager()
        {
            @Override
            public void refreshNodes()
            {
                steps.add("use " + known());
            }
        };
        return new WorkerFinder(discovery, discovery, new TestingWatchedNodes(() -> steps.add("watch " + known())), config, nodeManager, ticker);
    }

    private void find()
            throws InterruptedException
    {
        ticker.advance(new Duration(1, SECONDS));
        finder.find();
    }

    private void findTwiceASecond(int passes)
            throws InterruptedException
    {
        for (int pass = 0; pass < passes; pass++) {
            ticker.advance(new Duration(500, MILLISECONDS));
            finder.find();
        }
    }

    private List<String> known()
    {
        return discovery.selectAllServices().stream().map(ServiceDescriptor::getNodeId).toList();
    }
}
