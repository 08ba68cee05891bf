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

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A few kills of each engine. {@code bin/crash} does the same any number of times, and with idle times.
 */
@Test(singleThreaded = true)
public class TestCrash
{
    private static final long SEED = 1;

    @DataProvider
    public Object[][] engines()
    {
        return new Object[][] {{Engine.EMBEDDED, 12}, {Engine.MYSQL, 3}, {Engine.MARIADB, 3}, {Engine.POSTGRESQL, 6}};
    }

    @Test(dataProvider = "engines")
    public void testKills(Engine engine, int kills)
    {
        CrashTally tally = Crash.run(engine, kills, 2, Duration.ofSeconds(1), SEED);
        assertThat(tally.isKept(engine)).describedAs("Standard error says what was lost").isTrue();
        assertThat(tally.kills()).isEqualTo(kills);
        // a store without changes cannot lose any
        assertThat(tally.changes()).isGreaterThan(kills);
    }
}
