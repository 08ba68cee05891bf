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
 * Knowledge of the announcements that the other servers have. It is incomplete after the start, and after this server stood still, when announcements that were
 * renewed elsewhere look as if they had expired. It is complete again when each of the other servers has been asked since then, or when so much time has
 * passed that every live node has announced itself.
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
     * @param maxStandstill the time without a pass after which this server stood still
     * @param min how long a list that was made before may be answered
     * @param max how long an announcement is kept
     * @param clock milliseconds since the epoch: announcements expire by the same clock
     */
    CatchUp(Duration maxStandstill, Duration min, Duration max, LongSupplier clock)
    {
        maxStandstillMillis = maxStandstill.toMillis();
        minMillis = min.toMillis();
        maxMillis = max.toMillis();
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Begins to ask the other servers.
     *
     * @param servers node ids of all of them
     * @return to be told which of them were asked with success by requests that are sent from now on
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

    // a clock that was set back says nothing about the time that has passed
    @GuardedBy("this")
    private boolean stoodStill(long now)
    {
        return Math.abs(now - lastPass) > maxStandstillMillis;
    }

    /**
     * The servers that have been asked since the start, or since this server last stood still.
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
         * Everything that the server knows is known here.
         */
        void asked(String server)
        {
            asked.add(server);
        }
    }
}
