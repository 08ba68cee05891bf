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
package io.prestodynamic.discovery;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

import static com.google.common.collect.Sets.newConcurrentHashSet;
import static java.util.Objects.requireNonNull;

/**
 * Knowledge of the announcements of the other servers. It is incomplete after the start, and after this server stood still, when announcements that were
 * renewed elsewhere look expired. It is complete when all other servers have answered since then, or when enough time has passed for every live node to
 * announce itself.
 */
@ThreadSafe
class CatchUp
{
    private final long maxStandstillMillis;
    private final long minMillis;
    private final long maxMillis;
    private final LongSupplier clock;
    @GuardedBy("this")
    private Set<String> servers = ImmutableSet.of();
    @GuardedBy("this")
    private long lastPass;
    @GuardedBy("this")
    private Round round;

    /**
     * @param maxStandstill time without a pass after which this server is taken to have stood still
     * @param min time for which a list is cached
     * @param max time for which an announcement is kept
     * @param clock milliseconds since the epoch, as for the expiry of announcements
     */
    CatchUp(Duration maxStandstill, Duration min, Duration max, LongSupplier clock)
    {
        maxStandstillMillis = maxStandstill.toMillis();
        minMillis = min.toMillis();
        maxMillis = max.toMillis();
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Begins a pass, in which the other servers are asked.
     *
     * @param servers node ids of all other servers
     * @return round that records the servers that answer requests which are sent from now on
     */
    synchronized Round beginPass(Set<String> servers)
    {
        long now = clock.getAsLong();
        if (round == null || stoodStill(now)) {
            round = new Round(now);
        }
        lastPass = now;
        this.servers = ImmutableSet.copyOf(servers);
        return round;
    }

    synchronized boolean isComplete()
    {
        long now = clock.getAsLong();
        if (round == null || stoodStill(now)) {
            return false;
        }
        long elapsed = now - round.since;
        return (elapsed >= minMillis && round.asked.containsAll(servers)) || elapsed >= maxMillis;
    }

    // the time that has passed is unknown if the clock was set back
    @GuardedBy("this")
    private boolean stoodStill(long now)
    {
        return Math.abs(now - lastPass) > maxStandstillMillis;
    }

    /**
     * Servers that have been asked since the start, or since this server last stood still.
     */
    static final class Round
    {
        private final long since;
        private final Set<String> asked = newConcurrentHashSet();

        private Round(long since)
        {
            this.since = since;
        }

        /**
         * Records that all announcements of a server are known.
         */
        void asked(String server)
        {
            asked.add(server);
        }
    }
}
