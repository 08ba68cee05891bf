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
 * Watch over the lease of another coordinator, which decides when it may be taken. Uses the local clock only, and keeps the promises given to other
 * coordinators.
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
    private long lastObserved;
    @GuardedBy("this")
    private long unchangedSince;
    @GuardedBy("this")
    private long promisedUntil;
    @GuardedBy("this")
    private boolean taking;

    LeaseWatch(String nodeId, Duration lease, BooleanSupplier known, Ticker ticker)
    {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.duration = lease.roundTo(NANOSECONDS);
        this.maxGap = duration / 2;
        this.known = requireNonNull(known, "known is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.unchangedSince = ticker.read();
        this.lastObserved = unchangedSince;
        this.promisedUntil = unchangedSince;
    }

    synchronized boolean observe(Optional<LeaseRecord> lease)
    {
        long now = ticker.read();
        // after an outage of the store or a suspension of this process the holder needs time to renew
        if (!lease.equals(seen) || now - lastObserved > maxGap) {
            unchangedSince = now;
        }
        lastObserved = now;
        seen = lease;
        everSeen |= lease.isPresent();
        if (lease.isEmpty() && !everSeen) {
            return true;
        }
        // the holder of a lease that has disappeared gets time to take it again
        return lease.filter(this::isFree).isPresent() || (now - unchangedSince >= duration && known.getAsBoolean());
    }

    /**
     * Starts to take the lease, or returns false if a promise forbids it. No promises are given until {@link #endTaking}.
     */
    synchronized boolean beginTaking()
    {
        taking = ticker.read() - promisedUntil >= 0;
        return taking;
    }

    synchronized void endTaking()
    {
        taking = false;
    }

    /**
     * Promises not to take the lease, and returns for how long from now, or zero if no promise is possible.
     *
     * @param ready whether this coordinator would take the lease now
     */
    synchronized Duration promise(boolean ready)
    {
        long now = ticker.read();
        // otherwise the expiry starts again with the next observation
        boolean observing = ready && now - lastObserved <= maxGap;
        long unpromised = observing ? duration - (now - unchangedSince) : duration;
        long promise = taking ? 0 : Math.max(0, Math.max(unpromised, promisedUntil - now));
        if (now + promise - promisedUntil > 0) {
            promisedUntil = now + promise;
        }
        return new Duration(promise, NANOSECONDS);
    }

    synchronized long unchangedSince()
    {
        return unchangedSince;
    }

    private boolean isFree(LeaseRecord lease)
    {
        // a lease of an earlier process of this node cannot be renewed
        return lease.isReleased() || lease.nodeId().equals(nodeId);
    }
}
