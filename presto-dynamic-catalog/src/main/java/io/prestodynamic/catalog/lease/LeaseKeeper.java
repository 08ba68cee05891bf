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
 * What a coordinator does with the lease, one pass at a time: takes it when it is free, renews it, and finds out that another one has taken it. One thread makes
 * the passes; what became of them can be asked by any.
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
    private final LeaseValidity validity;
    private final CompletableFuture<Void> activated = new CompletableFuture<>();
    private volatile ActiveCoordinatorState state = STANDBY;
    private volatile Optional<LeaseRecord> current = Optional.empty();
    private volatile boolean ready;
    // of the one thread
    private String awaitedSession = "";

    /**
     * @param self a lease of this process
     * @param known whether a holder that is silent can find this coordinator, to ask for a promise
     */
    LeaseKeeper(LeaseStore store, LeaseRecord self, ActiveCoordinatorConfig config, BooleanSupplier known, Ticker ticker)
    {
        this.lease = config.getLease().roundTo(NANOSECONDS);
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.nodeId = self.nodeId();
        this.watch = new LeaseWatch(nodeId, config.getLease(), known, ticker);
        this.claims = new LeaseClaims(store, self, watch);
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
        boolean standby = state == STANDBY;
        if (!standby && askingTerm > getTerm()) {
            // who asks was active after this one
            validity.lose();
        }
        Duration promise = getState() == ACTIVE ? NOTHING : watch.promise(standby && ready);
        // it may have become active while it promised not to
        return getState() == ACTIVE ? NOTHING : promise;
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
        return current.filter(lease -> !lease.isReleased() && !lease.nodeId().equals(nodeId));
    }

    /**
     * How long ago the lease was renewed, or, on a standby, was last seen to have been.
     */
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
     * Gives the lease back, if it is this coordinator's, which is not active any more. No pass may be made at the same time.
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
        boolean free = watch.look(found);
        if (ready && free) {
            claims.take(found, found).ifPresent(mine -> activate(mine, start));
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
        validity.renew(time);
        state = ACTIVE;
        watch.endTaking();
        log.info("This coordinator is active now, in term %s", mine.term());
        activated.complete(null);
    }

    private void renew()
    {
        long start = ticker.read();
        if (claims.renew()) {
            validity.renew(start);
            return;
        }
        Optional<LeaseRecord> found = claims.read();
        if (found.filter(claims::isMine).isPresent()) {
            // an earlier request has just come through
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
            log.warn("The lease of this active coordinator was gone from the store, and was taken again");
        });
    }

    private void depose(LeaseRecord other)
    {
        current = Optional.of(other);
        state = DEPOSED;
        log.error("This coordinator is no longer active, and ends: it has not renewed its lease for %s, and now %s", getAge().convertToMostSuccinctTimeUnit(), line(other.describe()));
    }
}
