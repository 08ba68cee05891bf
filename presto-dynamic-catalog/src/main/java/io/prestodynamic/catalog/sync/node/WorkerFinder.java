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
package io.prestodynamic.catalog.sync.node;

import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.discovery.client.ServiceType;
import com.facebook.airlift.log.Logger;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.facebook.presto.metadata.InternalNodeManager;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.concurrent.PeriodicTask;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Finder of workers, which makes them usable soon after they are announced. Presto asks discovery every ten seconds, begins to watch nodes every five, and picks active
 * nodes every five. This class does all three twice a second during one minute after the start, and later the last two every second.
 */
public class WorkerFinder
{
    // every refresh adds a chain of polls that lasts as long as the server, so their number is limited; later workers are found by these polls
    private static final int MAX_REFRESHES = 8;
    private static final long STARTUP_PERIOD = MINUTES.toNanos(1);
    private static final long USUAL_INTERVAL = SECONDS.toNanos(1);
    private static final Duration STARTUP_INTERVAL = new Duration(500, MILLISECONDS);
    private static final Logger log = Logger.get(WorkerFinder.class);

    private final DiscoveryLookupClient lookupClient;
    private final ServiceSelector selector;
    private final WatchedNodes watchedNodes;
    private final boolean watching;
    private final InternalNodeManager nodeManager;
    private final Ticker ticker;
    private final long start;
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-find-workers", "looking for workers", this::find);
    private long lastPass;
    private int refreshes;

    @Inject
    public WorkerFinder(
            DiscoveryLookupClient lookupClient,
            @ServiceType("presto") ServiceSelector selector,
            WatchedNodes watchedNodes,
            FailureDetectorConfig failureDetectorConfig,
            InternalNodeManager nodeManager)
    {
        this(lookupClient, selector, watchedNodes, failureDetectorConfig, nodeManager, Ticker.systemTicker());
    }

    WorkerFinder(
            DiscoveryLookupClient lookupClient,
            ServiceSelector selector,
            WatchedNodes watchedNodes,
            FailureDetectorConfig failureDetectorConfig,
            InternalNodeManager nodeManager,
            Ticker ticker)
    {
        this.lookupClient = requireNonNull(lookupClient, "lookupClient is null");
        this.selector = requireNonNull(selector, "selector is null");
        this.watchedNodes = requireNonNull(watchedNodes, "watchedNodes is null");
        this.watching = failureDetectorConfig.isEnabled();
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.start = ticker.read();
        this.lastPass = start;
    }

    @PostConstruct
    public void start()
    {
        task.start(STARTUP_INTERVAL);
    }

    @PreDestroy
    public void stop()
    {
        task.stop();
    }

    void find()
            throws InterruptedException
    {
        long now = ticker.read();
        boolean starting = now - start < STARTUP_PERIOD;
        if (!starting && now - lastPass < USUAL_INTERVAL) {
            return;
        }
        lastPass = now;
        if (starting && refreshes < MAX_REFRESHES && hasNewcomers()) {
            refreshes++;
            refresh();
        }
        // before active nodes are picked, because a node that is not watched counts as active
        if (watching) {
            watchedNodes.updateMonitoredServices();
        }
        nodeManager.refreshNodes();
    }

    private boolean hasNewcomers()
            throws InterruptedException
    {
        List<ServiceDescriptor> announced;
        try {
            announced = lookupClient.getServices(selector.getType(), selector.getPool()).get(1, SECONDS).getServiceDescriptors();
        }
        catch (ExecutionException | TimeoutException e) {
            // the polls of the selector log the reason
            log.debug(e, "Discovery does not answer");
            return false;
        }
        Set<UUID> known = selector.selectAllServices().stream().map(ServiceDescriptor::getId).collect(toImmutableSet());
        return announced.stream().anyMatch(service -> !known.contains(service.getId()));
    }

    private void refresh()
            throws InterruptedException
    {
        try {
            selector.refresh().get(1, SECONDS);
        }
        catch (ExecutionException | TimeoutException e) {
            log.debug(e, "Discovery does not answer");
        }
    }
}
