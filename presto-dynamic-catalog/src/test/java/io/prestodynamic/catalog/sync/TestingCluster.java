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

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.Response;
import com.facebook.airlift.http.client.testing.TestingHttpClient;
import com.facebook.airlift.node.NodeConfig;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.seal.NodeRequests;
import io.prestodynamic.catalog.sync.node.NodeDirectory;
import io.prestodynamic.catalog.sync.node.TestingNodeManager;
import io.prestodynamic.catalog.sync.node.TestingWatchedNodes;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers and other coordinators of a coordinator, with the parts that communicate with them.
 */
public class TestingCluster
        implements ServiceSelector, Closeable
{
    public static final String COORDINATOR = "coordinator";

    private final ConcurrentMap<String, TestingWorker> workers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, TestingPeer> coordinators = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ServiceDescriptor> announcements = new ConcurrentHashMap<>();
    private final WorkerAcknowledgements acknowledgements = new WorkerAcknowledgements();
    private final TestingNodeManager nodeManager = new TestingNodeManager(acknowledgements, COORDINATOR);
    private final NodeInfo nodeInfo = new NodeInfo(new NodeConfig().setEnvironment("test").setNodeId(COORDINATOR));
    private final NodeDirectory directory = new NodeDirectory(this, nodeManager, TestingNodeManager.VERSION, new InternalCommunicationConfig());
    private final TestingWatchedNodes watchedNodes = new TestingWatchedNodes();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("testing-cluster-%s"));
    private final AtomicInteger selections = new AtomicInteger();
    private final WorkerSyncStats stats = new WorkerSyncStats();
    private final Duration pushTimeout;
    private final WorkerSynchronizer synchronizer;
    private final OtherCoordinators otherCoordinators;

    public TestingCluster(DynamicCatalogConfig config)
    {
        pushTimeout = config.getPushTimeout();
        TestingHttpClient httpClient = new TestingHttpClient(this::handle, executor);
        CatalogSyncClient client = new CatalogSyncClient(httpClient, new NodeRequests(new InternalCommunicationConfig()), jsonCodec(SyncRequest.class), jsonCodec(SyncResponse.class));
        synchronizer = new WorkerSynchronizer(directory, client, acknowledgements, stats, new FileAccess(nodeManager), nodeInfo, watchedNodes, new FailureDetectorConfig(), config);
        otherCoordinators = new OtherCoordinators(directory, client, config);
    }

    private Response handle(Request request)
            throws Exception
    {
        String host = request.getUri().getHost();
        TestingPeer coordinator = coordinators.get(host);
        return coordinator == null ? workers.get(host).handle(request) : coordinator.handle(request);
    }

    public WorkerAcknowledgements getAcknowledgements()
    {
        return acknowledgements;
    }

    public TestingNodeManager getNodeManager()
    {
        return nodeManager;
    }

    public NodeInfo getNodeInfo()
    {
        return nodeInfo;
    }

    public NodeDirectory getDirectory()
    {
        return directory;
    }

    public WorkerSynchronizer getSynchronizer()
    {
        return synchronizer;
    }

    public OtherCoordinators getOtherCoordinators()
    {
        return otherCoordinators;
    }

    /**
     * Returns the number of reads of the announcements.
     */
    public int getSelections()
    {
        return selections.get();
    }

    public TestingPeer addActiveCoordinator(String nodeId)
    {
        nodeManager.activate(nodeId);
        announce(nodeId, Map.of("http", "http://" + nodeId, "node_version", TestingNodeManager.VERSION.toString(), "coordinator", "true"));
        return coordinators.computeIfAbsent(nodeId, id -> new TestingPeer());
    }

    public WorkerSyncStats getStats()
    {
        return stats;
    }

    public TestingWorker addActiveWorker(String nodeId)
    {
        nodeManager.activate(nodeId);
        return addAnnouncedWorker(nodeId);
    }

    /**
     * Adds a worker that is not active yet, or announces it again.
     */
    public TestingWorker addAnnouncedWorker(String nodeId)
    {
        return addAnnouncedWorker(nodeId, new Duration(0, MILLISECONDS));
    }

    /**
     * @param servingTime how long the worker says that it has taken requests
     */
    public TestingWorker addAnnouncedWorker(String nodeId, Duration servingTime)
    {
        TestingWorker worker = workers.computeIfAbsent(nodeId, id -> new TestingWorker(servingTime));
        announce(nodeId, Map.of("http", "http://" + nodeId, "node_version", TestingNodeManager.VERSION.toString(), "coordinator", "false"));
        return worker;
    }

    /**
     * Returns whether the failure detector was told to use a node without a warm-up.
     */
    public boolean isWarm(String nodeId)
    {
        return watchedNodes.isWarm(announcements.get(nodeId).getId());
    }

    public void announce(String nodeId, Map<String, String> properties)
    {
        announcements.put(nodeId, serviceDescriptor("presto").setNodeId(nodeId).addProperties(properties).build());
    }

    public void remove(String nodeId)
    {
        nodeManager.deactivate(nodeId);
        announcements.remove(nodeId);
    }

    /**
     * Asserts that a push waits for answers. A push whose timeout has passed meanwhile may have ended, so that a slow machine fails no test.
     *
     * @param startNanos by {@link System#nanoTime}, before the push
     */
    public void assertWaiting(CompletableFuture<?> push, long startNanos)
    {
        boolean waiting = !push.isDone();
        assertThat(waiting || Duration.nanosSince(startNanos).compareTo(pushTimeout) >= 0).as("waits for answers").isTrue();
    }

    @Override
    public String getType()
    {
        return "presto";
    }

    @Override
    public String getPool()
    {
        return "general";
    }

    @Override
    public List<ServiceDescriptor> selectAllServices()
    {
        selections.incrementAndGet();
        return ImmutableList.copyOf(announcements.values());
    }

    @Override
    public ListenableFuture<List<ServiceDescriptor>> refresh()
    {
        return immediateFuture(selectAllServices());
    }

    @Override
    public void close()
    {
        synchronizer.stop();
        otherCoordinators.stop();
        executor.shutdownNow();
    }
}
