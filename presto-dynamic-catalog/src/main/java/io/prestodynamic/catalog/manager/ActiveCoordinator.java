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
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.LeaseRecord;
import io.prestodynamic.catalog.store.LeaseStore;
import org.weakref.jmx.Managed;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.DEPOSED;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.STANDBY;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Sees to it that one of the coordinators on a store is active: takes the lease when it is free, renews it, and ends the process where another coordinator has
 * taken it. An active coordinator that cannot reach the store stays active.
 */
@ThreadSafe
public class ActiveCoordinator
{
    private static final Logger log = Logger.get(ActiveCoordinator.class);
    private static final long MAX_POLL_MILLIS = 1000;

    private final LeaseStore store;
    private final LeaseRecord self;
    private final Duration lease;
    private final Ticker ticker;
    private final Runnable onDeposed;
    private final LeaseWatch watch;
    private final CompletableFuture<Void> activated = new CompletableFuture<>();
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-lease"));
    private volatile ActiveCoordinatorState state = STANDBY;
    private volatile Optional<LeaseRecord> current = Optional.empty();
    private volatile boolean ready;
    private volatile long renewedAt;
    // of the one thread
    private String awaitedSession = "";
    private boolean storeIsDown;

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
        this.store = requireNonNull(store, "store is null");
        this.self = requireNonNull(self, "self is null");
        this.lease = config.getLease();
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.onDeposed = requireNonNull(onDeposed, "onDeposed is null");
        this.watch = new LeaseWatch(self.nodeId(), lease, ticker);
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
        if (state == DEPOSED) {
            // the lease is another's, and the thread waits for the process to end
            return;
        }
        executor.awaitTermination(lease.toMillis(), MILLISECONDS);
        try {
            store.release(self.session());
        }
        catch (CatalogException e) {
            log.warn(e, "Cannot give back the lease of the active coordinator, others wait for its end: %s", e.getMessage());
        }
    }

    /**
     * Returns when this coordinator is the active one. It does not take the lease before it is asked to here.
     */
    public void awaitActive()
    {
        volunteer();
        executor.execute(this::runPass);
        activated.join();
    }

    void volunteer()
    {
        ready = true;
    }

    public boolean isActive()
    {
        return state == ACTIVE;
    }

    /**
     * Where the active coordinator is, where that is another one, as far as this one knows.
     */
    public Optional<URI> getOther()
    {
        return other().map(LeaseRecord::uri);
    }

    /**
     * Why this coordinator does not take requests, where it is not active.
     */
    public String explainStandby()
    {
        return other().map(other -> "This coordinator is on standby: " + other.describe())
                .orElse("This coordinator is on standby, and knows of no other one that is active");
    }

    @Managed
    public String getState()
    {
        return state.name();
    }

    /**
     * The node whose lease it is, or was, before it was given back; empty where there is none.
     */
    @Managed
    public String getHolderNodeId()
    {
        return current.map(LeaseRecord::nodeId).orElse("");
    }

    @Managed
    public String getHolderUri()
    {
        return current.map(LeaseRecord::uri).map(URI::toString).orElse("");
    }

    /**
     * How often the lease was taken.
     */
    @Managed
    public long getTerm()
    {
        return current.map(LeaseRecord::term).orElse(0L);
    }

    /**
     * How long ago the active coordinator has renewed the lease, or a standby has seen that it was.
     */
    @Managed
    public long getLastRenewalAgeMillis()
    {
        return NANOSECONDS.toMillis(ticker.read() - (state == ACTIVE ? renewedAt : watch.unchangedSince()));
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
        if (state == DEPOSED || (state == ACTIVE && ticker.read() - renewedAt < lease.roundTo(NANOSECONDS) / 5)) {
            return;
        }
        try {
            if (state == ACTIVE) {
                renew();
            }
            else {
                tryTake();
            }
            if (storeIsDown) {
                storeIsDown = false;
                log.info("The store of the lease answers again; this coordinator is %s", state);
            }
        }
        catch (CatalogException e) {
            if (!storeIsDown) {
                storeIsDown = true;
                log.warn(e, "Cannot reach the lease of the active coordinator; this coordinator stays %s: %s", state, e.getMessage());
            }
        }
    }

    private void tryTake()
    {
        long start = ticker.read();
        Optional<LeaseRecord> found = store.read();
        current = found;
        if (found.filter(record -> record.isHeldBy(self.session())).isPresent()) {
            // by a request whose outcome was not known
            activate(found.get(), start);
            return;
        }
        boolean free = watch.look(found);
        if (ready && free) {
            LeaseRecord mine = mine(found);
            if (store.take(found, mine)) {
                activate(mine, start);
            }
            return;
        }
        other().filter(other -> ready && !other.session().equals(awaitedSession)).ifPresent(other -> {
            awaitedSession = other.session();
            log.info("This coordinator is on standby: %s", other.describe());
        });
    }

    private void activate(LeaseRecord mine, long time)
    {
        current = Optional.of(mine);
        renewedAt = time;
        state = ACTIVE;
        log.info("This coordinator is active now, in term %s", mine.term());
        activated.complete(null);
    }

    private void renew()
    {
        long start = ticker.read();
        if (store.renew(self.session())) {
            renewedAt = start;
            return;
        }
        Optional<LeaseRecord> found = store.read();
        if (found.filter(record -> record.isHeldBy(self.session())).isPresent()) {
            // an earlier request has just come through
            return;
        }
        if (found.filter(record -> !record.isReleased()).isPresent()) {
            depose(found.get());
            return;
        }
        LeaseRecord mine = mine(found.or(() -> current));
        if (store.take(found, mine)) {
            current = Optional.of(mine);
            renewedAt = start;
            log.warn("The lease of this active coordinator was gone from the store, and was taken again");
        }
    }

    private void depose(LeaseRecord other)
    {
        current = Optional.of(other);
        state = DEPOSED;
        log.error("This coordinator is no longer active, and ends: it has not renewed its lease for %s, and now %s", new Duration(ticker.read() - renewedAt, NANOSECONDS).convertToMostSuccinctTimeUnit(), other.describe());
        onDeposed.run();
    }

    private LeaseRecord mine(Optional<LeaseRecord> before)
    {
        return new LeaseRecord(self.environment(), self.nodeId(), self.uri(), self.session(), before.map(LeaseRecord::term).orElse(0L) + 1, 0);
    }

    private Optional<LeaseRecord> other()
    {
        return current.filter(record -> !record.isReleased() && !record.nodeId().equals(self.nodeId()));
    }
}
