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

import com.facebook.airlift.http.server.HttpServerInfo;
import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.store.LeaseRecord;
import io.prestodynamic.catalog.store.LeaseStore;
import org.weakref.jmx.Managed;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.DEPOSED;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Sees to it that one of the coordinators on a store is active: takes the lease when it is free, renews it, and ends the process where another coordinator has
 * taken it. An active coordinator that cannot reach the store stays active.
 */
@ThreadSafe
public class ActiveCoordinator
{
    private static final Logger log = Logger.get(ActiveCoordinator.class);
    private static final long MAX_POLL_MILLIS = 1000;

    private final LeaseKeeper keeper;
    private final Duration lease;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-lease"));

    @Inject
    public ActiveCoordinator(LeaseStore store, NodeInfo node, HttpServerInfo server, InternalCommunicationConfig communication, ActiveCoordinatorConfig config)
    {
        this(
                store,
                new LeaseRecord(node.getEnvironment(), node.getNodeId(), communication.isHttpsRequired() ? server.getHttpsUri() : server.getHttpUri(), node.getInstanceId(), 0, 0),
                config,
                Ticker.systemTicker(),
                () -> System.exit(1));
    }

    /**
     * @param self a lease of this process
     * @param onDeposed ends the process; called once
     */
    ActiveCoordinator(LeaseStore store, LeaseRecord self, ActiveCoordinatorConfig config, Ticker ticker, Runnable onDeposed)
    {
        this.keeper = new LeaseKeeper(store, self, config, ticker, onDeposed);
        this.lease = config.getLease();
    }

    /**
     * Begins to watch the lease, so that the time that this server takes to start counts.
     */
    @PostConstruct
    public void start()
    {
        long poll = Math.min(MAX_POLL_MILLIS, lease.toMillis() / 10);
        executor.scheduleWithFixedDelay(this::runPass, 0, poll, MILLISECONDS);
    }

    /**
     * Gives the lease back, so that a standby need not wait for its end.
     */
    @PreDestroy
    public void stop()
            throws InterruptedException
    {
        executor.shutdown();
        // the lease is another's then, and the thread waits for the process to end
        if (keeper.getState() != DEPOSED) {
            executor.awaitTermination(lease.toMillis(), MILLISECONDS);
            keeper.release();
        }
    }

    /**
     * Returns when this coordinator is the active one. It does not take the lease before it is asked to here.
     */
    public void awaitActive()
    {
        volunteer();
        executor.execute(this::runPass);
        keeper.whenActive().join();
    }

    void volunteer()
    {
        keeper.volunteer();
    }

    public boolean isActive()
    {
        return keeper.getState() == ACTIVE;
    }

    /**
     * Where the active coordinator is, where that is another one, as far as this one knows.
     */
    public Optional<URI> getOther()
    {
        return keeper.getOther().map(LeaseRecord::uri);
    }

    /**
     * Why this coordinator does not take requests, where it is not active.
     */
    public String explainStandby()
    {
        return keeper.getOther().map(other -> "This coordinator is on standby: " + other.describe())
                .orElse("This coordinator is on standby, and knows of no other one that is active");
    }

    @Managed
    public String getState()
    {
        return keeper.getState().name();
    }

    /**
     * The node whose lease it is, or was, before it was given back; empty where there is none.
     */
    @Managed
    public String getHolderNodeId()
    {
        return keeper.getLease().map(LeaseRecord::nodeId).orElse("");
    }

    @Managed
    public String getHolderUri()
    {
        return keeper.getLease().map(LeaseRecord::uri).map(URI::toString).orElse("");
    }

    /**
     * How often the lease was taken.
     */
    @Managed
    public long getTerm()
    {
        return keeper.getLease().map(LeaseRecord::term).orElse(0L);
    }

    /**
     * How long ago the active coordinator has renewed the lease, or a standby has seen that it was.
     */
    @Managed
    public long getLastRenewalAgeMillis()
    {
        return keeper.getAge().toMillis();
    }

    private void runPass()
    {
        try {
            pass();
        }
        catch (Throwable failure) {
            log.error(failure, "Error with the lease of the active coordinator");
        }
    }

    /**
     * One pass.
     */
    void pass()
    {
        keeper.pass();
    }
}
