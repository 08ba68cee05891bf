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
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.lease.peer.LeaseAnswer;
import io.prestodynamic.catalog.lease.peer.LeasePeer;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Time until which nobody else can have taken the lease. A renewed lease is valid for its duration. A lease that cannot be renewed stays valid as long as
 * discovery has listed the other coordinators within half the duration, and each one ever listed has promised not to take it. A coordinator takes the lease of
 * a silent holder only after discovery has listed it for a whole duration, so the holder learns of it in time.
 *
 * <p>All times are start times of requests on the local clock, and every read compares them with the current time. A process that was suspended therefore knows
 * at once that its lease has expired.
 */
@ThreadSafe
final class LeaseValidity
{
    private final long lease;
    private final Ticker ticker;
    @GuardedBy("this")
    private final Map<LeasePeer, Long> promisedUntil = new HashMap<>();
    @GuardedBy("this")
    private long start;
    @GuardedBy("this")
    private long listedUntil;
    @GuardedBy("this")
    private boolean lost;
    @GuardedBy("this")
    private Optional<URI> successor = Optional.empty();

    LeaseValidity(Duration lease, Ticker ticker)
    {
        this.lease = lease.roundTo(NANOSECONDS);
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.start = ticker.read();
        this.listedUntil = start;
    }

    synchronized void renew(long time)
    {
        start = time;
        promisedUntil.clear();
        listedUntil = time + lease;
        lost = false;
        successor = Optional.empty();
    }

    synchronized void list(long time, Collection<LeasePeer> listed)
    {
        // a coordinator may have been listed, become active and disappeared meanwhile
        lost |= time + lease / 2 - listedUntil > lease;
        long now = ticker.read();
        // a coordinator that is no longer listed must be listed for a whole duration before it can take the lease
        promisedUntil.entrySet().removeIf(peer -> !listed.contains(peer.getKey()) && peer.getValue() - now > 0);
        // a new coordinator was not listed before
        listed.forEach(peer -> promisedUntil.putIfAbsent(peer, listedUntil));
        if (time + lease / 2 - listedUntil > 0) {
            listedUntil = time + lease / 2;
        }
    }

    /**
     * @param time start of the request to the peer
     * @param term of the lease that the promise is about
     */
    synchronized void accept(LeasePeer peer, long time, LeaseAnswer answer, long term)
    {
        if (answer.term() > term) {
            lose();
            successor = answer.holder();
        }
        if (!answer.instance().equals(peer.instance())) {
            // the process has been replaced by another one at the same address
            promisedUntil.remove(peer);
            return;
        }
        long until = time + MILLISECONDS.toNanos(answer.promiseMillis());
        promisedUntil.computeIfPresent(peer, (ignored, before) -> until - before > 0 ? until : before);
    }

    synchronized void lose()
    {
        lost = true;
    }

    synchronized boolean isValid()
    {
        long now = ticker.read();
        return !lost && listedUntil - now > 0 && promisedUntil.values().stream().allMatch(until -> until - now > 0);
    }

    synchronized long getStart()
    {
        return start;
    }

    /**
     * Returns whether a renewal has failed or is late.
     */
    synchronized boolean isOverdue()
    {
        return ticker.read() - start >= lease / 5 * 2;
    }

    synchronized Set<LeasePeer> getPeers()
    {
        return ImmutableSet.copyOf(promisedUntil.keySet());
    }

    synchronized Optional<URI> getSuccessor()
    {
        return successor;
    }
}
