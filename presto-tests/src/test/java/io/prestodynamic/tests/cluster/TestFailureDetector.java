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
package io.prestodynamic.tests.cluster;

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.testing.StaticServiceSelector;
import com.facebook.airlift.http.client.testing.TestingHttpClient;
import com.facebook.airlift.http.client.testing.TestingResponse;
import com.facebook.airlift.node.NodeConfig;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.facebook.presto.failureDetector.HeartbeatFailureDetector;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableListMultimap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.sync.node.WatchedNodes;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.facebook.airlift.http.client.HttpStatus.OK;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The patched failure detector, with a warm-up that no test waits for.
 */
@Test(singleThreaded = true)
public class TestFailureDetector
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);

    private final ServiceDescriptor worker = serviceDescriptor("presto").setNodeId("w1").addProperty("http", "http://w1:8080").build();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile boolean down;
    private HeartbeatFailureDetector detector;
    private WatchedNodes watchedNodes;

    @BeforeMethod
    public void setUp()
    {
        down = false;
        detector = new HeartbeatFailureDetector(
                new StaticServiceSelector(worker),
                new TestingHttpClient(request -> {
                    heartbeats.incrementAndGet();
                    if (down) {
                        throw new ConnectException("Connection refused");
                    }
                    return new TestingResponse(OK, ImmutableListMultimap.of(), new byte[0]);
                }),
                new FailureDetectorConfig()
                        .setHeartbeatInterval(new Duration(10, MILLISECONDS))
                        .setWarmupInterval(new Duration(1, HOURS))
                        .setExponentialDecaySeconds(1),
                new NodeInfo(new NodeConfig().setEnvironment("test").setNodeId("coordinator")),
                new InternalCommunicationConfig());
        // as its patch says
        watchedNodes = (WatchedNodes) detector;
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        detector.shutdown();
    }

    @Test
    public void testWarmup()
    {
        watchedNodes.updateMonitoredServices();
        awaitHeartbeats();
        assertThat(detector.getFailed()).containsExactly(worker);
    }

    @Test
    public void testEndOfWarmup()
    {
        watchedNodes.updateMonitoredServices();
        watchedNodes.endWarmup(worker.getId());
        await("the worker counts as active", TIMEOUT, () -> detector.getFailed().isEmpty());

        down = true;
        await("it has failed", TIMEOUT, () -> detector.getFailed().contains(worker));
        down = false;
        await("it answers again", TIMEOUT, () -> detector.getStats().get(worker).getRecentFailureRatio() < 0.01);
        awaitHeartbeats();
        assertThat(detector.getFailed()).as("is warmed up as others").containsExactly(worker);
    }

    @Test
    public void testEndOfWarmupBeforeItIsWatched()
    {
        watchedNodes.endWarmup(worker.getId());
        watchedNodes.updateMonitoredServices();
        await("the worker counts as active", TIMEOUT, () -> detector.getFailed().isEmpty());
    }

    @Test
    public void testNodeThatIsDown()
    {
        down = true;
        watchedNodes.updateMonitoredServices();
        awaitHeartbeats();
        watchedNodes.endWarmup(worker.getId());
        await("it has failed", TIMEOUT, () -> detector.getFailed().contains(worker));
        awaitHeartbeats();
        assertThat(detector.getFailed()).containsExactly(worker);
    }

    private void awaitHeartbeats()
    {
        int before = heartbeats.get();
        await("there are some heartbeats", TIMEOUT, () -> heartbeats.get() > before + 5);
    }
}
