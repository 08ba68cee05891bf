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

import com.facebook.presto.testing.TestingMetadata;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.cluster.ProcessCluster.Scan;
import io.prestodynamic.harness.plugin.GenerationConnector;
import io.prestodynamic.harness.plugin.GenerationPlugin;
import io.prestodynamic.harness.plugin.GenerationSplit;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.harness.process.CatalogFileCopies;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.TestingTmpfs;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A catalog whose connector reads a file of the catalog for every split, on nodes that join late, are killed, and have no space for the file.
 */
@Test(singleThreaded = true)
public class TestCatalogFileFaults
{
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String CATALOG = "files";
    private static final String FILE = "generation.txt";
    private static final int CLIENTS = 4;
    private static final int REPLACEMENTS = 20;
    private static final int LAST = 2 + REPLACEMENTS;
    // fails if not all rows are those of one version
    private static final String QUERY =
            "SELECT max(generation) / IF(count(*) = %s AND min(planned) = max(generation) AND max(planned) = min(generation), 1, 0) FROM files.s.t".formatted(GenerationPlugin.ROWS);

    private Path directory;
    private TestingTmpfs disk;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("file-faults");
        disk = new TestingTmpfs();
        Path plugins = new PluginDirectory(directory, GenerationPlugin.class, GenerationConnector.class, GenerationSplit.class)
                // what these need besides the SPI
                .withLibraries(TestingMetadata.class, ImmutableList.class)
                .getPath();
        cluster = new ProcessCluster(2, ImmutableMap.of(
                "plugin.dir", plugins.toString(),
                "dynamic-catalog.reconcile-interval", "1s",
                "dynamic-catalog.push-timeout", "3s"));
        // without these Presto takes a minute to see that a node says nothing, and more to trust one again
        cluster.getCoordinator().setConfig("failure-detector.http-client.request-timeout", "5s");
        cluster.getCoordinator().setConfig("failure-detector.exponential-decay-seconds", "2");
        worker(2).setConfig("dynamic-catalog.files.directory", disk.getDirectory().resolve("files").toString());
        List<ServerProcess> first = ImmutableList.of(cluster.getCoordinator(), worker(1));
        first.forEach(ServerProcess::launch);
        first.forEach(ServerProcess::awaitStarted);
        cluster.awaitActiveWorkers(1);
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        if (disk != null) {
            disk.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testWorkerThatJoinsLater()
    {
        api.add(CATALOG, GenerationPlugin.CONNECTOR, GenerationPlugin.properties("${CATALOG_FILE:%s}".formatted(FILE)), ImmutableMap.of(FILE, content(1))).assertOk();
        assertThat(cluster.scan(QUERY)).isEqualTo(new Scan(1L, ImmutableSet.of(worker(1).getNodeId())));

        worker(2).start();
        assertWhole(1);
    }

    @Test(dependsOnMethods = "testWorkerThatJoinsLater")
    public void testFullDisk()
    {
        disk.fill();
        Answer changed = patch(2);
        assertThat(states(changed)).isEqualTo(ImmutableMap.of(
                cluster.getCoordinator().getNodeId(), "LOADED",
                worker(1).getNodeId(), "LOADED",
                worker(2).getNodeId(), "FAILED"));
        assertThat(changed.json().path("nodes").findValuesAsText("error")).containsExactly("The files of catalog files cannot be written on this node: No space left on device");
        assertThat(changed.text("state")).isEqualTo("ACTIVE");
        assertThat(cluster.scan(QUERY)).isEqualTo(new Scan(2L, ImmutableSet.of(worker(1).getNodeId())));
        assertThat(copies(worker(2)).versions()).doesNotContain(id());

        disk.free();
        assertWhole(2);
    }

    @Test(dependsOnMethods = "testFullDisk")
    public void testReplacedUnderLoad()
    {
        String url = "jdbc:presto://127.0.0.1:" + cluster.getCoordinator().getUri().getPort();
        List<LoopingClient> clients = Stream.generate(() -> new LoopingClient(url, QUERY, Duration.ZERO)).limit(CLIENTS).toList();
        try {
            for (int generation = LAST - REPLACEMENTS + 1; generation <= LAST; generation++) {
                patch(generation);
            }
        }
        finally {
            clients.forEach(LoopingClient::close);
        }
        assertThat(clients).allSatisfy(client -> assertThat(client.failures()).isEmpty());
        assertThat(clients).allSatisfy(client -> assertThat(client.answers()).isPositive());
        assertWhole(LAST);
    }

    @Test(dependsOnMethods = "testReplacedUnderLoad")
    public void testKilledWorker()
    {
        String former = id();
        worker(1).kill();
        Answer changed = patch(LAST + 1);
        assertThat(states(changed).get(worker(2).getNodeId())).isEqualTo("LOADED");
        cluster.awaitActiveWorkers(1);
        assertThat(cluster.scan(QUERY)).isEqualTo(new Scan(LAST + 1L, ImmutableSet.of(worker(2).getNodeId())));
        assertThat(copies(worker(1)).contents()).isEqualTo(ImmutableMap.of(former + "/" + FILE, String.valueOf(LAST)));

        worker(1).start();
        assertWhole(LAST + 1);
    }

    @Test(dependsOnMethods = "testKilledWorker")
    public void testKilledCoordinator()
    {
        cluster.getCoordinator().kill();
        assertThat(copies(cluster.getCoordinator()).versions()).hasSize(1);
        cluster.getCoordinator().start();
        assertWhole(LAST + 1);
    }

    @Test(dependsOnMethods = "testKilledCoordinator")
    public void testDeleted()
    {
        api.delete(CATALOG).assertOk();
        cluster.getNodes().forEach(node -> await("the files are removed from " + node.getNodeId(), TIMEOUT, () -> copies(node).versions().isEmpty()));
    }

    /**
     * Asserts that all nodes come to have the file with this number, and no other, and that queries read it on all workers.
     */
    private void assertWhole(int generation)
    {
        cluster.awaitLoaded(CATALOG);
        cluster.awaitActiveWorkers();
        Set<String> workers = cluster.getWorkers().stream().map(ServerProcess::getNodeId).collect(toImmutableSet());
        // a restarted worker is active by its old announcement, and fails for a moment when the coordinator sees the new one
        await("all workers read the catalog", TIMEOUT, () -> cluster.scan(QUERY).equals(new Scan((long) generation, workers)));
        cluster.getNodes().forEach(node -> {
            CatalogFileCopies copies = copies(node);
            await("the former versions are removed from " + node.getNodeId(), TIMEOUT, () -> copies.versions().equals(ImmutableSet.of(id())));
            assertThat(copies.contents()).isEqualTo(ImmutableMap.of(id() + "/" + FILE, String.valueOf(generation)));
            assertThat(copies.permissionsOfDirectories()).containsExactly("rwx------");
            assertThat(copies.permissionsOfFiles()).containsExactly("rw-------");
        });
    }

    private Answer patch(int generation)
    {
        return api.patchFile(CATALOG, FILE, content(generation)).assertOk();
    }

    private String id()
    {
        return CATALOG + "@" + api.get(CATALOG).assertOk().text("version");
    }

    private static Map<String, String> states(Answer catalog)
    {
        return stream(catalog.json().path("nodes")).collect(toImmutableMap(node -> node.path("nodeId").asText(), node -> node.path("state").asText()));
    }

    private ServerProcess worker(int number)
    {
        return cluster.getWorkers().get(number - 1);
    }

    private CatalogFileCopies copies(ServerProcess node)
    {
        return node == worker(2) ? new CatalogFileCopies(disk.getDirectory().resolve("files")) : CatalogFileCopies.of(node);
    }

    private static byte[] content(int generation)
    {
        return String.valueOf(generation).getBytes(US_ASCII);
    }
}
