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
package io.prestodynamic.catalog.engine.errors;

import com.google.common.collect.ImmutableSet;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

public class TestSimilarNames
{
    private static final Set<String> NAMES = ImmutableSet.of(
            "connection-url",
            "connection-user",
            "connection-password",
            "hive.max-split-size",
            "hive.max-splits-a",
            "hive.max-splits-b",
            "uri");

    @DataProvider
    public Object[][] misspelled()
    {
        return new Object[][] {
                {"connection-pasword", "connection-password"},
                {"conection-usr", "connection-user"},
                {"connection-rul", "connection-url"},
                {"connectionUrl", "connection-url"},
                {"connection_url", "connection-url"},
                {"connection.url ", "connection-url"},
                {"hive.maxsplitsiez", "hive.max-split-size"},
                {"url", "uri"},
        };
    }

    @Test(dataProvider = "misspelled")
    public void testMisspelled(String name, String meant)
    {
        assertThat(SimilarNames.find(name, NAMES)).contains(meant);
    }

    @Test
    public void testNotSimilar()
    {
        for (String name : new String[] {"", "-", "user", "colour", "pool-url", "connection-time-out", "x".repeat(100_000)}) {
            assertThat(SimilarNames.find(name, NAMES)).as(name).isEmpty();
        }
        assertThat(SimilarNames.find("connection-url", ImmutableSet.of())).isEmpty();
    }

    @Test
    public void testSeveralAreAsSimilar()
    {
        assertThat(SimilarNames.find("hive.max-splits-c", NAMES)).isEmpty();
        // one edit and two edits
        assertThat(SimilarNames.find("connection-use", NAMES)).contains("connection-user");
    }
}
