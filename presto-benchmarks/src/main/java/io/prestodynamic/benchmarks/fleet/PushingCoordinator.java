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
package io.prestodynamic.benchmarks.fleet;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.NodeConfig;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.client.NodeVersion;
import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.inject.Binder;
import com.google.inject.Injector;
import com.google.inject.Module;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.CatalogSyncModule;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.node.TestingNodeManager;
import io.prestodynamic.catalog.sync.node.TestingWatchedNodes;
import io.prestodynamic.catalog.sync.node.WatchedNodes;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.airlift.discovery.client.ServiceTypes.serviceType;
import static java.util.Objects.requireNonNull;

/**
 * Part of a coordinator that sends requests to workers, in this process and wired as in a server. All workers of the fleet are active.
 */
final class PushingCoordinator
        implements AutoCloseable
{
    /**
     * Prefixes of the names of its threads, and of the thread that calls it.
     */
    static final String[] THREADS = {"dynamic-catalog", "http-client-dynamic-catalog", "CompletableFutureDelayScheduler", "benchmark"};

    private static final String NODE_ID = "coordinator";

    private final WorkerFleet fleet;
    private final WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
    private final Injector injector;

    /**
     * @param modules further modules of the coordinator
     */
    PushingCoordinator(WorkerFleet fleet, Map<String, String> config, Module... modules)
    {
        this.fleet = requireNonNull(fleet, "fleet is null");
        // omits the messages about each of a thousand catalogs
        Logger.getLogger("").setLevel(Level.WARNING);
        injector = new Bootstrap(ImmutableList.<Module>builder()
                .add(new JsonModule(), new CatalogSyncModule(), this::bindNode)
                .add(modules)
                .build())
                .doNotInitializeLogging()
                .quiet()
                .setRequiredConfigurationProperties(config)
                .initialize();
    }

    private void bindNode(Binder binder)
    {
        TestingNodeManager nodes = new TestingNodeManager(acknowledgements, NODE_ID);
        fleet.getNodeIds().forEach(nodes::activate);
        binder.bind(InternalNodeManager.class).toInstance(nodes);
        binder.bind(ServiceSelector.class).annotatedWith(serviceType("presto")).toInstance(fleet);
        binder.bind(WorkerAcknowledgements.class).toInstance(acknowledgements);
        binder.bind(NodeInfo.class).toInstance(new NodeInfo(new NodeConfig().setEnvironment("benchmark").setNodeId(NODE_ID)));
        binder.bind(NodeVersion.class).toInstance(TestingNodeManager.VERSION);
        binder.bind(WatchedNodes.class).toInstance(new TestingWatchedNodes());
        binder.bind(FailureDetectorConfig.class).toInstance(new FailureDetectorConfig());
        configBinder(binder).bindConfig(InternalCommunicationConfig.class);
    }

    <T> T get(Class<T> type)
    {
        return injector.getInstance(type);
    }

    /**
     * Returns the number of workers that have acknowledged the version.
     */
    int countLoaded(CatalogVersion version)
    {
        return (int) fleet.getNodeIds().stream().filter(nodeId -> acknowledgements.isLoaded(nodeId, version.connectorId())).count();
    }

    @Override
    public void close()
    {
        get(LifeCycleManager.class).stop();
    }
}
