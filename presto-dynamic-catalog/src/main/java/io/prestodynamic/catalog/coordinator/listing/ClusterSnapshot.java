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
package io.prestodynamic.catalog.coordinator.listing;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogInfo.DrainingInfo;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainingVersion;
import io.prestodynamic.catalog.sync.node.NodeStatuses;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

import static java.util.Objects.requireNonNull;

/**
 * Workers and transactions of a cluster at one moment, for the inspection of many catalogs. It must be taken after the catalogs have been read: a version that new
 * queries did not resolve by then, and that has no users in the snapshot, gets none afterwards.
 */
class ClusterSnapshot
{
    private final ToIntFunction<ConnectorId> transactions;
    private final Map<String, NodeStatuses> workers;
    private final Collection<NodeStatuses> active;

    /**
     * @param transactions number of transactions that use a connector
     * @param workers announced workers by their node ids, in order
     * @param active nodes that queries may use
     */
    ClusterSnapshot(ToIntFunction<ConnectorId> transactions, Map<String, NodeStatuses> workers, Collection<NodeStatuses> active)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.active = ImmutableList.copyOf(active);
    }

    /**
     * Returns the number of transactions that use the version.
     */
    int queries(CatalogVersion version)
    {
        return transactions.applyAsInt(version.connectorId());
    }

    /**
     * Returns the versions that are in use, except one.
     */
    List<DrainingInfo> draining(List<DrainingVersion> versions, String except)
    {
        return versions.stream()
                .map(DrainingVersion::version)
                .filter(version -> !version.version().equals(except))
                .map(version -> new DrainingInfo(version.version(), queries(version)))
                .filter(version -> version.queries() > 0)
                .toList();
    }

    /**
     * Returns whether an active node has loaded the version.
     */
    boolean isRunnable(CatalogVersion version)
    {
        ConnectorId connectorId = version.connectorId();
        return active.stream().anyMatch(node -> node.isLoaded(connectorId));
    }

    /**
     * Returns the state of the version on each worker.
     */
    List<NodeInfo> workers(CatalogVersion version)
    {
        String id = version.id();
        return workers.entrySet().stream()
                .map(worker -> node(worker.getKey(), false, worker.getValue().getStatus(id), worker.getValue().getSince(id), worker.getValue().getError()))
                .toList();
    }

    static NodeInfo node(String nodeId, boolean coordinator, Optional<LoadStatus> status, Optional<Instant> since, Optional<String> unreachable)
    {
        if (unreachable.isPresent()) {
            return new NodeInfo(nodeId, coordinator, NodeState.UNREACHABLE, since, unreachable);
        }
        LoadStatus known = status.orElse(LoadStatus.LOADING);
        return new NodeInfo(nodeId, coordinator, NodeState.valueOf(known.state().name()), since, known.error());
    }
}
