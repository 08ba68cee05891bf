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

import com.facebook.presto.metadata.AllNodes;
import com.facebook.presto.metadata.DiscoveryNodeManager;
import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.NodeState;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;

import javax.inject.Inject;

import java.util.Set;
import java.util.function.Consumer;

import static com.facebook.presto.spi.NodeState.ACTIVE;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Node manager in which the nodes of a dynamic catalog are the active nodes that have acknowledged its version. Everything else comes from discovery.
 */
public class DynamicCatalogNodeManager
        implements InternalNodeManager
{
    private final InternalNodeManager discovery;
    private final WorkerAcknowledgements acknowledgements;
    private final MissingVersions missingVersions;

    @Inject
    public DynamicCatalogNodeManager(DiscoveryNodeManager discovery, WorkerAcknowledgements acknowledgements)
    {
        this.discovery = requireNonNull(discovery, "discovery is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.missingVersions = new MissingVersions(acknowledgements);
    }

    @Override
    public Set<InternalNode> getActiveConnectorNodes(ConnectorId connectorId)
    {
        if (acknowledgements.isDynamic(connectorId)) {
            return discovery.getNodes(ACTIVE).stream()
                    .filter(node -> acknowledgements.isLoaded(node.getNodeIdentifier(), connectorId))
                    .collect(toImmutableSet());
        }
        return discovery.getActiveConnectorNodes(connectorId);
    }

    /**
     * Returns the nodes for a connector. The scheduler calls this method before it fails because of missing nodes, so it throws here with the reason.
     *
     * @throws com.facebook.presto.spi.PrestoException if no active node has loaded the dynamic catalog
     */
    @Override
    public Set<InternalNode> getAllConnectorNodes(ConnectorId connectorId)
    {
        if (acknowledgements.isDynamic(connectorId)) {
            Set<InternalNode> nodes = getActiveConnectorNodes(connectorId);
            if (nodes.isEmpty()) {
                throw missingVersions.failure(ImmutableSet.of(connectorId), discovery.getNodes(ACTIVE));
            }
            return nodes;
        }
        return discovery.getAllConnectorNodes(connectorId);
    }

    @Override
    public Set<InternalNode> getNodes(NodeState state)
    {
        return discovery.getNodes(state);
    }

    @Override
    public InternalNode getCurrentNode()
    {
        return discovery.getCurrentNode();
    }

    @Override
    public Set<InternalNode> getCoordinators()
    {
        return discovery.getCoordinators();
    }

    @Override
    public Set<InternalNode> getShuttingDownCoordinator()
    {
        return discovery.getShuttingDownCoordinator();
    }

    @Override
    public Set<InternalNode> getResourceManagers()
    {
        return discovery.getResourceManagers();
    }

    @Override
    public Set<InternalNode> getCatalogServers()
    {
        return discovery.getCatalogServers();
    }

    @Override
    public AllNodes getAllNodes()
    {
        return discovery.getAllNodes();
    }

    @Override
    public void refreshNodes()
    {
        discovery.refreshNodes();
    }

    @Override
    public void addNodeChangeListener(Consumer<AllNodes> listener)
    {
        discovery.addNodeChangeListener(listener);
    }

    @Override
    public void removeNodeChangeListener(Consumer<AllNodes> listener)
    {
        discovery.removeNodeChangeListener(listener);
    }
}
