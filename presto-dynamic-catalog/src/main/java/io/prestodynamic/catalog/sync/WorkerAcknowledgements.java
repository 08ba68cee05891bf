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
package io.prestodynamic.catalog.sync;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.node.NodeStatuses;

import javax.annotation.concurrent.ThreadSafe;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Versions that each node has reported as loaded. The scheduler uses a node for a dynamic catalog only while the node has acknowledged that version.
 */
@ThreadSafe
public class WorkerAcknowledgements
{
    private final ConcurrentMap<String, NodeStatuses> nodes = new ConcurrentHashMap<>();
    private volatile Set<ConnectorId> dynamicConnectors = ImmutableSet.of();

    /**
     * Sets the connectors whose nodes follow from acknowledgements. Those of all others follow from announcements.
     */
    public void setDynamicConnectors(Collection<ConnectorId> connectorIds)
    {
        dynamicConnectors = ImmutableSet.copyOf(connectorIds);
    }

    public boolean isDynamic(ConnectorId connectorId)
    {
        return dynamicConnectors.contains(connectorId);
    }

    /**
     * Returns the last report of the node, which is empty if it has not reported yet.
     */
    public NodeStatuses get(String nodeId)
    {
        return nodes.getOrDefault(nodeId, NodeStatuses.UNKNOWN);
    }

    /**
     * @see NodeStatuses#isLoaded
     */
    public boolean isLoaded(String nodeId, ConnectorId connectorId)
    {
        return get(nodeId).isLoaded(connectorId);
    }

    /**
     * @return empty if the node has never reported the version of the connector
     */
    public Optional<LoadStatus> getStatus(String nodeId, ConnectorId connectorId)
    {
        return getStatuses(nodeId).entrySet().stream()
                .filter(status -> new ConnectorId(status.getKey()).equals(connectorId))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * @see NodeStatuses#getStatus
     */
    public Optional<LoadStatus> getStatus(String nodeId, String id)
    {
        return get(nodeId).getStatus(id);
    }

    /**
     * @see NodeStatuses#getStatuses
     */
    public Map<String, LoadStatus> getStatuses(String nodeId)
    {
        return get(nodeId).getStatuses();
    }

    /**
     * @see NodeStatuses#getError
     */
    public Optional<String> getError(String nodeId)
    {
        return get(nodeId).getError();
    }

    /**
     * @see NodeStatuses#getSince
     */
    public Optional<Instant> getSince(String nodeId, String id)
    {
        return get(nodeId).getSince(id);
    }

    /**
     * Records a report of a node, unless a later one is known.
     * @param instance differs for every start of the node
     * @param sequence orders the reports of one instance
     */
    public void record(String nodeId, String instance, long sequence, Map<String, LoadStatus> statuses)
    {
        nodes.compute(nodeId, (id, known) -> (known == null ? NodeStatuses.UNKNOWN : known).with(instance, sequence, statuses));
    }

    /**
     * Records that the node could not be reached. Its acknowledgements stay: the failure detector decides whether it is alive, and a worker that is too busy to answer
     * continues to run queries.
     */
    public void recordError(String nodeId, String error)
    {
        nodes.compute(nodeId, (id, known) -> (known == null ? NodeStatuses.UNKNOWN : known).withError(error));
    }

    /**
     * Forgets a node that has nothing loaded, because it was restarted or has gone.
     */
    public void forget(String nodeId)
    {
        nodes.remove(nodeId);
    }

    /**
     * Forgets all other nodes.
     */
    public void retain(Set<String> nodeIds)
    {
        nodes.keySet().retainAll(nodeIds);
    }
}
