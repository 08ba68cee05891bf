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

import com.facebook.airlift.http.server.HttpServerInfo;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.LeaseAnswer;
import io.prestodynamic.catalog.lease.peer.LeaseCandidacy;
import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.peer.LeasePromises;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStore;
import org.weakref.jmx.Managed;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.net.URI;
import java.util.Optional;

import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.DEPOSED;
import static java.util.Objects.requireNonNull;

/**
 * Active coordinator among those that share a store. Takes the lease when it is free and renews it. Takes no statements when another coordinator may have taken
 * the lease, and ends the process when another one has.
 */
@ThreadSafe
public class ActiveCoordinator
        implements LeasePromises
{
    private final LeaseKeeper keeper;
    private final LeaseFence fence;
    private final PassWatchdog watchdog;
    private final String instance;
    private final Runnable onDeposed;
    private final LeasePasses passes;
    private final LeasePasses fencePasses;

    @Inject
    public ActiveCoordinator(
            LeaseStore store,
            NodeInfo node,
            HttpServerInfo server,
            InternalCommunicationConfig communication,
            LeaseCandidacy candidacy,
            LeasePeers peers,
            CoordinatorAnnouncements announcements,
            ActiveCoordinatorConfig config)
    {
        this(
                store,
                new LeaseRecord(node.getEnvironment(), node.getNodeId(), communication.isHttpsRequired() ? server.getHttpsUri() : server.getHttpUri(), node.getInstanceId(), 0, 0),
                candidacy,
                peers,
                announcements,
                config,
                Ticker.systemTicker(),
                ProcessEnd::exit);
    }

    /**
     * @param self lease of this process
     * @param onDeposed ends the process; called once
     */
    public ActiveCoordinator(
            LeaseStore store,
            LeaseRecord self,
            LeaseCandidacy candidacy,
            LeasePeers peers,
            CoordinatorAnnouncements announcements,
            ActiveCoordinatorConfig config,
            Ticker ticker,
            Runnable onDeposed)
    {
        this.keeper = new LeaseKeeper(store, self, config, candidacy::isKnown, peers, ticker);
        this.fence = new LeaseFence(keeper, peers, announcements, config.passTimeout(), ticker);
        this.watchdog = new PassWatchdog(store, config.passTimeout());
        this.instance = candidacy.getInstance();
        this.passes = new LeasePasses("dynamic-catalog-lease", config.getLease(), this::pass);
        this.fencePasses = new LeasePasses("dynamic-catalog-fence", config.getLease(), this::passFence);
        this.onDeposed = requireNonNull(onDeposed, "onDeposed is null");
    }

    /**
     * Starts to watch the lease, so that the startup time counts towards its expiry.
     */
    @PostConstruct
    public void start()
    {
        passes.start();
        fencePasses.start();
    }

    /**
     * Releases the lease, so that a standby need not wait for its expiry.
     */
    @PreDestroy
    public void stop()
            throws InterruptedException
    {
        fencePasses.stop();
        // otherwise another coordinator has the lease, and the pass thread waits for the end of the process
        if (!keeper.getState().hasEnded()) {
            passes.stop();
            watchdog.run(keeper::release);
        }
        watchdog.stop();
    }

    /**
     * Blocks until this coordinator is active. The lease is not taken before the first call.
     */
    public void awaitActive()
    {
        requestLease();
        passes.runNow();
        keeper.whenActive().join();
    }

    void requestLease()
    {
        keeper.requestLease();
    }

    /**
     * Starts to withdraw and restore the announcement of the server with the state of this coordinator.
     */
    public void serverAnnounces()
    {
        fence.serverAnnounces();
    }

    /**
     * Returns whether this coordinator may take statements now, because no other one can be active.
     */
    public boolean isActive()
    {
        return keeper.getState() == ACTIVE;
    }

    @Override
    public LeaseAnswer promise(long term)
    {
        Duration promise = keeper.promise(term);
        return new LeaseAnswer(instance, promise.toMillis(), keeper.getTerm(), keeper.getLease().map(LeaseRecord::uri));
    }

    /**
     * Returns the URI of the active coordinator, if it is another one and known.
     */
    public Optional<URI> getOther()
    {
        return keeper.getOther().map(LeaseRecord::uri).or(() -> keeper.getValidity().getSuccessor());
    }

    /**
     * Returns the reason why this coordinator takes no requests, for an error message.
     */
    public String explainStandby()
    {
        String other = keeper.getOther().map(LeaseRecord::describe)
                .or(() -> getOther().map(uri -> uri + " is active"))
                .orElse("the active coordinator is not known; if the store cannot be read, the log of this coordinator says why");
        return "This coordinator %s: %s".formatted(keeper.getState().describe(), other);
    }

    @Managed
    public String getState()
    {
        return keeper.getState().name();
    }

    /**
     * Returns the node id of the current or last holder of the lease, or an empty string if there is none.
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

    @Managed
    public long getTerm()
    {
        return keeper.getTerm();
    }

    /**
     * Returns the time since the last renewal that this coordinator has made or, on standby, has observed.
     */
    @Managed
    public long getLastRenewalAgeMillis()
    {
        return keeper.getAge().toMillis();
    }

    void pass()
    {
        if (keeper.getState().hasEnded()) {
            return;
        }
        watchdog.run(keeper::pass);
        if (keeper.getState() == DEPOSED) {
            onDeposed.run();
        }
    }

    void passFence()
            throws InterruptedException
    {
        fence.pass();
    }
}
