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
 * Clocks of discovery servers, which differ. Each notes by its own when it was told of an announcement, and by that time announcements expire, and the newer
 * of two is kept.
 */
final class ServerClock
{
    /**
     * Milliseconds since the epoch by the clock of the server that sends it.
     */
    static final String TIME = "X-Discovery-Time";
    // less may be the time that a message takes
    private static final long MAX_DIFFERENCE_MILLIS = 2000;

    private ServerClock() {}

    /**
     * Returns the entries of another server with their times by the clock of this one. Entries from before its clock was set back are left out.
     *
     * @param theirs what its clock said; without it, nothing is known of its clock
     * @param ours what the clock of this server said at the same time
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
