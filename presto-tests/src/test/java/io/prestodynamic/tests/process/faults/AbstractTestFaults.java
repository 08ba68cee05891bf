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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.HeldCatalogs;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.cluster.ProcessCluster.Scan;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.harness.plugin.VariantPlugin;
import io.prestodynamic.harness.plugin.WaitingPlugin;
import io.prestodynamic.harness.plugin.WaitingPlugin.Gate;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coordinator and two workers, one of which fails. Every test repairs its faults.
 */
@Test(singleThreaded = true)
public abstract class AbstractTestFaults
{
    protected static final Duration TIMEOUT = Duration.ofMinutes(2);

    protected ProcessCluster cluster;
    protected CatalogApi api;
    protected HeldCatalogs held;
    private Path directory;
    private int gates;

    /**
     * Returns configuration of the nodes besides short intervals.
     */
    protected Map<String, String> config()
    {
        return ImmutableMap.of();
    }

    /**
     * Prepares the nodes before they are started.
     */
    protected void prepare() {}

    @BeforeClass
    public void startCluster()
            throws IOException
    {
        directory = Files.createTempDirectory("faults");
        cluster = new ProcessCluster(2, ImmutableMap.<String, String>builder()
                .put("plugin.dir", new PluginDirectory(directory, WaitingPlugin.class, VariantPlugin.class, Conditions.class).withPlugin("tpcds").getPath().toString())
                .put("dynamic-catalog.reconcile-interval", "1s")
                .put("dynamic-catalog.push-timeout", "3s")
                .putAll(config())
                .build());
        // without these Presto takes a minute to see that a node says nothing, and more to trust one again
        cluster.getCoordinator().setConfig("failure-detector.http-client.request-timeout", "5s");
        cluster.getCoordinator().setConfig("failure-detector.exponential-decay-seconds", "2");
        prepare();
        cluster.start();
        api = cluster.getApi();
        held = new HeldCatalogs(cluster);
    }

    @AfterClass(alwaysRun = true)
    public void stopCluster()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        if (directory != null) {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    @AfterMethod(alwaysRun = true)
    public void assertWhole()
    {
        if (held == null) {
            return;
        }
        cluster.awaitActiveWorkers();
        for (JsonNode catalog : api.list().assertOk().json()) {
            if (catalog.path("source").asText().equals("dynamic")) {
                api.delete(catalog.path("catalogName").asText());
            }
        }
        held.awaitExactly(ImmutableSet.of(), TIMEOUT);
    }

    protected final ServerProcess worker(int number)
    {
        return cluster.getWorkers().get(number - 1);
    }

    /**
     * Creates a gate that holds connectors on a node.
     */
    protected final Gate gate(ServerProcess node)
    {
        gates++;
        return new Gate(node, directory.resolve("gate" + gates));
    }

    protected final CompletableFuture<Answer> inBackground(Supplier<Answer> request)
    {
        return CompletableFuture.supplyAsync(request, task -> new Thread(task, "request").start());
    }

    /**
     * Waits until the coordinator reports a node as unreachable, or no longer at all, because discovery has forgotten it.
     */
    protected final void awaitUnreachable(String catalogName, ServerProcess node)
    {
        Conditions.await("%s is out of reach on %s".formatted(catalogName, node.getNodeId()), TIMEOUT, () ->
                ImmutableSet.of("UNREACHABLE", "").contains(nodeState(api.get(catalogName), node)));
    }

    /**
     * Waits until the coordinator reports this state of a catalog on a node.
     */
    protected final void awaitNodeState(String catalogName, ServerProcess node, String state)
    {
        Conditions.await("%s is %s on %s".formatted(catalogName, state, node.getNodeId()), TIMEOUT, () -> nodeState(api.get(catalogName), node).equals(state));
    }

    /**
     * @return empty if the node is not mentioned
     */
    protected static String nodeState(Answer catalog, ServerProcess node)
    {
        return stream(catalog.json().path("nodes"))
                .filter(entry -> entry.path("nodeId").asText().equals(node.getNodeId()))
                .map(entry -> entry.path("state").asText())
                .collect(joining());
    }

    /**
     * Waits until the coordinator reports a version as loaded on a worker, and asserts that every such report is true.
     */
    protected final void awaitTrulyLoaded(String catalogName, String version, ServerProcess worker)
    {
        Conditions.await(catalogName + " is loaded on " + worker.getNodeId(), TIMEOUT, () -> {
            boolean loaded = nodeState(api.get(catalogName), worker).equals("LOADED");
            if (loaded) {
                assertThat(held.on(worker)).containsEntry(catalogName + "@" + version, "LOADED");
            }
            return loaded;
        });
    }

    /**
     * Asserts that all nodes have exactly the acknowledged versions, and that queries run on all workers.
     *
     * @param acknowledged versions by the names of their catalogs
     */
    protected final void assertHealed(Map<String, String> acknowledged)
    {
        held.awaitExactly(acknowledged.keySet(), TIMEOUT);
        acknowledged.forEach((name, version) -> assertThat(api.get(name).text("version")).describedAs(name).isEqualTo(version));
        cluster.awaitActiveWorkers();
        acknowledged.keySet().forEach(this::awaitRunsOnAllWorkers);
    }

    /**
     * Waits until all workers read a catalog. A restarted worker is active by its old announcement, and fails for a moment when the coordinator sees the new one.
     */
    protected final void awaitRunsOnAllWorkers(String catalogName)
    {
        Set<String> workers = cluster.getWorkers().stream().map(ServerProcess::getNodeId).collect(toImmutableSet());
        Conditions.await("%s is read on %s".formatted(catalogName, workers), TIMEOUT, () -> scan(catalogName).equals(workers));
    }

    /**
     * Reads a table of a tpcds catalog.
     *
     * @return the ids of the nodes that read it
     */
    protected final Set<String> scan(String catalogName)
    {
        Scan scan = cluster.scan("SELECT count(*) FROM %s.tiny.item".formatted(catalogName));
        assertThat(scan.value()).isEqualTo(2_000L);
        return scan.nodes();
    }
}
