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

import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.store.LeaseRecord;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Decides when a lease may be taken, by watching it: clocks of other machines have no part in it. What it promises to other coordinators, it keeps.
 */
@ThreadSafe
final class LeaseWatch
{
    private final String nodeId;
    private final long duration;
    private final long maxGap;
    private final BooleanSupplier known;
    private final Ticker ticker;
    @GuardedBy("this")
    private Optional<LeaseRecord> seen = Optional.empty();
    @GuardedBy("this")
    private boolean everSeen;
    @GuardedBy("this")
    private long lastLook;
    @GuardedBy("this")
    private long unchangedSince;
    @GuardedBy("this")
    private long promisedUntil;
    @GuardedBy("this")
    private boolean taking;

    /**
     * @param known whether a holder that is silent can find this coordinator, to ask for a promise
     */
    LeaseWatch(String nodeId, Duration lease, BooleanSupplier known, Ticker ticker)
    {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.duration = lease.roundTo(NANOSECONDS);
        this.maxGap = duration / 2;
        this.known = requireNonNull(known, "known is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.unchangedSince = ticker.read();
        this.lastLook = unchangedSince;
        this.promisedUntil = unchangedSince;
    }

    /**
     * @param lease as it is now
     * @return whether it is free
     */
    synchronized boolean look(Optional<LeaseRecord> lease)
    {
        long now = ticker.read();
        // when the store was down, or this process was frozen, the holder may not have been able to renew either
        if (!lease.equals(seen) || now - lastLook > maxGap) {
            unchangedSince = now;
        }
        lastLook = now;
        seen = lease;
        everSeen |= lease.isPresent();
        if (lease.isEmpty() && !everSeen) {
            return true;
        }
        // a lease that vanished is left to its holder for a while, who takes it anew
        return lease.filter(this::isNobodys).isPresent() || (now - unchangedSince >= duration && known.getAsBoolean());
    }

    /**
     * Begins to take the lease, or returns false if that would break a promise. None is given until {@link #endTaking}, so that nobody is promised what is being done.
     */
    synchronized boolean beginTaking()
    {
        taking = ticker.read() - promisedUntil >= 0;
        return taking;
    }

    /**
     * The store has answered whose the lease is.
     */
    synchronized void endTaking()
    {
        taking = false;
    }

    /**
     * Promises not to take the lease for a time that begins now.
     *
     * @param ready whether it would be taken at all now
     * @return zero if nothing can be promised
     */
    synchronized Duration promise(boolean ready)
    {
        long now = ticker.read();
        // whoever is not looking begins to count anew when it looks again
        boolean looking = ready && now - lastLook <= maxGap;
        long unpromised = looking ? duration - (now - unchangedSince) : duration;
        long promise = taking ? 0 : Math.max(0, Math.max(unpromised, promisedUntil - now));
        if (now + promise - promisedUntil > 0) {
            promisedUntil = now + promise;
        }
        return new Duration(promise, NANOSECONDS);
    }

    /**
     * When a sign of the holder was seen last, by the ticker, or when the watch began.
     */
    synchronized long unchangedSince()
    {
        return unchangedSince;
    }

    private boolean isNobodys(LeaseRecord lease)
    {
        // this node's former life cannot renew it any more
        return lease.isReleased() || lease.nodeId().equals(nodeId);
    }
}
