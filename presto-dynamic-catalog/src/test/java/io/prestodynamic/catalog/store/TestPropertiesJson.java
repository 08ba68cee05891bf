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
package io.prestodynamic.catalog.store;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.Test;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestPropertiesJson
{
    @Test
    public void testWrite()
    {
        assertThat(PropertiesJson.write(ImmutableMap.of())).isEqualTo("{}");
        assertThat(PropertiesJson.write(ImmutableMap.of("b", "2", "a", "\"é\n"))).isEqualTo("{\"a\":\"\\\"\\u00E9\\n\",\"b\":\"2\"}");
    }

    @Test
    public void testRead()
    {
        assertThat(PropertiesJson.read("{}")).isEqualTo(DefinitionContent.NONE);
        assertThat(PropertiesJson.read(" {\"b\" : 1.50,\n\"a\": \"\\u00E9\", \"c\": false} ").properties()).containsExactly(
                entry("a", "é"),
                entry("b", "1.50"),
                entry("c", "false"));
    }

    @Test
    public void testUnreadable()
    {
        for (String text : new String[] {
                "",
                "null",
                "x",
                "\"s3cret\"",
                "[]",
                "{\"a\": [\"s3cret\"]}",
                "{\"a\": null}",
                "{\"s3cret",
                "{} s3cret",
                "{a: s3cret}",
                "{\"a\": s3cret}",
                "{\"a\": 1, \"a\": 2}"}) {
            assertThatThrownBy(() -> PropertiesJson.read(text)).as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The ")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }
}
