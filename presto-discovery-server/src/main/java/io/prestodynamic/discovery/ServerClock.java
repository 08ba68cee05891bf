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

import com.google.common.primitives.Longs;
import io.airlift.discovery.store.Entry;
import io.airlift.discovery.store.Version;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Differences between the clocks of discovery servers. Each server stamps announcements with its own clock. Their expiry depends on this time, and so does the
 * choice of the newer one of two.
 */
final class ServerClock
{
    /**
     * Header with the time of the sender, in milliseconds since the epoch.
     */
    static final String TIME = "X-Discovery-Time";
    // a smaller difference may be the time that a message takes
    private static final long MAX_DIFFERENCE_MILLIS = 2000;

    private ServerClock() {}

    /**
     * Returns the entries of another server with times of the clock of this one. Leaves out entries from before the clock of the other was set back.
     *
     * @param theirs time of the other server; if empty, the entries are not changed
     * @param ours time of this server at the same moment
     */
    static List<Entry> adjust(List<Entry> entries, Optional<String> theirs, long ours)
    {
        Optional<Long> time = theirs.map(Longs::tryParse);
        if (time.isEmpty()) {
            return entries;
        }
        long difference = ours - time.get();
        return entries.stream()
                .filter(entry -> !isLaterThan(entry, time.get()))
                .map(entry -> Math.abs(difference) > MAX_DIFFERENCE_MILLIS ? shift(entry, difference) : entry)
                .collect(toImmutableList());
    }

    /**
     * Returns whether an entry is from before the clock of its server was set back to this time.
     */
    static boolean isLaterThan(Entry entry, long time)
    {
        return entry.getTimestamp() > time + MAX_DIFFERENCE_MILLIS;
    }

    private static Entry shift(Entry entry, long millis)
    {
        return new Entry(
                entry.getKey(),
                entry.getValue(),
                new Version(entry.getVersion().getSequence() + millis),
                entry.getTimestamp() + millis,
                entry.getMaxAgeInMs());
    }
}
