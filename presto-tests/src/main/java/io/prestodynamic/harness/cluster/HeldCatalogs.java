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
package io.prestodynamic.harness.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static java.util.Objects.requireNonNull;

/**
 * Dynamic catalogs of the nodes of a cluster, as the coordinator and the workers report them.
 */
public class HeldCatalogs
{
    private static final String LOADED = "LOADED";
    // changes nothing, because it contains no desired catalogs
    private static final String QUESTION = "{\"coordinatorId\":\"test\",\"coordinatorInstance\":\"test\",\"revision\":0,\"digest\":\"\",\"catalogs\":null,\"awaited\":[],\"maxWaitMillis\":0}";

    private final ProcessCluster cluster;
    private final Map<ServerProcess, CatalogApi> workers;

    public HeldCatalogs(ProcessCluster cluster)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.workers = Maps.toMap(cluster.getWorkers(), worker -> new CatalogApi(worker.getUri()));
    }

    /**
     * Returns the states of the versions that a worker has, by their ids.
     */
    public Map<String, String> on(ServerProcess worker)
    {
        CatalogApi api = workers.get(worker);
        Answer answer = api.send(api.request("/v1/catalogSync").header("Content-Type", "application/json").PUT(BodyPublishers.ofString(QUESTION)));
        if (answer.status() != 200) {
            throw new UncheckedIOException(new IOException("%s answered %s".formatted(worker.getNodeId(), answer.body())));
        }
        return stream(answer.json().path("catalogs")).collect(toImmutableMap(entry -> entry.path("id").asText(), entry -> entry.path("state").asText()));
    }

    /**
     * Returns whether all nodes have loaded the current versions of these catalogs and have no others.
     */
    public boolean areExactly(Set<String> names)
    {
        try {
            Answer answer = cluster.getApi().list();
            if (answer.status() != 200) {
                return false;
            }
            List<JsonNode> catalogs = stream(answer.json()).filter(catalog -> catalog.path("source").asText().equals("dynamic")).collect(toImmutableList());
            return catalogs.size() == names.size()
                    && names.equals(catalogs.stream().map(catalog -> catalog.path("catalogName").asText()).collect(toImmutableSet()))
                    && catalogs.stream().allMatch(this::isLoadedEverywhere)
                    && cluster.getWorkers().stream().map(this::on).allMatch(expected(catalogs)::equals);
        }
        // a node does not answer
        catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Waits until all nodes have loaded these catalogs and have no others.
     */
    public void awaitExactly(Set<String> names, Duration timeout)
    {
        try {
            Conditions.await("all nodes have exactly " + names, timeout, () -> areExactly(names));
        }
        catch (AssertionError e) {
            throw new AssertionError("%s; the coordinator tells %s, the workers have %s".formatted(
                    e.getMessage(),
                    cluster.getApi().list().body(),
                    Maps.toMap(cluster.getWorkers().stream().filter(ServerProcess::isRunning).map(ServerProcess::getNodeId).toList(), this::describe)), e);
        }
    }

    private String describe(String nodeId)
    {
        try {
            return on(cluster.getWorkers().stream().filter(worker -> worker.getNodeId().equals(nodeId)).findFirst().orElseThrow()).toString();
        }
        catch (UncheckedIOException e) {
            return e.toString();
        }
    }

    private boolean isLoadedEverywhere(JsonNode catalog)
    {
        Map<String, String> states = stream(catalog.path("nodes")).collect(toImmutableMap(node -> node.path("nodeId").asText(), node -> node.path("state").asText()));
        return catalog.path("state").asText().equals("ACTIVE")
                && states.keySet().equals(cluster.getNodes().stream().map(ServerProcess::getNodeId).collect(toImmutableSet()))
                && ImmutableSet.copyOf(states.values()).equals(ImmutableSet.of(LOADED));
    }

    private static Map<String, String> expected(List<JsonNode> catalogs)
    {
        return catalogs.stream().collect(toImmutableMap(catalog -> catalog.path("catalogName").asText() + "@" + catalog.path("version").asText(), catalog -> LOADED));
    }
}
