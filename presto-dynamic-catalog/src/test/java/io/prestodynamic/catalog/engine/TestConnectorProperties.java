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
package io.prestodynamic.catalog.engine;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.Test;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

public class TestConnectorProperties
{
    @Test
    public void testAskedOneByOne()
    {
        ConnectorProperties properties = new ConnectorProperties(ImmutableMap.of("a", "1", "b", "2", "c", "3"));
        assertThat(properties.getIgnored()).containsExactly("a", "b", "c");
        assertThat(properties).hasSize(3);
        assertThat(properties.get("a")).isEqualTo("1");
        assertThat(properties.getOrDefault("x", "0")).isEqualTo("0");
        assertThat(properties.containsKey("b")).isTrue();
        assertThat(properties.getIgnored()).containsExactly("c");
        assertThat(properties.getRequested()).containsExactly("a", "b", "x");
    }

    @Test
    public void testTakenTogether()
    {
        ConnectorProperties copied = new ConnectorProperties(ImmutableMap.of("a", "1"));
        assertThat(ImmutableMap.copyOf(copied)).containsExactly(Map.entry("a", "1"));
        assertThat(copied.getIgnored()).isEmpty();

        ConnectorProperties listed = new ConnectorProperties(ImmutableMap.of("a", "1"));
        assertThat(listed.keySet()).containsExactly("a");
        assertThat(listed.getIgnored()).isEmpty();

        ConnectorProperties put = new ConnectorProperties(ImmutableMap.of("a", "1"));
        assertThat(new HashMap<>(put)).hasSize(1);
        assertThat(put.getIgnored()).isEmpty();
    }
}
