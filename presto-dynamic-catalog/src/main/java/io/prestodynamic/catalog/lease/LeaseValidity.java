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
 * Until when nobody else can have taken the lease, as its holder knows. A lease that is renewed lasts its length. One that cannot be renewed lasts as long as
 * discovery has listed the others within half a lease, and each that was ever listed has promised not to take it. Whoever takes the lease of a silent holder has been
 * listed for a whole lease before that, so the holder knows of it in time.
 * <p>
 * Times are counted from before the request that brought them was sent, by the holder's own clock, and looked at whenever somebody asks: a process that was frozen
 * knows at once that it was.
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

    /**
     * @param time when the request to the store was sent
     */
    synchronized void renew(long time)
    {
        start = time;
        promisedUntil.clear();
        listedUntil = time + lease;
        lost = false;
        successor = Optional.empty();
    }

    /**
     * @param time when discovery was asked
     * @param listed whom it lists
     */
    synchronized void list(long time, Collection<LeasePeer> listed)
    {
        // somebody may have come, have become active, and be gone from the list
        lost |= time + lease / 2 - listedUntil > lease;
        long now = ticker.read();
        // before it can take the lease after its promise, it has to be listed again, for the length of the lease
        promisedUntil.entrySet().removeIf(peer -> !listed.contains(peer.getKey()) && peer.getValue() - now > 0);
        // a new one was not listed before
        listed.forEach(peer -> promisedUntil.putIfAbsent(peer, listedUntil));
        if (time + lease / 2 - listedUntil > 0) {
            listedUntil = time + lease / 2;
        }
    }

    /**
     * @param time when the peer was asked
     * @param term of the lease that this is about
     */
    synchronized void accept(LeasePeer peer, long time, LeaseAnswer answer, long term)
    {
        if (answer.term() > term) {
            lose();
            successor = answer.holder();
        }
        if (!answer.instance().equals(peer.instance())) {
            // its process is gone, and another one has its address
            promisedUntil.remove(peer);
            return;
        }
        long until = time + MILLISECONDS.toNanos(answer.promiseMillis());
        promisedUntil.computeIfPresent(peer, (ignored, before) -> until - before > 0 ? until : before);
    }

    /**
     * Somebody else has taken the lease, or may have.
     */
    synchronized void lose()
    {
        lost = true;
    }

    synchronized boolean isValid()
    {
        long now = ticker.read();
        return !lost && listedUntil - now > 0 && promisedUntil.values().stream().allMatch(until -> until - now > 0);
    }

    /**
     * When the lease was renewed last.
     */
    synchronized long getStart()
    {
        return start;
    }

    /**
     * Whether a renewal has failed, or has not been made.
     */
    synchronized boolean isOverdue()
    {
        return ticker.read() - start >= lease / 5 * 2;
    }

    /**
     * All whose promise is needed.
     */
    synchronized Set<LeasePeer> getPeers()
    {
        return ImmutableSet.copyOf(promisedUntil.keySet());
    }

    /**
     * Where the coordinator is that has taken the lease, if that is known.
     */
    synchronized Optional<URI> getSuccessor()
    {
        return successor;
    }
}
