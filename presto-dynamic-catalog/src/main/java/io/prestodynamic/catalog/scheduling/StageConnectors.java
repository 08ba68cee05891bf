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

import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.plan.PlanNode;
import com.facebook.presto.spi.plan.TableScanNode;
import com.facebook.presto.sql.planner.PartitioningHandle;
import com.facebook.presto.sql.planner.PartitioningScheme;
import com.facebook.presto.sql.planner.PlanFragment;
import com.facebook.presto.sql.planner.plan.DeleteNode;
import com.facebook.presto.sql.planner.plan.ExchangeNode;
import com.facebook.presto.sql.planner.plan.IndexSourceNode;
import com.facebook.presto.sql.planner.plan.StatisticsWriterNode;
import com.facebook.presto.sql.planner.plan.TableFinishNode;
import com.facebook.presto.sql.planner.plan.TableWriterNode;
import com.facebook.presto.sql.planner.plan.UpdateNode;
import com.google.common.collect.ImmutableSet;

import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static com.google.common.graph.Traverser.forTree;

/**
 * Connectors that the tasks of one stage use.
 */
final class StageConnectors
{
    private static final Set<Class<? extends PlanNode>> WRITERS = ImmutableSet.of(
            TableWriterNode.class,
            TableFinishNode.class,
            DeleteNode.class,
            UpdateNode.class,
            StatisticsWriterNode.class);

    private StageConnectors() {}

    /**
     * Returns the connectors of the tables and of the input and output partitioning, or an empty set for a stage that runs on the coordinator only.
     */
    static Set<ConnectorId> getConnectors(PlanFragment fragment)
    {
        if (fragment.getPartitioning().isCoordinatorOnly()) {
            return ImmutableSet.of();
        }
        return Stream.of(
                        fragment.getPartitioning().getConnectorId().stream(),
                        connectors(fragment.getPartitioningScheme()),
                        nodes(fragment).flatMap(StageConnectors::connectors))
                .flatMap(connectorIds -> connectorIds)
                .collect(toImmutableSet());
    }

    static Set<ConnectorId> getScannedConnectors(PlanFragment fragment)
    {
        return nodes(fragment)
                .filter(TableScanNode.class::isInstance)
                .flatMap(StageConnectors::connectors)
                .collect(toImmutableSet());
    }

    static boolean isWriter(PlanFragment fragment)
    {
        return nodes(fragment).map(PlanNode::getClass).anyMatch(WRITERS::contains);
    }

    private static Stream<PlanNode> nodes(PlanFragment fragment)
    {
        return stream(forTree(PlanNode::getSources).depthFirstPreOrder(fragment.getRoot()));
    }

    private static Stream<ConnectorId> connectors(PlanNode node)
    {
        if (node instanceof TableScanNode scan) {
            return Stream.of(scan.getTable().getConnectorId());
        }
        if (node instanceof IndexSourceNode index) {
            return Stream.of(index.getTableHandle().getConnectorId());
        }
        if (node instanceof ExchangeNode exchange) {
            return connectors(exchange.getPartitioningScheme());
        }
        if (node instanceof TableWriterNode writer) {
            return Stream.of(
                            writer.getTarget().map(TableWriterNode.WriterTarget::getConnectorId).stream(),
                            writer.getTablePartitioningScheme().stream().flatMap(StageConnectors::connectors),
                            writer.getPreferredShufflePartitioningScheme().stream().flatMap(StageConnectors::connectors))
                    .flatMap(connectorIds -> connectorIds);
        }
        return Stream.empty();
    }

    private static Stream<ConnectorId> connectors(PartitioningScheme scheme)
    {
        PartitioningHandle handle = scheme.getPartitioning().getHandle();
        return handle.getConnectorId().stream();
    }
}
