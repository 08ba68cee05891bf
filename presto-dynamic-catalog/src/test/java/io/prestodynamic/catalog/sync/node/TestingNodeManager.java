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
package io.prestodynamic.catalog.sync.node;

import com.facebook.presto.client.NodeVersion;
import com.facebook.presto.metadata.InMemoryNodeManager;
import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.NodeState;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * A coordinator and the active workers of a test. Workers that have acknowledged a version can run it.
 */
public class TestingNodeManager
        extends InMemoryNodeManager
{
    public static final NodeVersion VERSION = new NodeVersion("1");

    private final WorkerAcknowledgements acknowledgements;
    private final InternalNode coordinator;
    private final Set<InternalNode> nodes = ConcurrentHashMap.newKeySet();

    public TestingNodeManager(WorkerAcknowledgements acknowledgements, String coordinatorId)
    {
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.coordinator = new InternalNode(coordinatorId, URI.create("http://" + coordinatorId), VERSION, true);
        nodes.add(coordinator);
    }

    public void activate(String nodeId)
    {
        nodes.add(new InternalNode(nodeId, URI.create("http://" + nodeId), VERSION, false));
    }

    public void deactivate(String nodeId)
    {
        nodes.removeIf(node -> node.getNodeIdentifier().equals(nodeId));
    }

    @Override
    public Set<InternalNode> getNodes(NodeState state)
    {
        return state == NodeState.ACTIVE ? ImmutableSet.copyOf(nodes) : ImmutableSet.of();
    }

    @Override
    public Set<InternalNode> getActiveConnectorNodes(ConnectorId connectorId)
    {
        return nodes.stream()
                .filter(node -> acknowledgements.isDynamic(connectorId) ? acknowledgements.isLoaded(node.getNodeIdentifier(), connectorId) : node.equals(coordinator))
                .collect(toImmutableSet());
    }

    @Override
    public InternalNode getCurrentNode()
    {
        return coordinator;
    }
}
