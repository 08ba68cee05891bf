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

import com.facebook.presto.execution.scheduler.StreamingSubPlan;
import com.facebook.presto.execution.scheduler.TableWriteInfo;
import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.Node;
import com.facebook.presto.sql.planner.PlanFragment;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;

import javax.inject.Inject;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static com.facebook.presto.spi.ConnectorId.isInternalSystemConnector;
import static com.facebook.presto.spi.NodeState.ACTIVE;
import static com.facebook.presto.sql.planner.SystemPartitioningHandle.SOURCE_DISTRIBUTION;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Nodes that can run the stages of queries: those that have acknowledged all versions that a stage needs. The coordinator has all versions, but acknowledges
 * them only if it is schedulable.
 */
public class StageNodes
{
    private static final TableWriteInfo NO_WRITES = new TableWriteInfo(Optional.empty(), Optional.empty(), Optional.empty());

    private final InternalNodeManager nodeManager;
    private final WorkerAcknowledgements acknowledgements;
    private final MissingVersions missingVersions;

    @Inject
    public StageNodes(InternalNodeManager nodeManager, WorkerAcknowledgements acknowledgements)
    {
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.missingVersions = new MissingVersions(acknowledgements);
    }

    public Set<ConnectorId> getNeeded(PlanFragment fragment)
    {
        return StageConnectors.getConnectors(fragment).stream()
                .filter(acknowledgements::isDynamic)
                .collect(toImmutableSet());
    }

    /**
     * Returns a filter that evaluates at each call which nodes can run the stage.
     *
     * @param filter additional restriction
     */
    public Optional<Predicate<Node>> restrict(PlanFragment fragment, Optional<Predicate<Node>> filter)
    {
        Set<ConnectorId> needed = getNeeded(fragment);
        if (needed.isEmpty()) {
            return filter;
        }
        String coordinator = nodeManager.getCurrentNode().getNodeIdentifier();
        Predicate<Node> canRun = node -> node.getNodeIdentifier().equals(coordinator) || hasLoaded(node, needed);
        return Optional.of(filter.map(canRun::and).orElse(canRun));
    }

    /**
     * Checks that every stage of the plan has an active node with all versions that it needs.
     *
     * @throws com.facebook.presto.spi.PrestoException if not, with the missing versions and the reasons
     */
    public void checkNodes(StreamingSubPlan plan)
    {
        checkNodes(plan.getFragment());
        plan.getChildren().forEach(this::checkNodes);
    }

    /**
     * Returns the write info for the tasks of a stage, without the target if they do not write, because their nodes may not know the handles of its connector.
     */
    public TableWriteInfo getWriteInfo(PlanFragment fragment, TableWriteInfo writeInfo)
    {
        return StageConnectors.isWriter(fragment) ? writeInfo : NO_WRITES;
    }

    /**
     * Returns whether all active workers can partition rows by the connector, so that any stage may.
     */
    public boolean isOnAllWorkers(ConnectorId connectorId)
    {
        return !acknowledgements.isDynamic(connectorId) || nodeManager.getNodes(ACTIVE).stream()
                .filter(MissingVersions::isWorker)
                .allMatch(node -> acknowledgements.isLoaded(node.getNodeIdentifier(), connectorId));
    }

    private void checkNodes(PlanFragment fragment)
    {
        Set<ConnectorId> needed = getNeeded(fragment);
        if (needed.isEmpty() || runsOnCoordinator(fragment)) {
            return;
        }
        Set<InternalNode> active = nodeManager.getNodes(ACTIVE);
        if (active.stream().noneMatch(node -> hasLoaded(node, needed))) {
            throw missingVersions.failure(needed, active);
        }
    }

    // splits of these tables are bound to the coordinator, even if it is not schedulable
    private boolean runsOnCoordinator(PlanFragment fragment)
    {
        Set<ConnectorId> scanned = StageConnectors.getScannedConnectors(fragment);
        return fragment.getPartitioning().equals(SOURCE_DISTRIBUTION) && !scanned.isEmpty() && scanned.stream()
                .allMatch(connectorId -> isInternalSystemConnector(connectorId) || nodeManager.getActiveConnectorNodes(connectorId).contains(nodeManager.getCurrentNode()));
    }

    private boolean hasLoaded(Node node, Set<ConnectorId> connectorIds)
    {
        return connectorIds.stream().allMatch(connectorId -> acknowledgements.isLoaded(node.getNodeIdentifier(), connectorId));
    }
}
