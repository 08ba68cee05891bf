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
package io.prestodynamic.discovery.client;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.ConfigurationException;
import io.airlift.units.Duration;
import org.testng.annotations.Test;

import java.util.Map;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDiscoveryServersConfig
{
    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(DiscoveryServersConfig.class)
                .setServers(null)
                .setWarmupInterval(new Duration(30, SECONDS)));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.of(
                "discovery.servers", "d1:8411,d2:8411",
                "discovery.servers.warmup-interval", "1m");
        assertFullMapping(properties, new DiscoveryServersConfig()
                .setServers("d1:8411,d2:8411")
                .setWarmupInterval(new Duration(1, MINUTES)));
    }

    @Test
    public void testWarmupIntervalIsRefused()
    {
        for (String invalid : new String[] {"0s", "2h", "soon"}) {
            assertThatThrownBy(() -> new ConfigurationFactory(ImmutableMap.of("discovery.servers.warmup-interval", invalid)).build(DiscoveryServersConfig.class))
                    .as(invalid)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("discovery.servers.warmup-interval");
        }
    }
}
