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
package io.prestodynamic.catalog;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.ConfigurationException;
import io.airlift.units.Duration;
import org.testng.annotations.Test;

import java.util.Map;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

public class TestActiveCoordinatorConfig
{
    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(ActiveCoordinatorConfig.class)
                .setEnabled(false)
                .setLease(new Duration(10, SECONDS))
                .setWarmUpQueries(40));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.of(
                "dynamic-catalog.active-coordinator.enabled", "true",
                "dynamic-catalog.active-coordinator.lease", "1m",
                "dynamic-catalog.active-coordinator.warm-up-queries", "0");
        assertFullMapping(properties, new ActiveCoordinatorConfig()
                .setEnabled(true)
                .setLease(new Duration(1, MINUTES))
                .setWarmUpQueries(0));
    }

    @Test
    public void testRefused()
    {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ConfigurationFactory(ImmutableMap.of("dynamic-catalog.active-coordinator.lease", "2s")).build(ActiveCoordinatorConfig.class))
                .withMessageContaining("dynamic-catalog.active-coordinator.lease");
    }

    @Test
    public void testRequestTimeout()
    {
        assertThat(new ActiveCoordinatorConfig().requestTimeout()).isEqualTo(new Duration(2500, MILLISECONDS));
        assertThat(new ActiveCoordinatorConfig().setLease(new Duration(3, SECONDS)).requestTimeout()).isEqualTo(new Duration(1, SECONDS));
    }

    /**
     * A pass begins a fifth of the lease after the last renewal, or a tenth later; the next one a tenth after its end.
     */
    @Test
    public void testFailedPassLeavesTimeForAnother()
    {
        for (int seconds : new int[] {3, 4, 10, 60}) {
            Duration lease = new Duration(seconds, SECONDS);
            long passMillis = new ActiveCoordinatorConfig().setLease(lease).passTimeout().toMillis();
            assertThat(lease.toMillis() / 5 + 2 * (lease.toMillis() / 10 + passMillis)).isLessThan(lease.toMillis());
        }
    }
}
