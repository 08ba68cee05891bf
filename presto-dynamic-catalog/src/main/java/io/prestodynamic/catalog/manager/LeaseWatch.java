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

import com.google.common.base.Ticker;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.store.LeaseRecord;

import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Decides when a lease may be taken, by watching it: clocks of other machines have no part in it. Used by one thread.
 */
final class LeaseWatch
{
    private final String nodeId;
    private final long duration;
    private final long maxGap;
    private final Ticker ticker;
    private Optional<LeaseRecord> seen = Optional.empty();
    private boolean known;
    private long lastLook;
    private volatile long unchangedSince;

    LeaseWatch(String nodeId, Duration lease, Ticker ticker)
    {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.duration = lease.roundTo(NANOSECONDS);
        this.maxGap = duration / 2;
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.unchangedSince = ticker.read();
        this.lastLook = unchangedSince;
    }

    /**
     * @param lease as it is now
     * @return whether it may be taken
     */
    boolean look(Optional<LeaseRecord> lease)
    {
        long now = ticker.read();
        // when the store was down, or this process was frozen, the holder may not have been able to renew either
        if (!lease.equals(seen) || now - lastLook > maxGap) {
            unchangedSince = now;
        }
        lastLook = now;
        seen = lease;
        known |= lease.isPresent();
        if (lease.isEmpty() && !known) {
            return true;
        }
        // a lease that vanished is left to its holder for a while, who takes it anew
        return lease.filter(this::isNobodys).isPresent() || now - unchangedSince >= duration;
    }

    /**
     * When a sign of the holder was seen last, by the ticker, or when the watch began. May be called from any thread.
     */
    long unchangedSince()
    {
        return unchangedSince;
    }

    private boolean isNobodys(LeaseRecord lease)
    {
        // this node's former life cannot renew it any more
        return lease.isReleased() || lease.nodeId().equals(nodeId);
    }
}
