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
package io.prestodynamic.catalog.manager;

import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.execution.scheduler.NodeSchedulerConfig;
import com.facebook.presto.metadata.InternalNodeManager;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DesiredCatalogs;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.sync.Rollout;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.WorkerSynchronizer;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Brings what the registry desires to all nodes, this one included.
 */
@ThreadSafe
public class CatalogDistribution
{
    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final WorkerAcknowledgements acknowledgements;
    private final WorkerSynchronizer synchronizer;
    private final InternalNodeManager nodeManager;
    private final String nodeId;
    private final boolean schedulesOnCoordinator;

    @GuardedBy("this")
    private long sequence;

    @Inject
    public CatalogDistribution(
            CatalogRegistry registry,
            LocalCatalogs localCatalogs,
            WorkerAcknowledgements acknowledgements,
            WorkerSynchronizer synchronizer,
            InternalNodeManager nodeManager,
            NodeInfo nodeInfo,
            NodeSchedulerConfig nodeSchedulerConfig)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.synchronizer = requireNonNull(synchronizer, "synchronizer is null");
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.nodeId = nodeInfo.getNodeId();
        this.schedulesOnCoordinator = nodeSchedulerConfig.isIncludeCoordinator();
    }

    /**
     * Begins to bring workers what is desired, now and whenever they turn out not to have it.
     */
    public void start()
    {
        spread();
        synchronizer.start();
    }

    /**
     * Tells all workers what is desired now, and waits for none of them.
     */
    public void spread()
    {
        synchronizer.update(apply());
    }

    /**
     * Tells all workers what is desired now, and reports how they get on with one version of it. This node has it already.
     */
    public Rollout rollOut(CatalogVersion version)
    {
        Rollout rollout = synchronizer.rollOut(apply(), version);
        return runsOnCoordinator(version) ? new Rollout(completedFuture(true), rollout.finished()) : rollout;
    }

    /**
     * Whether a node that is active now has the version.
     */
    public boolean isRunnable(CatalogVersion version)
    {
        return !nodeManager.getActiveConnectorNodes(version.connectorId()).isEmpty();
    }

    // one step, so that the scheduler never goes back to what was desired before
    private synchronized DesiredCatalogs apply()
    {
        DesiredCatalogs desired = registry.getDesired();
        acknowledgements.record(nodeId, "this coordinator", ++sequence, desired.versions().stream()
                .filter(this::runsOnCoordinator)
                .collect(toImmutableMap(CatalogVersion::id, version -> localCatalogs.getStatus(version.connectorId()).orElse(LoadStatus.LOADING))));
        acknowledgements.setDynamicConnectors(desired.versions().stream().map(CatalogVersion::connectorId).collect(toImmutableList()));
        return desired;
    }

    // a coordinator that runs no splits shows its own MBeans all the same, as it does with a static jmx catalog
    private boolean runsOnCoordinator(CatalogVersion version)
    {
        return schedulesOnCoordinator || version.definition().connectorName().equals("jmx");
    }
}
