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
package io.prestodynamic.discovery;

import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.discovery.client.ServiceDescriptor;
import io.airlift.discovery.client.ServiceSelector;
import io.airlift.discovery.server.ForDynamicStore;
import io.airlift.discovery.store.Entry;
import io.airlift.discovery.store.LocalStore;
import io.airlift.discovery.store.Replicator;
import io.airlift.discovery.store.StoreConfig;
import io.airlift.http.client.HttpClient;
import io.airlift.log.Logger;
import io.airlift.node.NodeInfo;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import org.weakref.jmx.Managed;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.util.concurrent.Futures.transform;
import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Replicator that asks all other discovery servers at the same time for their announcements, so that one that hangs does not delay others. It replaces
 * airlift's replicator (seen in 1.32, 1.33 and 1.36), which gets JSON that it cannot read, and does not notice a pass without answers.
 */
class AnnouncementReplicator
        extends Replicator
{
    private static final Logger log = Logger.get(AnnouncementReplicator.class);

    private final NodeInfo node;
    private final ServiceSelector selector;
    private final AnnouncementClient client;
    private final CatchUp catchUp;
    private final LocalStore localStore;
    private final long intervalMillis;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("announcement-replicator"));
    private final Map<String, ListenableFuture<?>> fetches = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private volatile long lastFetch;
    private CatchUp.Round lastRound;

    @Inject
    AnnouncementReplicator(
            NodeInfo node,
            ServiceSelector selector,
            @ForDynamicStore HttpClient httpClient,
            @ForDynamicStore LocalStore localStore,
            @ForDynamicStore StoreConfig config,
            AnnouncementClient client,
            CatchUp catchUp)
    {
        super("dynamic", node, selector, httpClient, localStore, config);
        this.node = requireNonNull(node, "node is null");
        this.selector = requireNonNull(selector, "selector is null");
        this.client = requireNonNull(client, "client is null");
        this.catchUp = requireNonNull(catchUp, "catchUp is null");
        this.localStore = requireNonNull(localStore, "localStore is null");
        intervalMillis = config.getReplicationInterval().toMillis();
    }

    @Override
    @PostConstruct
    public synchronized void start()
    {
        executor.scheduleWithFixedDelay(this::runPass, 0, intervalMillis, MILLISECONDS);
    }

    @Override
    @PreDestroy
    public synchronized void shutdown()
    {
        executor.shutdownNow();
    }

    /**
     * Returns the time of the last answer of another server, in milliseconds since the epoch.
     */
    @Override
    @Managed
    public long getLastReplicationTimestamp()
    {
        return lastFetch;
    }

    private void runPass()
    {
        try {
            replicate();
        }
        catch (Throwable e) {
            log.error(e, "Error asking the other discovery servers");
        }
    }

    /**
     * Starts a request to every other server, unless one is in progress.
     */
    void replicate()
    {
        List<ServiceDescriptor> servers = selector.selectAllServices().stream()
                .filter(server -> !server.getNodeId().equals(node.getNodeId()))
                .toList();
        Set<String> nodeIds = servers.stream().map(ServiceDescriptor::getNodeId).collect(toImmutableSet());
        CatchUp.Round round = catchUp.beginPass(nodeIds);
        if (round != lastRound) {
            forgetLaterThanNow();
            lastRound = round;
        }
        for (ServiceDescriptor server : servers) {
            ListenableFuture<?> running = fetches.get(server.getNodeId());
            if (running == null || running.isDone()) {
                fetches.put(server.getNodeId(), transform(client.fetch(server), result -> record(server, round, result), directExecutor()));
            }
        }
    }

    // entries from before the clock was set back would look newer than those that follow
    private void forgetLaterThanNow()
    {
        long now = System.currentTimeMillis();
        for (Entry entry : localStore.getAll()) {
            if (ServerClock.isLaterThan(entry, now)) {
                localStore.delete(entry.getKey(), entry.getVersion());
            }
        }
    }

    private Void record(ServiceDescriptor server, CatchUp.Round round, FetchResult result)
    {
        if (result.known()) {
            round.asked(server.getNodeId());
        }
        result.failure().ifPresentOrElse(failure -> recordFailure(server, failure), () -> recordSuccess(server));
        return null;
    }

    private void recordSuccess(ServiceDescriptor server)
    {
        lastFetch = System.currentTimeMillis();
        if (failures.remove(server.getNodeId()) != null) {
            log.info("Discovery server %s at %s answers again", server.getNodeId(), server.getProperties().get("http"));
        }
    }

    private void recordFailure(ServiceDescriptor server, String failure)
    {
        if (!failure.equals(failures.put(server.getNodeId(), failure))) {
            log.warn("Discovery server %s at %s cannot be asked for its announcements: %s", server.getNodeId(), server.getProperties().get("http"), failure);
        }
    }
}
