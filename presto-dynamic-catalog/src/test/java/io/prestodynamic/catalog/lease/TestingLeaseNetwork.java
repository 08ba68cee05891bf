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
package io.prestodynamic.catalog.lease;

import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.base.Ticker;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.peer.LeaseAnswer;
import io.prestodynamic.catalog.lease.peer.LeasePeer;
import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.peer.LeasePromises;
import io.prestodynamic.catalog.lease.peer.Reachability;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.Iterables.getOnlyElement;
import static com.google.common.util.concurrent.Futures.immediateFailedFuture;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static io.prestodynamic.catalog.lease.peer.Reachability.ACCEPTS;
import static io.prestodynamic.catalog.lease.peer.Reachability.REFUSES;
import static io.prestodynamic.catalog.lease.peer.Reachability.SILENT;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Network of coordinators, with a discovery server that expires announcements after 30 seconds.
 */
public class TestingLeaseNetwork
{
    private static final long MAX_AGE = SECONDS.toNanos(30);

    private record Listed(LeasePeer peer, long time) {}

    private final Map<String, Listed> listed = new ConcurrentHashMap<>();
    private final Map<String, LeasePromises> running = new ConcurrentHashMap<>();
    private final Set<URI> refusing = ConcurrentHashMap.newKeySet();
    private final Ticker ticker;
    private volatile boolean discoveryDown;

    public TestingLeaseNetwork(Ticker ticker)
    {
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    public void setDiscoveryDown(boolean discoveryDown)
    {
        this.discoveryDown = discoveryDown;
    }

    public void start(String instance, LeasePromises coordinator)
    {
        running.put(instance, coordinator);
    }

    public void kill(String instance)
    {
        running.remove(instance);
    }

    /**
     * Sets whether the host of a coordinator refuses connections.
     */
    public void setRefusing(URI coordinator, boolean refuses)
    {
        if (refuses) {
            refusing.add(coordinator);
        }
        else {
            refusing.remove(coordinator);
        }
    }

    public boolean isRefusing(URI coordinator)
    {
        return refusing.contains(coordinator);
    }

    public Link link(String nodeId)
    {
        return new Link(nodeId);
    }

    /**
     * Network connection of one coordinator.
     */
    public class Link
            implements LeasePeers, DiscoveryAnnouncementClient
    {
        private final String nodeId;
        private volatile boolean cutFromDiscovery;
        private volatile boolean cutFromPeers;

        private Link(String nodeId)
        {
            this.nodeId = requireNonNull(nodeId, "nodeId is null");
        }

        void setCutFromDiscovery(boolean cutFromDiscovery)
        {
            this.cutFromDiscovery = cutFromDiscovery;
        }

        void setCutFromPeers(boolean cutFromPeers)
        {
            this.cutFromPeers = cutFromPeers;
        }

        @Override
        public CompletableFuture<List<LeasePeer>> list()
        {
            if (isCut()) {
                return CompletableFuture.failedFuture(new IllegalStateException("Connection refused"));
            }
            listed.values().removeIf(entry -> ticker.read() - entry.time() > MAX_AGE);
            return CompletableFuture.completedFuture(listed.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(nodeId))
                    .map(entry -> entry.getValue().peer())
                    .toList());
        }

        @Override
        public CompletableFuture<LeaseAnswer> ask(LeasePeer peer, long term)
        {
            LeasePromises coordinator = running.get(peer.instance());
            if (coordinator == null || cutFromPeers) {
                return CompletableFuture.failedFuture(new IllegalStateException("Connection refused"));
            }
            return CompletableFuture.completedFuture(coordinator.promise(term));
        }

        @Override
        public CompletableFuture<Reachability> probe(URI coordinator)
        {
            return CompletableFuture.completedFuture(cutFromPeers ? SILENT : isRefusing(coordinator) ? REFUSES : ACCEPTS);
        }

        @Override
        public ListenableFuture<Duration> announce(Set<ServiceAnnouncement> services)
        {
            if (isCut()) {
                return immediateFailedFuture(new IllegalStateException("Connection refused"));
            }
            listed.put(nodeId, new Listed(new LeasePeer(nodeId, getOnlyElement(services).getId().toString(), Optional.empty()), ticker.read()));
            return immediateFuture(DEFAULT_DELAY);
        }

        @Override
        public ListenableFuture<Void> unannounce()
        {
            if (!isCut()) {
                listed.remove(nodeId);
            }
            return immediateFuture(null);
        }

        private boolean isCut()
        {
            return discoveryDown || cutFromDiscovery;
        }
    }
}
