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
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.MissedChanges;
import io.prestodynamic.harness.plugin.WaitingPlugin;
import io.prestodynamic.harness.plugin.WaitingPlugin.Gate;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.Test;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that is killed, suspended or shut down before, during and after a change of catalogs.
 */
@Test(singleThreaded = true)
public class TestWorkerFaults
        extends AbstractTestFaults
{
    @Override
    protected Map<String, String> config()
    {
        // twice this is longer than the coordinator needs to see that a worker shuts down
        return ImmutableMap.of("shutdown.grace-period", "8s");
    }

    @Test
    public void testKilledBeforeChanges()
    {
        MissedChanges changes = new MissedChanges(api);
        ServerProcess worker = worker(1);
        worker.kill();
        changes.make();
        changes.acknowledged().keySet().forEach(name -> awaitUnreachable(name, worker));
        cluster.awaitActiveWorkers(1);
        changes.acknowledged().keySet().forEach(this::assertRunsOnSecondWorker);

        worker.launch();
        awaitTrulyLoaded("kept", changes.acknowledged().get("kept"), worker);
        assertHealed(changes.acknowledged());
    }

    @Test
    public void testKilledWhileLoading()
    {
        String kept = addKept();
        ServerProcess worker = worker(1);
        Gate gate = gate(worker);
        CompletableFuture<Answer> adding = addSlow(gate);
        worker.kill();
        Answer added = adding.join().assertOk();
        assertThat(nodeState(added, worker)).isNotEqualTo("LOADED");
        cluster.awaitActiveWorkers(1);
        assertRunsOnSecondWorker("slow");
        assertRunsOnSecondWorker("kept");

        // the one that is slow keeps no other from the worker
        worker.start();
        awaitTrulyLoaded("kept", kept, worker);
        awaitNodeState("slow", worker, "LOADING");
        gate.open();
        assertHealed(ImmutableMap.of("kept", kept, "slow", added.text("version")));
    }

    @Test
    public void testReplacedByAnotherNode()
    {
        String kept = addKept();
        ServerProcess worker = worker(1);
        worker.kill();
        awaitUnreachable("kept", worker);
        worker.setNodeProperty("node.id", worker.getNodeId() + "-again");
        worker.start();
        assertHealed(ImmutableMap.of("kept", kept));
    }

    @Test
    public void testFrozenAcrossChanges()
    {
        MissedChanges changes = new MissedChanges(api);
        ServerProcess worker = worker(1);
        worker.freeze();
        try {
            changes.make();
            changes.acknowledged().keySet().forEach(name -> awaitUnreachable(name, worker));
            cluster.awaitActiveWorkers(1);
            changes.acknowledged().keySet().forEach(this::assertRunsOnSecondWorker);
        }
        finally {
            worker.thaw();
        }
        assertHealed(changes.acknowledged());
    }

    @Test
    public void testFrozenWhileLoading()
    {
        String kept = addKept();
        ServerProcess worker = worker(1);
        Gate gate = gate(worker);
        CompletableFuture<Answer> adding = addSlow(gate);
        worker.freeze();
        Answer added;
        try {
            // at the push timeout, because the other worker can run it
            added = adding.join().assertOk();
            assertThat(added.text("state")).isEqualTo("ACTIVE");
            assertThat(nodeState(added, worker)).isNotEqualTo("LOADED");
            gate.open();
        }
        finally {
            worker.thaw();
        }
        assertHealed(ImmutableMap.of("kept", kept, "slow", added.text("version")));
    }

    @Test
    public void testShutDownWhileLoading()
    {
        String kept = addKept();
        ServerProcess worker = worker(1);
        Gate gate = gate(worker);
        CompletableFuture<Answer> adding = addSlow(gate);
        CatalogApi leaving = new CatalogApi(worker.getUri());
        leaving.send(leaving.request("/v1/info/state").header("Content-Type", "application/json").PUT(BodyPublishers.ofString("\"SHUTTING_DOWN\""))).assertOk();

        Answer added = adding.join().assertOk();
        assertThat(added.text("state")).isEqualTo("ACTIVE");
        assertThat(nodeState(added, worker)).isNotEqualTo("LOADED");
        // until then the worker can be given a task, which would be lost if the task came after the grace period
        cluster.awaitActiveWorkers(1);
        assertRunsOnSecondWorker("slow");
        Conditions.await("the worker has left", TIMEOUT, () -> !worker.isRunning());
        assertRunsOnSecondWorker("slow");
        assertRunsOnSecondWorker("kept");

        gate.open();
        worker.start();
        assertHealed(ImmutableMap.of("kept", kept, "slow", added.text("version")));
    }

    private String addKept()
    {
        return api.add("kept", "tpcds", ImmutableMap.of()).assertOk().text("version");
    }

    /**
     * Adds a catalog, and waits until the first worker is loading it.
     */
    private CompletableFuture<Answer> addSlow(Gate gate)
    {
        CompletableFuture<Answer> adding = inBackground(() -> api.add("slow", WaitingPlugin.CONNECTOR, gate.properties()));
        gate.awaitReached();
        return adding;
    }

    private void assertRunsOnSecondWorker(String catalogName)
    {
        assertThat(scan(catalogName)).isEqualTo(ImmutableSet.of(worker(2).getNodeId()));
    }
}
