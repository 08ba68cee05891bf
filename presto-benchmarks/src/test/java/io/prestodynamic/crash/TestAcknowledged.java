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
package io.prestodynamic.crash;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks of what counts as a broken promise.
 */
public class TestAcknowledged
{
    private static final Map<String, String> ACKNOWLEDGED = ImmutableMap.of("a", "1-x", "b", "2-x");

    @Test
    public void testKept()
    {
        assertThat(compare(Optional.empty(), ACKNOWLEDGED).isKept(Engine.EMBEDDED)).isTrue();
    }

    @Test
    public void testBroken()
    {
        assertThat(compare(Optional.empty(), ImmutableMap.of("a", "1-x")).broken(Promise.LOST)).isEqualTo(1);
        assertThat(compare(Optional.empty(), ImmutableMap.of("a", "1-x", "b", "1-x")).broken(Promise.UNDONE)).isEqualTo(1);
        assertThat(compare(Optional.empty(), ImmutableMap.of("a", "1-x", "b", "2-x", "c", "0-x")).broken(Promise.RESURRECTED)).isEqualTo(1);
        assertThat(compare(Optional.empty(), ImmutableMap.of()).broken(Promise.LOST)).isEqualTo(2);
    }

    @Test
    public void testUnderWay()
    {
        Optional<Change> removal = Optional.of(new Change("b", Optional.of("2-x"), Optional.empty()));
        assertThat(compare(removal, ACKNOWLEDGED).isKept(Engine.EMBEDDED)).isTrue();
        assertThat(compare(removal, ImmutableMap.of("a", "1-x")).isKept(Engine.EMBEDDED)).isTrue();
        assertThat(compare(removal, ImmutableMap.of("b", "2-x")).broken(Promise.LOST)).isEqualTo(1);

        Optional<Change> addition = Optional.of(new Change("c", Optional.empty(), Optional.of("3-x")));
        assertThat(compare(addition, ImmutableMap.of("a", "1-x", "b", "2-x", "c", "3-x")).isKept(Engine.EMBEDDED)).isTrue();
        assertThat(compare(addition, ImmutableMap.of("a", "1-x", "b", "2-x", "c", "4-x")).broken(Promise.RESURRECTED)).isEqualTo(1);
    }

    @Test
    public void testRepeated()
    {
        CrashTally tally = new CrashTally();
        Register register = new Register(tally);
        register.given("1-x");
        register.given("2-x");
        register.begin(new Change("a", Optional.empty(), Optional.of("2-x")));
        register.acknowledge();
        assertThat(tally.isKept(Engine.MARIADB)).isTrue();
        assertThat(tally.isKept(Engine.EMBEDDED)).isTrue();

        register.given("1-x");
        assertThat(tally.broken(Promise.REPEATED_PREPARED)).isEqualTo(1);
        assertThat(tally.isKept(Engine.MARIADB)).isTrue();
        assertThat(tally.isKept(Engine.EMBEDDED)).isFalse();

        register.given("2-y");
        assertThat(tally.broken(Promise.REPEATED_NUMBER)).isEqualTo(1);
        assertThat(tally.broken(Promise.REPEATED_VERSION)).isZero();
        assertThat(tally.isKept(Engine.MARIADB)).isFalse();
        register.given("2-x");
        assertThat(tally.broken(Promise.REPEATED_VERSION)).isEqualTo(1);
    }

    private static CrashTally compare(Optional<Change> underWay, Map<String, String> found)
    {
        CrashTally tally = new CrashTally();
        new Acknowledged(ACKNOWLEDGED, underWay).compare(found, tally);
        return tally;
    }
}
