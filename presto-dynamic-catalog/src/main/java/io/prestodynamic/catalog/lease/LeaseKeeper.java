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

import com.facebook.airlift.log.Logger;
import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStore;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.ACTIVE;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.DEPOSED;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.FENCED;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.STANDBY;
import static io.prestodynamic.catalog.lease.ActiveCoordinatorState.STOPPED;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Lease of a coordinator, in passes: takes it when it is free, renews it, and detects that another coordinator has taken it. A single thread runs the passes.
 * Any thread may read the state.
 */
final class LeaseKeeper
{
    private static final Logger log = Logger.get(LeaseKeeper.class);

    private static final Duration NOTHING = new Duration(0, NANOSECONDS);

    private final LeaseClaims claims;
    private final String nodeId;
    private final long lease;
    private final Ticker ticker;
    private final LeaseWatch watch;
    private final HolderWatch holderWatch;
    private final BooleanSupplier known;
    private final LeaseValidity validity;
    private final CompletableFuture<Void> activated = new CompletableFuture<>();
    private volatile ActiveCoordinatorState state = STANDBY;
    private volatile Optional<LeaseRecord> current = Optional.empty();
    private volatile boolean ready;
    // used by the pass thread only
    private String awaitedSession = "";

    /**
     * @param self lease of this process
     * @param known whether a silent holder can find this coordinator, in order to ask for a promise
     */
    LeaseKeeper(LeaseStore store, LeaseRecord self, ActiveCoordinatorConfig config, BooleanSupplier known, LeasePeers peers, Ticker ticker)
    {
        this.lease = config.getLease().roundTo(NANOSECONDS);
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.nodeId = self.nodeId();
        this.watch = new LeaseWatch(nodeId, config.getLease(), known, ticker);
        this.claims = new LeaseClaims(store, self, watch);
        this.holderWatch = new HolderWatch(store, peers);
        this.known = requireNonNull(known, "known is null");
        this.validity = new LeaseValidity(config.getLease(), ticker);
    }

    /**
     * Starts to take the lease when it is free. Before this call the lease is only watched.
     */
    void requestLease()
    {
        ready = true;
    }

    CompletableFuture<Void> whenActive()
    {
        return activated;
    }

    /**
     * Returns the state at this moment, which may have changed since the last pass.
     */
    ActiveCoordinatorState getState()
    {
        ActiveCoordinatorState kept = state;
        return kept == ACTIVE && !validity.isValid() ? FENCED : kept;
    }

    LeaseValidity getValidity()
    {
        return validity;
    }

    /**
     * Returns the duration for which this coordinator promises not to take the lease.
     *
     * @param askingTerm term of the coordinator that asks
     */
    Duration promise(long askingTerm)
    {
        boolean standby = state == STANDBY;
        if (!standby && askingTerm > getTerm()) {
            // the other coordinator has become active after this one
            validity.lose();
        }
        Duration promise = getState() == ACTIVE ? NOTHING : watch.promise(standby && ready);
        // this coordinator may have become active meanwhile
        return getState() == ACTIVE ? NOTHING : promise;
    }

    Optional<LeaseRecord> getLease()
    {
        return current;
    }

    long getTerm()
    {
        return current.map(LeaseRecord::term).orElse(0L);
    }

    Optional<LeaseRecord> getOther()
    {
        return current.filter(lease -> !lease.isReleased() && !lease.nodeId().equals(nodeId));
    }

    Duration getAge()
    {
        return new Duration(ticker.read() - (state == STANDBY ? watch.unchangedSince() : validity.getStart()), NANOSECONDS);
    }

    void pass()
    {
        if (state.hasEnded() || (state == ACTIVE && ticker.read() - validity.getStart() < lease / 5)) {
            return;
        }
        try {
            if (state == ACTIVE) {
                renew();
            }
            else {
                tryTake();
            }
            claims.logAnswer(getState());
        }
        catch (CatalogException e) {
            claims.logFailure(e, getState());
        }
    }

    /**
     * Releases the lease if this coordinator holds it. Must not run concurrently with a pass.
     */
    void release()
    {
        state = STOPPED;
        claims.release();
    }

    private void tryTake()
    {
        long start = ticker.read();
        Optional<LeaseRecord> found = claims.read();
        current = found;
        if (found.filter(claims::isMine).isPresent()) {
            if (claims.recover()) {
                activate(found.get(), start);
            }
            return;
        }
        boolean free = watch.observe(found);
        if (ready && free) {
            claims.take(found, found).ifPresent(mine -> activate(mine, start));
            return;
        }
        if (hasOtherEnded() && ready) {
            claims.take(found, found).ifPresent(mine -> {
                log.info("The process of the former active coordinator has ended: the store has lost its connection, and its host refuses connections to %s", line(found.get().uri().toString()));
                activate(mine, start);
            });
            return;
        }
        getOther().filter(other -> ready && !other.session().equals(awaitedSession)).ifPresent(other -> {
            awaitedSession = other.session();
            log.info("This coordinator is on standby: %s", line(other.describe()));
        });
    }

    private boolean hasOtherEnded()
    {
        // a coordinator that nobody knows would not be asked for promises
        return getOther().filter(holderWatch::hasEnded).isPresent() && known.getAsBoolean();
    }

    private void activate(LeaseRecord mine, long time)
    {
        current = Optional.of(mine);
        validity.renew(time);
        state = ACTIVE;
        watch.endTaking();
        log.info("This coordinator is active now, in term %s", mine.term());
        activated.complete(null);
        claims.holdSession();
    }

    private void renew()
    {
        long start = ticker.read();
        if (claims.renew()) {
            validity.renew(start);
            claims.holdSession();
            return;
        }
        Optional<LeaseRecord> found = claims.read();
        if (found.filter(claims::isMine).isPresent()) {
            // an earlier request succeeded after all
            return;
        }
        if (found.filter(lease -> !lease.isReleased()).isPresent()) {
            depose(found.get());
            return;
        }
        claims.take(found, found.or(() -> current)).ifPresent(mine -> {
            current = Optional.of(mine);
            validity.renew(start);
            watch.endTaking();
            log.warn("The lease of this active coordinator had disappeared from the store and was taken again");
        });
    }

    private void depose(LeaseRecord other)
    {
        current = Optional.of(other);
        state = DEPOSED;
        log.error("This coordinator is no longer active and ends: it has not renewed its lease for %s, and now %s",
                getAge().convertToMostSuccinctTimeUnit(),
                line(other.describe()));
    }
}
