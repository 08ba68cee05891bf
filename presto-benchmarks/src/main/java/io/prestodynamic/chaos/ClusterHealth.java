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
package io.prestodynamic.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;

import java.io.UncheckedIOException;
import java.time.Duration;

import static java.util.Collections.frequency;
import static java.util.Objects.requireNonNull;

/**
 * Health of a cluster that may be broken at any moment.
 */
final class ClusterHealth
{
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ProcessCluster cluster;

    ClusterHealth(ProcessCluster cluster)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
    }

    /**
     * Returns whether all nodes have started and the coordinator schedules on all workers.
     *
     * @throws IllegalStateException if a node has ended by itself
     */
    boolean isUp()
    {
        int workers = cluster.getWorkers().size();
        try {
            return cluster.getNodes().stream().allMatch(ServerProcess::isStarted)
                    && ask("/v1/cluster").path("activeWorkers").asInt() == workers
                    && ask("/v1/node").size() - ask("/v1/node/failed").size() >= workers;
        }
        catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Returns whether every dynamic catalog that is not deleted is usable, and loaded on all nodes and no others.
     */
    boolean isConverged()
    {
        try {
            return Streams.stream(ask("/v1/catalog"))
                    .filter(catalog -> catalog.path("source").asText().equals("dynamic") && !catalog.path("state").asText().equals("DRAINING"))
                    .allMatch(this::isUsableEverywhere);
        }
        catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Returns the state of nodes and catalogs, as the coordinator reports it, for people.
     */
    String describe()
    {
        try {
            return "%s workers, %s failed, catalogs %s".formatted(ask("/v1/cluster").path("activeWorkers"), ask("/v1/node/failed").size(), ask("/v1/catalog"));
        }
        catch (UncheckedIOException e) {
            return e.toString();
        }
    }

    private boolean isUsableEverywhere(JsonNode catalog)
    {
        return catalog.path("state").asText().equals("ACTIVE")
                && !catalog.hasNonNull("error")
                && catalog.path("nodes").size() == cluster.getNodes().size()
                && frequency(catalog.path("nodes").findValuesAsText("state"), "LOADED") == cluster.getNodes().size();
    }

    private JsonNode ask(String path)
    {
        CatalogApi api = cluster.getApi();
        return api.send(api.request(path).timeout(TIMEOUT)).json();
    }
}
