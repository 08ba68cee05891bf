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
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coordinator that is killed and restarted while its workers run on. Its discovery service has then forgotten them.
 */
@Test(singleThreaded = true)
public class TestCoordinatorReturn
{
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ProcessCluster cluster;

    @BeforeClass
    public void setUp()
    {
        cluster = new ProcessCluster(2, ImmutableMap.of());
        cluster.start();
        cluster.getApi().add("kept", "tpcds", ImmutableMap.of()).assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testAllWorkersAreBack()
    {
        cluster.getCoordinator().kill();
        cluster.getCoordinator().start();
        long started = System.nanoTime();
        cluster.awaitActiveWorkers();
        cluster.awaitLoaded("kept");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(TIMEOUT);
        assertUsed(2);
    }

    @Test(dependsOnMethods = "testAllWorkersAreBack")
    public void testWorkerThatDiedMeanwhile()
    {
        ServerProcess dead = cluster.getWorkers().get(1);
        cluster.getCoordinator().kill();
        dead.kill();
        cluster.getCoordinator().start();
        Conditions.await("the catalog is loaded on the worker that lives", TIMEOUT, () ->
                cluster.getApi().get("kept").json().path("nodes").findValuesAsText("state").equals(List.of("LOADED", "LOADED")));
        assertUsed(1);

        dead.start();
        cluster.awaitActiveWorkers();
        cluster.awaitLoaded("kept");
        assertUsed(2);
    }

    // a query waits for the first active worker itself
    private void assertUsed(int workers)
    {
        assertThat(cluster.value("SELECT count(*) FROM kept.tiny.item")).isEqualTo(2_000L);
        assertThat(cluster.query("SELECT DISTINCT node_id FROM system.runtime.tasks WHERE node_id LIKE 'worker%'")).hasSize(workers);
    }
}
