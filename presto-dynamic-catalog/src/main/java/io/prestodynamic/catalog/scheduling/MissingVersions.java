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
package io.prestodynamic.catalog.scheduling;

import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.facebook.presto.spi.StandardErrorCode.NO_NODES_AVAILABLE;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Error of a query for which no node has loaded all versions, with the states that the workers have reported.
 */
final class MissingVersions
{
    private static final int MAX_WORKERS = 3;
    private static final int MAX_ERROR_LENGTH = 200;

    private final WorkerAcknowledgements acknowledgements;

    MissingVersions(WorkerAcknowledgements acknowledgements)
    {
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
    }

    static boolean isWorker(InternalNode node)
    {
        return !node.isCoordinator() && !node.isResourceManager() && !node.isCatalogServer();
    }

    PrestoException failure(Set<ConnectorId> connectorIds, Collection<InternalNode> activeNodes)
    {
        List<String> workers = activeNodes.stream()
                .filter(MissingVersions::isWorker)
                .map(InternalNode::getNodeIdentifier)
                .sorted()
                .collect(toImmutableList());
        return new PrestoException(NO_NODES_AVAILABLE, connectorIds.stream()
                .filter(connectorId -> workers.stream().noneMatch(worker -> acknowledgements.isLoaded(worker, connectorId)))
                .min(comparing(ConnectorId::getCatalogName))
                .map(connectorId -> "Catalog %s cannot be used, because %s".formatted(connectorId.getCatalogName(), onNoWorker(connectorId, workers)))
                .orElseGet(() -> "Catalogs %s cannot be used together, because no worker has loaded all of them: %s".formatted(
                        names(connectorIds),
                        sample(workers, worker -> missing(worker, connectorIds)))));
    }

    private String onNoWorker(ConnectorId connectorId, List<String> workers)
    {
        if (workers.isEmpty()) {
            return "there is no active worker";
        }
        return "no worker has loaded it: " + sample(workers, worker -> Stream.of(describe(worker, connectorId, "it")));
    }

    private Stream<String> missing(String worker, Set<ConnectorId> connectorIds)
    {
        return connectorIds.stream()
                .filter(connectorId -> !acknowledgements.isLoaded(worker, connectorId))
                .sorted(comparing(ConnectorId::getCatalogName))
                .map(connectorId -> describe(worker, connectorId, connectorId.getCatalogName()));
    }

    private String describe(String worker, ConnectorId connectorId, String catalog)
    {
        Optional<LoadStatus> status = acknowledgements.getStatus(worker, connectorId);
        Optional<String> error = status.flatMap(LoadStatus::error);
        if (error.isPresent()) {
            return "worker %s: %s".formatted(worker, shorten(error.get()));
        }
        if (status.isPresent()) {
            return "worker %s is loading %s".formatted(worker, catalog);
        }
        return acknowledgements.getError(worker).isPresent() ? "worker %s does not answer".formatted(worker) : "worker %s has not been sent %s".formatted(worker, catalog);
    }

    private static String sample(List<String> workers, Function<String, Stream<String>> reasons)
    {
        String more = workers.size() > MAX_WORKERS ? "; and %s more workers".formatted(workers.size() - MAX_WORKERS) : "";
        return workers.stream().limit(MAX_WORKERS).flatMap(reasons).collect(joining("; ")) + more;
    }

    private static String names(Set<ConnectorId> connectorIds)
    {
        return connectorIds.stream().map(ConnectorId::getCatalogName).sorted().collect(joining(", "));
    }

    private static String shorten(String error)
    {
        return error.length() > MAX_ERROR_LENGTH ? error.substring(0, MAX_ERROR_LENGTH) + "..." : error;
    }
}
