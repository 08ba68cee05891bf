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

import com.facebook.presto.Session;
import com.facebook.presto.execution.QueryInfo;
import com.facebook.presto.execution.StageInfo;
import com.facebook.presto.execution.TaskInfo;
import com.facebook.presto.server.testing.TestingPrestoServer;
import com.facebook.presto.spi.plan.PlanNode;
import com.facebook.presto.spi.plan.TableScanNode;
import com.facebook.presto.sql.planner.plan.TableWriterNode;
import com.facebook.presto.testing.MaterializedResult;
import com.facebook.presto.tests.ResultWithQueryId;
import com.google.common.collect.Streams;
import com.google.common.graph.Traverser;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * A finished query and the nodes of its stages.
 */
public record QueryStages(MaterializedResult result, List<StageInfo> stages)
{
    public static QueryStages run(InProcessCluster cluster, Session session, String sql)
    {
        ResultWithQueryId<MaterializedResult> result = cluster.getQueryRunner().executeWithQueryId(session, sql);
        QueryInfo query = cluster.getQueryRunner().getQueryInfo(result.getQueryId());
        return new QueryStages(result.getResult(), StageInfo.getAllStages(query.getOutputStage()));
    }

    public static String nodeId(TestingPrestoServer server)
    {
        return server.getNodeManager().getCurrentNode().getNodeIdentifier();
    }

    /**
     * @param work work of the stages: {@code scan} with the catalog, {@code write}, several of them in alphabetical order, or an empty string for other work
     */
    public Set<String> nodes(String work)
    {
        return stages.stream()
                .filter(stage -> describe(stage.getPlan().orElseThrow().getRoot()).equals(work))
                .flatMap(stage -> stage.getLatestAttemptExecutionInfo().getTasks().stream())
                .map(TaskInfo::getNodeId)
                .collect(toImmutableSet());
    }

    private static String describe(PlanNode root)
    {
        return Streams.stream(Traverser.forTree(PlanNode::getSources).depthFirstPreOrder(root))
                .flatMap(node -> {
                    if (node instanceof TableScanNode scan) {
                        return Stream.of("scan " + scan.getTable().getConnectorId().getCatalogName());
                    }
                    return node instanceof TableWriterNode ? Stream.of("write") : Stream.empty();
                })
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
