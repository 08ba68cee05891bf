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

import com.facebook.airlift.log.Logger;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.LeaseRecord;
import io.prestodynamic.catalog.store.LeaseStore;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.DEPOSED;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.FENCED;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.STANDBY;
import static io.prestodynamic.catalog.manager.ActiveCoordinatorState.STOPPED;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * What a coordinator does with the lease, one pass at a time: takes it when it is free, renews it, and finds out that another one has taken it. One thread makes
 * the passes; what became of them can be asked by any.
 */
final class LeaseKeeper
{
    private static final Logger log = Logger.get(LeaseKeeper.class);

    private final LeaseStore store;
    private final LeaseRecord self;
    private final long lease;
    private final Ticker ticker;
    private final LeaseWatch watch;
    private final LeaseValidity validity;
    private final CompletableFuture<Void> activated = new CompletableFuture<>();
    private volatile ActiveCoordinatorState state = STANDBY;
    private volatile Optional<LeaseRecord> current = Optional.empty();
    private volatile boolean ready;
    private volatile long renewedAt;
    // of the one thread
    private String awaitedSession = "";
    private boolean storeIsDown;

    /**
     * @param self a lease of this process
     * @param known whether a holder that is silent can find this coordinator, to ask for a promise
     */
    LeaseKeeper(LeaseStore store, LeaseRecord self, ActiveCoordinatorConfig config, BooleanSupplier known, Ticker ticker)
    {
        this.store = requireNonNull(store, "store is null");
        this.self = requireNonNull(self, "self is null");
        this.lease = config.getLease().roundTo(NANOSECONDS);
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.watch = new LeaseWatch(self.nodeId(), config.getLease(), known, ticker);
        this.validity = new LeaseValidity(config.getLease(), ticker);
    }

    /**
     * From now on the lease is taken when it is free. Before, it is only watched.
     */
    void volunteer()
    {
        ready = true;
    }

    /**
     * Completes when this coordinator is active for the first time.
     */
    CompletableFuture<Void> whenActive()
    {
        return activated;
    }

    /**
     * By the clock of this moment, and not by that of the last pass.
     */
    ActiveCoordinatorState getState()
    {
        ActiveCoordinatorState kept = state;
        return kept == ACTIVE && !validity.isValid() ? FENCED : kept;
    }

    /**
     * Whether this coordinator holds a lease that should have been renewed.
     */
    boolean isOverdue()
    {
        return state == ACTIVE && ticker.read() - renewedAt >= lease / 5 * 2;
    }

    /**
     * Until when nobody else can have taken a lease of this coordinator.
     */
    LeaseValidity getValidity()
    {
        return validity;
    }

    /**
     * For how long from now on this coordinator does not take the lease.
     *
     * @param askingTerm of the lease of the coordinator that asks
     */
    Duration promise(long askingTerm)
    {
        if (state == STANDBY) {
            return watch.promise(ready);
        }
        if (askingTerm > getTerm()) {
            // who asks was active after this one
            validity.lose();
        }
        return getState() == ACTIVE ? new Duration(0, NANOSECONDS) : watch.promise(false);
    }

    /**
     * The lease as it was seen last, or stored by this coordinator.
     */
    Optional<LeaseRecord> getLease()
    {
        return current;
    }

    /**
     * How often the lease was taken; 0 where there is none.
     */
    long getTerm()
    {
        return current.map(LeaseRecord::term).orElse(0L);
    }

    /**
     * The lease of another coordinator.
     */
    Optional<LeaseRecord> getOther()
    {
        return current.filter(lease -> !lease.isReleased() && !lease.nodeId().equals(self.nodeId()));
    }

    /**
     * How long ago the lease was renewed, or, on a standby, was last seen to have been.
     */
    Duration getAge()
    {
        return new Duration(ticker.read() - (state == STANDBY ? watch.unchangedSince() : renewedAt), NANOSECONDS);
    }

    void pass()
    {
        if (state == DEPOSED || state == STOPPED || (state == ACTIVE && ticker.read() - renewedAt < lease / 5)) {
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
                log.info("The store of the lease answers again; this coordinator is %s", getState());
            }
        }
        catch (CatalogException e) {
            if (!storeIsDown) {
                storeIsDown = true;
                log.warn(e, "Cannot use the lease of the active coordinator; this coordinator is %s: %s", getState(), e.getMessage());
            }
        }
    }

    /**
     * Gives the lease back, if it is this coordinator's, which is not active any more. No pass may be made at the same time.
     */
    void release()
    {
        state = STOPPED;
        try {
            store.release(self.session());
        }
        catch (CatalogException e) {
            log.warn(e, "Cannot give back the lease of the active coordinator, others wait for its end: %s", e.getMessage());
        }
    }

    private void tryTake()
    {
        long start = ticker.read();
        Optional<LeaseRecord> found = read();
        current = found;
        if (found.filter(this::isMine).isPresent()) {
            // by a request whose outcome was not known, and perhaps long ago
            if (watch.beginTaking() && store.renew(self.session())) {
                activate(found.get(), start);
            }
            return;
        }
        boolean free = watch.look(found);
        if (ready && free) {
            LeaseRecord mine = mine(found);
            if (take(found, mine)) {
                activate(mine, start);
            }
            return;
        }
        getOther().filter(other -> ready && !other.session().equals(awaitedSession)).ifPresent(other -> {
            awaitedSession = other.session();
            log.info("This coordinator is on standby: %s", line(other.describe()));
        });
    }

    private void activate(LeaseRecord mine, long time)
    {
        current = Optional.of(mine);
        renewed(time);
        state = ACTIVE;
        log.info("This coordinator is active now, in term %s", mine.term());
        activated.complete(null);
    }

    private void renew()
    {
        long start = ticker.read();
        if (store.renew(self.session())) {
            renewed(start);
            return;
        }
        Optional<LeaseRecord> found = read();
        if (found.filter(this::isMine).isPresent()) {
            // an earlier request has just come through
            return;
        }
        if (found.filter(lease -> !lease.isReleased()).isPresent()) {
            depose(found.get());
            return;
        }
        LeaseRecord mine = mine(found.or(() -> current));
        if (take(found, mine)) {
            current = Optional.of(mine);
            renewed(start);
            log.warn("The lease of this active coordinator was gone from the store, and was taken again");
        }
    }

    private void renewed(long time)
    {
        renewedAt = time;
        validity.renew(time);
    }

    private Optional<LeaseRecord> read()
    {
        Optional<LeaseRecord> found = store.read();
        watch.endTaking();
        return found;
    }

    private boolean take(Optional<LeaseRecord> expected, LeaseRecord mine)
    {
        if (!watch.beginTaking()) {
            return false;
        }
        boolean taken = store.take(expected, mine);
        watch.endTaking();
        return taken;
    }

    private void depose(LeaseRecord other)
    {
        current = Optional.of(other);
        state = DEPOSED;
        log.error("This coordinator is no longer active, and ends: it has not renewed its lease for %s, and now %s", getAge().convertToMostSuccinctTimeUnit(), line(other.describe()));
    }

    private boolean isMine(LeaseRecord lease)
    {
        return lease.isHeldBy(self.session());
    }

    private LeaseRecord mine(Optional<LeaseRecord> before)
    {
        return new LeaseRecord(self.environment(), self.nodeId(), self.uri(), self.session(), before.map(LeaseRecord::term).orElse(0L) + 1, 0);
    }
}
