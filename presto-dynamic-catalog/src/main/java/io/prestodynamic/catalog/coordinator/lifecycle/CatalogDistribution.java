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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.execution.scheduler.NodeSchedulerConfig;
import com.facebook.presto.metadata.InternalNodeManager;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.sync.BatchedCalls;
import io.prestodynamic.catalog.sync.BatchedCalls.Call;
import io.prestodynamic.catalog.sync.Rollout;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.WorkerSynchronizer;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;

/**
 * Distributor of the desired catalogs of the {@link CatalogRegistry} to all nodes, this one included. Changes that are made while workers have not answered yet are
 * sent together in the next push.
 */
@ThreadSafe
public class CatalogDistribution
{
    private static final Logger log = Logger.get(CatalogDistribution.class);

    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final WorkerAcknowledgements acknowledgements;
    private final WorkerSynchronizer synchronizer;
    private final InternalNodeManager nodeManager;
    private final String nodeId;
    private final boolean schedulesOnCoordinator;

    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-push"));
    private final BatchedCalls<Optional<CatalogVersion>, Map<String, Rollout>> pushes = new BatchedCalls<>(executor, this::push);

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

    @PreDestroy
    public void stop()
    {
        executor.shutdown();
    }

    /**
     * Sends workers the desired catalogs, now and whenever they turn out not to have them.
     */
    public void start()
    {
        synchronizer.update(apply());
        synchronizer.start();
    }

    /**
     * Sends all workers the desired catalogs, and waits for none of them.
     */
    public void pushDesired()
    {
        pushes.submit(Optional.empty()).whenComplete((ignored, failure) -> {
            if (failure != null) {
                log.error(failure, "Error sending the desired catalogs to workers");
            }
        });
    }

    /**
     * Sends all workers the desired catalogs, and reports how one version, which this node has loaded, is loaded on them.
     */
    public Rollout rollOut(CatalogVersion version)
    {
        CompletableFuture<Rollout> rollout = pushes.submit(Optional.of(version)).thenApply(rollouts -> rollouts.get(version.id()));
        return new Rollout(
                // after apply(), which tells the scheduler that this node has the version
                runsOnCoordinator(version) ? rollout.thenApply(ignored -> true) : rollout.thenCompose(Rollout::anyLoaded),
                rollout.thenCompose(Rollout::finished));
    }

    /**
     * Returns whether an active node has loaded the version.
     */
    public boolean isRunnable(CatalogVersion version)
    {
        return !nodeManager.getActiveConnectorNodes(version.connectorId()).isEmpty();
    }

    private Call<Map<String, Rollout>> push(List<Optional<CatalogVersion>> versions)
    {
        return synchronizer.rollOut(apply(), versions.stream().flatMap(Optional::stream).collect(toImmutableSet()));
    }

    // atomic, so that the scheduler never sees an older state after a newer one
    private synchronized DesiredCatalogs apply()
    {
        DesiredCatalogs desired = registry.getDesired();
        acknowledgements.record(nodeId, "this coordinator", ++sequence, desired.versions().stream()
                .filter(this::runsOnCoordinator)
                .collect(toImmutableMap(CatalogVersion::id, version -> localCatalogs.getStatus(version.connectorId()).orElse(LoadStatus.LOADING))));
        acknowledgements.setDynamicConnectors(desired.versions().stream().map(CatalogVersion::connectorId).collect(toImmutableList()));
        return desired;
    }

    // a coordinator without splits still lists its own MBeans, as with a static jmx catalog
    private boolean runsOnCoordinator(CatalogVersion version)
    {
        return schedulesOnCoordinator || version.definition().connectorName().equals("jmx");
    }
}
