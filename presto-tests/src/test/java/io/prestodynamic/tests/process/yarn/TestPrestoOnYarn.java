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
package io.prestodynamic.tests.process.yarn;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.yarn.PrestoOnYarn;
import io.prestodynamic.harness.yarn.PrestoOnYarn.Instance;
import io.prestodynamic.harness.yarn.YarnDeployment;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static io.prestodynamic.harness.yarn.YarnDeployment.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code bin/presto-on-yarn} with a real resource manager, node managers, and YARN's service framework.
 */
@Test(singleThreaded = true)
public class TestPrestoOnYarn
{
    private YarnDeployment deployment;
    private PrestoOnYarn presto;
    private LoopingClient client;

    @BeforeClass
    public void setUp()
    {
        deployment = new YarnDeployment(1, 2, ImmutableMap.of("dynamic-catalog.active-coordinator.lease", "5s", "dynamic-catalog.active-coordinator.warm-up-queries", "4"));
        presto = deployment.presto();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        // with nobody to answer it the client would wait, so it ends before the cluster
        for (AutoCloseable closeable : Arrays.asList(client, deployment)) {
            if (closeable != null) {
                closeable.close();
            }
        }
    }

    @Test
    public void testStart()
    {
        assertThat(presto.execute("status").status()).isEqualTo(3);
        assertThat(presto.execute("stop").errors()).contains("is not running");

        String started = presto.run("start", "--timeout", "600");

        assertThat(started).contains("The coordinator is " + deployment.coordinator());
        assertThat(presto.execute("start").errors()).contains("is running already");
        deployment.awaitStates(Map.of("coordinator-0", "active", "worker-0", "announced", "worker-1", "announced"));
        deployment.awaitWorkers(2);
        assertThat(deployment.api().add("shop", "tpcds", ImmutableMap.of()).assertOk().json().path("nodes").findValuesAsText("state")).hasSize(3).containsOnly("LOADED");
        client = deployment.startClient("SELECT count(*) FROM shop.tiny.time_dim WHERE t_sub_shift LIKE '%x%'");
        awaitAnswer();
    }

    @Test(dependsOnMethods = "testStart")
    public void testFlex()
    {
        assertThat(presto.execute("flex", "clerk", "3").errors()).contains("has no component clerk");

        assertThat(presto.run("flex", "worker", "3")).contains("worker: 2 -> 3");
        deployment.awaitWorkers(3);
        awaitLoaded(4);
        assertThat(presto.run("flex", "worker", "2")).contains("Waiting until queries on worker-2 have ended", "worker: 3 -> 2");
        awaitAnswer();
        deployment.awaitStates(Map.of("coordinator-0", "active", "worker-0", "announced", "worker-1", "announced"));
        awaitLoaded(3);

        awaitAnswer();
        assertThat(client.failures()).isEmpty();
    }

    @Test(dependsOnMethods = "testFlex")
    public void testContainerOfCoordinatorDies()
    {
        Instance coordinator = instance("active");

        deployment.yarn().killContainer(coordinator.container());

        awaitAnswer();
        assertThat(instance("active").container()).isNotEqualTo(coordinator.container());
        awaitLoaded(3);
    }

    @Test(dependsOnMethods = "testContainerOfCoordinatorDies")
    public void testStandbyTakesOver()
    {
        presto.run("flex", "coordinator", "2");
        deployment.awaitStates(Map.of("coordinator-0", "active", "coordinator-1", "standby", "worker-0", "announced", "worker-1", "announced"));
        Instance standby = instance("standby");

        deployment.yarn().killContainer(instance("active").container());

        // it does not wait for what YARN starts
        awaitAnswer();
        assertThat(deployment.coordinator()).hasToString(standby.uri());
        awaitTwoCoordinators();
        assertThat(instance("active").container()).isEqualTo(standby.container());
    }

    @Test(dependsOnMethods = "testStandbyTakesOver")
    public void testHostOfCoordinatorDies()
    {
        Instance coordinator = instance("active");
        Instance standby = instance("standby");

        // YARN cannot end the containers of this node manager, and starts others in their places
        deployment.yarn().killNodeManagerOf(coordinator.container());
        deployment.awaitInstances("YARN has started another coordinator", instances -> instances.stream()
                .anyMatch(instance -> instance.state().equals("standby") && !instance.container().equals(standby.container())));
        assertThat(deployment.coordinator()).hasToString(coordinator.uri());

        deployment.yarn().killContainersOf(coordinator.container());
        Conditions.await("a standby has taken over", TIMEOUT, () -> !deployment.coordinator().toString().equals(coordinator.uri()));
        awaitAnswer();
        deployment.awaitWorkers(2);
        awaitTwoCoordinators();
    }

    @Test(dependsOnMethods = "testHostOfCoordinatorDies")
    public void testStopAndStart()
    {
        presto.run("stop");
        Commands.Result stopped = presto.execute("status");
        assertThat(stopped.status()).isEqualTo(3);
        assertThat(stopped.output()).contains("STOPPED");

        presto.run("start", "--timeout", "600");
        awaitAnswer();
        deployment.awaitWorkers(2);
        awaitLoaded(3);
        // as the file says
        deployment.awaitStates(Map.of("coordinator-0", "active", "worker-0", "announced", "worker-1", "announced"));
    }

    private void awaitTwoCoordinators()
    {
        deployment.awaitInstances("there are two coordinators and two workers", instances -> instances.stream().map(Instance::state).sorted().toList()
                .equals(List.of("active", "announced", "announced", "standby")));
    }

    private void awaitLoaded(int nodes)
    {
        Conditions.await("the catalog is loaded on %s nodes".formatted(nodes), TIMEOUT, () -> {
            List<String> states = deployment.api().get("shop").json().path("nodes").findValuesAsText("state");
            return states.size() == nodes && states.stream().allMatch("LOADED"::equals);
        });
    }

    private void awaitAnswer()
    {
        CompletableFuture<Instant> answer = client.nextAnswer();
        Conditions.await("the client has an answer", TIMEOUT, answer::isDone);
    }

    private Instance instance(String state)
    {
        return presto.instances().stream().filter(instance -> instance.state().equals(state)).collect(onlyElement());
    }
}
