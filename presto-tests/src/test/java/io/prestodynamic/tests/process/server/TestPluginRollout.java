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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.harness.process.ServerProcess;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plugin that is added to the nodes of a running cluster one by one.
 */
@Test(singleThreaded = true)
public class TestPluginRollout
{
    private static final String COUNT = "SELECT count(*) FROM facts.tiny.item";

    private Path directory;
    private Path lateWorkerPlugins;
    private ProcessCluster cluster;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("plugin-rollout");
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        addPlugin(plugins);
        lateWorkerPlugins = Files.createDirectories(directory.resolve("late-worker"));
        cluster = new ProcessCluster(2, ImmutableMap.of("plugin.dir", plugins.toString()));
        lateWorker().setConfig("plugin.dir", lateWorkerPlugins.toString());
        cluster.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testRestartOfWorker()
            throws IOException
    {
        assertThat(cluster.getApi().add("facts", "tpcds", ImmutableMap.of()).assertOk().json().path("nodes").findValuesAsText("state"))
                .containsExactlyInAnyOrder("LOADED", "LOADED", "FAILED");
        assertThat(cluster.getApi().get("facts").body()).contains("No factory for connector tpcds");
        assertThat(cluster.value(COUNT)).isEqualTo(2_000L);

        lateWorker().stop();
        cluster.awaitActiveWorkers(1);
        assertThat(cluster.value(COUNT)).isEqualTo(2_000L);
        addPlugin(lateWorkerPlugins);
        lateWorker().start();
        cluster.awaitLoaded("facts");
        cluster.awaitActiveWorkers();
        assertThat(cluster.value(COUNT)).isEqualTo(2_000L);
    }

    private ServerProcess lateWorker()
    {
        return cluster.getWorkers().get(1);
    }

    private static void addPlugin(Path plugins)
            throws IOException
    {
        Files.createSymbolicLink(plugins.resolve("tpcds"), ServerInstallation.unpack().getDirectory().resolve("plugin/tpcds"));
    }
}
