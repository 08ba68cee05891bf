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

import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.cost.StatsAndCosts;
import com.facebook.presto.execution.scheduler.StreamingSubPlan;
import com.facebook.presto.execution.scheduler.TableWriteInfo;
import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.Node;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.TableHandle;
import com.facebook.presto.spi.connector.ConnectorPartitioningHandle;
import com.facebook.presto.spi.plan.PlanNode;
import com.facebook.presto.spi.plan.PlanNodeId;
import com.facebook.presto.spi.plan.TableScanNode;
import com.facebook.presto.spi.plan.ValuesNode;
import com.facebook.presto.spi.relation.VariableReferenceExpression;
import com.facebook.presto.sql.planner.Partitioning;
import com.facebook.presto.sql.planner.PartitioningHandle;
import com.facebook.presto.sql.planner.PartitioningScheme;
import com.facebook.presto.sql.planner.PlanFragment;
import com.facebook.presto.sql.planner.plan.DeleteNode;
import com.facebook.presto.sql.planner.plan.PlanFragmentId;
import com.facebook.presto.testing.TestingHandle;
import com.facebook.presto.testing.TestingMetadata.TestingTableHandle;
import com.facebook.presto.testing.TestingTransactionHandle;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.node.TestingNodeManager;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.operator.StageExecutionDescriptor.ungroupedExecution;
import static com.facebook.presto.spi.ConnectorId.createInformationSchemaConnectorId;
import static com.facebook.presto.spi.NodeState.ACTIVE;
import static com.facebook.presto.spi.StandardErrorCode.NO_NODES_AVAILABLE;
import static com.facebook.presto.sql.planner.SystemPartitioningHandle.COORDINATOR_DISTRIBUTION;
import static com.facebook.presto.sql.planner.SystemPartitioningHandle.FIXED_HASH_DISTRIBUTION;
import static com.facebook.presto.sql.planner.SystemPartitioningHandle.SINGLE_DISTRIBUTION;
import static com.facebook.presto.sql.planner.SystemPartitioningHandle.SOURCE_DISTRIBUTION;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.LoadStatus.LOADED;
import static io.prestodynamic.catalog.LoadStatus.LOADING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestStageNodes
{
    private static final String COORDINATOR = "c";
    private static final ConnectorId A = new ConnectorId("a");
    private static final ConnectorId B = new ConnectorId("b");
    private static final ConnectorId STATIC = new ConnectorId("static");

    private WorkerAcknowledgements acknowledgements;
    private TestingNodeManager nodeManager;
    private StageNodes stageNodes;

    @BeforeMethod
    public void setUp()
    {
        acknowledgements = new WorkerAcknowledgements();
        acknowledgements.setDynamicConnectors(ImmutableSet.of(A, B));
        nodeManager = new TestingNodeManager(acknowledgements, COORDINATOR);
        stageNodes = new StageNodes(nodeManager, acknowledgements);
    }

    @Test
    public void testWhatAStageNeeds()
    {
        assertThat(stageNodes.getNeeded(fragment(scan(A), SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION))).containsExactly(A);
        assertThat(stageNodes.getNeeded(fragment(scan(STATIC), SOURCE_DISTRIBUTION, partitioning(A)))).containsExactly(A);
        assertThat(stageNodes.getNeeded(fragment(scan(A), partitioning(A), partitioning(B)))).containsExactlyInAnyOrder(A, B);
        assertThat(stageNodes.getNeeded(fragment(values(), partitioning(B), SINGLE_DISTRIBUTION))).containsExactly(B);
        assertThat(stageNodes.getNeeded(fragment(values(), FIXED_HASH_DISTRIBUTION, FIXED_HASH_DISTRIBUTION))).isEmpty();
        assertThat(stageNodes.getNeeded(fragment(scan(createInformationSchemaConnectorId(A)), SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION))).isEmpty();
        assertThat(stageNodes.getNeeded(fragment(scan(A), COORDINATOR_DISTRIBUTION, SINGLE_DISTRIBUTION))).isEmpty();
    }

    @Test
    public void testRestriction()
    {
        worker("w1", ImmutableMap.of(A, LOADED, B, LOADED));
        worker("w2", ImmutableMap.of(A, LOADED, B, LOADING));
        worker("w3", ImmutableMap.of());

        assertThat(stageNodes.restrict(fragment(values(), FIXED_HASH_DISTRIBUTION, SINGLE_DISTRIBUTION), Optional.empty())).isEmpty();
        // the scheduler decides whether the coordinator runs splits
        assertThat(restricted(fragment(scan(A), SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION), node -> true)).containsExactlyInAnyOrder(COORDINATOR, "w1", "w2");
        assertThat(restricted(fragment(scan(A), SOURCE_DISTRIBUTION, partitioning(B)), node -> true)).containsExactlyInAnyOrder(COORDINATOR, "w1");
        assertThat(restricted(fragment(scan(A), SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION), node -> !node.isCoordinator())).containsExactlyInAnyOrder("w1", "w2");
    }

    @Test
    public void testWriteInfo()
    {
        TableWriteInfo writeInfo = new TableWriteInfo(Optional.empty(), Optional.empty(), Optional.empty());
        PlanNode delete = new DeleteNode(Optional.empty(), new PlanNodeId("delete"), values(), new VariableReferenceExpression(Optional.empty(), "row", BIGINT), ImmutableList.of());
        assertThat(stageNodes.getWriteInfo(fragment(delete, SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION), writeInfo)).isSameAs(writeInfo);
        assertThat(stageNodes.getWriteInfo(fragment(values(), SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION), writeInfo)).isNotSameAs(writeInfo);
    }

    @Test
    public void testOnAllWorkers()
    {
        worker("w1", ImmutableMap.of(A, LOADED, B, LOADED));
        worker("w2", ImmutableMap.of(A, LOADED, B, LOADING));
        assertThat(stageNodes.isOnAllWorkers(A)).isTrue();
        assertThat(stageNodes.isOnAllWorkers(B)).isFalse();
        assertThat(stageNodes.isOnAllWorkers(STATIC)).isTrue();
    }

    @Test
    public void testOnNoWorker()
    {
        assertFails("Catalog a cannot be used, because there is no active worker", scan(A));

        worker("w1", ImmutableMap.of(A, LoadStatus.failed("Cannot reach the database")));
        assertFails("Catalog a cannot be used, because no worker has loaded it: worker w1: Cannot reach the database", scan(A));

        worker("w2", ImmutableMap.of(A, LOADING));
        nodeManager.activate("w3");
        nodeManager.activate("w4");
        acknowledgements.recordError("w3", "no answer");
        nodeManager.activate("w5");
        assertFails("Catalog a cannot be used, because no worker has loaded it: worker w1: Cannot reach the database; worker w2 is loading it; worker w3 does not answer; and 2 more workers", scan(A));

        worker("w5", ImmutableMap.of(A, LOADED));
        stageNodes.checkNodes(plan(scan(A)));
    }

    @Test
    public void testLongError()
    {
        worker("w1", ImmutableMap.of(A, LoadStatus.failed("x".repeat(5000))));
        assertThatThrownBy(() -> stageNodes.checkNodes(plan(scan(A)))).hasMessageEndingWith("xxx...").satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    @Test
    public void testOnNoCommonWorker()
    {
        worker("w1", ImmutableMap.of(A, LOADED, B, LoadStatus.failed("No such driver")));
        worker("w2", ImmutableMap.of(A, LOADING, B, LOADED));
        stageNodes.checkNodes(plan(scan(A)));
        stageNodes.checkNodes(plan(scan(B)));
        assertThatThrownBy(() -> stageNodes.checkNodes(new StreamingSubPlan(fragment(scan(A), SOURCE_DISTRIBUTION, partitioning(B)), ImmutableList.of())))
                .hasMessage("Catalogs a, b cannot be used together, because no worker has loaded all of them: worker w1: No such driver; worker w2 is loading a");
    }

    @Test
    public void testChildStage()
    {
        StreamingSubPlan root = new StreamingSubPlan(fragment(values(), SINGLE_DISTRIBUTION, SINGLE_DISTRIBUTION), ImmutableList.of(plan(scan(A))));
        assertThatThrownBy(() -> stageNodes.checkNodes(root)).hasMessageStartingWith("Catalog a cannot be used");
    }

    /**
     * Source stage on the coordinator, which writes its own rows.
     */
    @Test
    public void testSourceOnTheCoordinator()
    {
        stageNodes.checkNodes(new StreamingSubPlan(fragment(scan(createInformationSchemaConnectorId(A)), SOURCE_DISTRIBUTION, partitioning(A)), ImmutableList.of()));
        // such as jmx when the coordinator runs no other splits
        stageNodes.checkNodes(new StreamingSubPlan(fragment(scan(STATIC), SOURCE_DISTRIBUTION, partitioning(A)), ImmutableList.of()));
    }

    private void assertFails(String message, PlanNode root)
    {
        assertThatThrownBy(() -> stageNodes.checkNodes(plan(root)))
                .isInstanceOfSatisfying(PrestoException.class, failure -> assertThat(failure.getErrorCode()).isEqualTo(NO_NODES_AVAILABLE.toErrorCode()))
                .hasMessage(message);
    }

    private void worker(String nodeId, Map<ConnectorId, LoadStatus> statuses)
    {
        nodeManager.activate(nodeId);
        acknowledgements.record(nodeId, nodeId, 1, statuses.entrySet().stream().collect(toImmutableMap(status -> status.getKey().toString(), Map.Entry::getValue)));
    }

    private Set<String> restricted(PlanFragment fragment, Predicate<Node> filter)
    {
        return nodeManager.getNodes(ACTIVE).stream()
                .filter(stageNodes.restrict(fragment, Optional.of(filter)).orElseThrow())
                .map(InternalNode::getNodeIdentifier)
                .collect(toImmutableSet());
    }

    private static StreamingSubPlan plan(PlanNode root)
    {
        return new StreamingSubPlan(fragment(root, SOURCE_DISTRIBUTION, SINGLE_DISTRIBUTION), ImmutableList.of());
    }

    private static PlanFragment fragment(PlanNode root, PartitioningHandle partitioning, PartitioningHandle outputPartitioning)
    {
        return new PlanFragment(
                new PlanFragmentId(1),
                root,
                ImmutableSet.of(),
                partitioning,
                ImmutableList.of(),
                new PartitioningScheme(Partitioning.create(outputPartitioning, ImmutableList.of()), ImmutableList.of()),
                ungroupedExecution(),
                false,
                StatsAndCosts.empty(),
                Optional.empty());
    }

    private static PartitioningHandle partitioning(ConnectorId connectorId)
    {
        return new PartitioningHandle(Optional.of(connectorId), Optional.of(TestingTransactionHandle.create()), new ConnectorPartitioningHandle() {});
    }

    private static PlanNode values()
    {
        return new ValuesNode(Optional.empty(), new PlanNodeId("values"), ImmutableList.of(), ImmutableList.of(), Optional.empty());
    }

    private static PlanNode scan(ConnectorId connectorId)
    {
        return new TableScanNode(
                Optional.empty(),
                new PlanNodeId("scan"),
                new TableHandle(connectorId, new TestingTableHandle(), TestingTransactionHandle.create(), Optional.of(TestingHandle.INSTANCE)),
                ImmutableList.of(),
                ImmutableMap.of(),
                TupleDomain.all(),
                TupleDomain.all());
    }
}
