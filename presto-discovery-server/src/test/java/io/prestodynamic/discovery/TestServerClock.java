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

import io.airlift.discovery.store.Entry;
import io.airlift.discovery.store.Version;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

public class TestServerClock
{
    private static final long NOW = 1_800_000_000_000L;
    private static final long HOUR = 3_600_000;

    @Test
    public void testClockThatIsAhead()
    {
        Entry entry = entry(NOW + HOUR - 8000);
        assertThat(adjust(entry, NOW + HOUR)).isEqualTo(entry(NOW - 8000));
    }

    @Test
    public void testClockThatIsBehind()
    {
        Entry entry = entry(NOW - HOUR - 8000);
        assertThat(adjust(entry, NOW - HOUR)).isEqualTo(entry(NOW - 8000));
    }

    @Test
    public void testSameTime()
    {
        Entry entry = entry(NOW - 8000);
        assertThat(adjust(entry, NOW + 2000)).isEqualTo(entry);
        assertThat(adjust(entry, NOW - 2000)).isEqualTo(entry);
    }

    @Test
    public void testClockThatWasSetBack()
    {
        Entry before = entry(NOW);
        Entry after = entry(NOW - HOUR - 8000);
        assertThat(ServerClock.adjust(List.of(before, after), Optional.of(String.valueOf(NOW - HOUR)), NOW)).containsExactly(entry(NOW - 8000));
    }

    @Test
    public void testUnknownTime()
    {
        Entry entry = entry(NOW - HOUR);
        assertThat(ServerClock.adjust(List.of(entry), Optional.empty(), NOW)).containsExactly(entry);
        assertThat(ServerClock.adjust(List.of(entry), Optional.of("noon"), NOW)).containsExactly(entry);
    }

    private static Entry adjust(Entry entry, long theirs)
    {
        List<Entry> adjusted = ServerClock.adjust(List.of(entry), Optional.of(String.valueOf(theirs)), NOW);
        assertThat(adjusted).hasSize(1);
        return adjusted.get(0);
    }

    private static Entry entry(long time)
    {
        return new Entry(new byte[] {1}, new byte[] {2}, new Version(time), time, 30_000L);
    }
}
