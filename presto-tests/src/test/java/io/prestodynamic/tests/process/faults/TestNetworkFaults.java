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
package io.prestodynamic.tests.process.faults;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.MissedChanges;
import io.prestodynamic.harness.process.CutOff;
import io.prestodynamic.harness.process.WrongClock;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker without a network to and from the coordinator, beside one whose clock is three hours ahead.
 */
@Test(singleThreaded = true)
public class TestNetworkFaults
        extends AbstractTestFaults
{
    private CutOff cutOff;

    @Override
    protected Map<String, String> config()
    {
        return ImmutableMap.of("discovery.http-client.request-timeout", "5s");
    }

    @Override
    protected void prepare()
    {
        cutOff = new CutOff(cluster.getCoordinator(), worker(1));
        worker(2).setEnvironment(WrongClock.environment("+3h"));
    }

    @AfterClass(alwaysRun = true)
    public void closeProxies()
    {
        if (cutOff != null) {
            cutOff.close();
        }
    }

    @Test
    public void testRefused()
    {
        testCutOff(CutOff::refuse);
    }

    @Test
    public void testSilent()
    {
        testCutOff(CutOff::silence);
    }

    @Test
    public void testForgotten()
    {
        MissedChanges changes = new MissedChanges(api);
        cutOff.silence();
        try {
            changes.make();
            Conditions.await("discovery forgets the worker", TIMEOUT, () -> nodeState(api.get("kept"), worker(1)).isEmpty());
            changes.acknowledged().keySet().forEach(this::assertRunsOnSecondWorker);
        }
        finally {
            cutOff.recover();
        }
        assertHealed(changes.acknowledged());
    }

    @Test
    public void testClockAhead()
    {
        assertThat(worker(2).lastStarted()).isAfter(Instant.now().plus(Duration.ofHours(2)));
        MissedChanges changes = new MissedChanges(api);
        changes.make();
        assertHealed(changes.acknowledged());
        assertThat(Instant.parse(api.get("added").text("createdAt"))).isBefore(Instant.now().plus(Duration.ofHours(1)));
    }

    private void testCutOff(Consumer<CutOff> fault)
    {
        MissedChanges changes = new MissedChanges(api);
        fault.accept(cutOff);
        try {
            changes.make();
            changes.acknowledged().keySet().forEach(name -> awaitUnreachable(name, worker(1)));
            cluster.awaitActiveWorkers(1);
            changes.acknowledged().keySet().forEach(this::assertRunsOnSecondWorker);
        }
        finally {
            cutOff.recover();
        }
        assertHealed(changes.acknowledged());
    }

    private void assertRunsOnSecondWorker(String catalogName)
    {
        assertThat(scan(catalogName)).containsExactly(worker(2).getNodeId());
    }
}
