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
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Map;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertDeprecatedEquivalence;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

public class TestDynamicCatalogConfig
{
    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"dynamic-catalog.reconcile-interval", "0s"},
                {"dynamic-catalog.push-timeout", "0s"},
                {"dynamic-catalog.drain-timeout", "1"},
                {"dynamic-catalog.validation-timeout", "0s"},
                {"dynamic-catalog.listing-timeout", "0s"},
                {"dynamic-catalog.request-body-timeout", "0s"},
                {"dynamic-catalog.max-concurrent-changes", "0"},
                {"dynamic-catalog.max-concurrent-changes", "1001"},
                {"dynamic-catalog.coordinator-lease", "10ms"},
                {"dynamic-catalog.history.max-age", "1m"},
                // less than two reconcile intervals
                {"dynamic-catalog.coordinator-lease", "9s"},
                {"dynamic-catalog.startup-policy", "hope"},
        };
    }

    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(DynamicCatalogConfig.class)
                .setEnabled(true)
                .setReconcileInterval(new Duration(5, SECONDS))
                .setPushTimeout(new Duration(10, SECONDS))
                .setDrainTimeout(new Duration(1, HOURS))
                .setLoadTimeout(new Duration(1, MINUTES))
                .setValidationTimeout(new Duration(30, SECONDS))
                .setListingTimeout(new Duration(10, SECONDS))
                .setRequestBodyTimeout(new Duration(30, SECONDS))
                .setMaxConcurrentChanges(16)
                .setCoordinatorLease(new Duration(1, MINUTES))
                .setHistoryMaxAge(new Duration(400, DAYS))
                .setExportSecrets(false)
                .setSharedSecretRequired(false)
                .setAllowedHosts("")
                .setStartupPolicy(StartupPolicy.WAIT));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("dynamic-catalog.enabled", "false")
                .put("dynamic-catalog.reconcile-interval", "1s")
                .put("dynamic-catalog.push-timeout", "2s")
                .put("dynamic-catalog.drain-timeout", "3h")
                .put("dynamic-catalog.load-timeout", "4m")
                .put("dynamic-catalog.validation-timeout", "6s")
                .put("dynamic-catalog.listing-timeout", "9s")
                .put("dynamic-catalog.request-body-timeout", "7s")
                .put("dynamic-catalog.max-concurrent-changes", "8")
                .put("dynamic-catalog.coordinator-lease", "5m")
                .put("dynamic-catalog.history.max-age", "30d")
                .put("dynamic-catalog.export-secrets", "true")
                .put("dynamic-catalog.require-shared-secret", "true")
                .put("dynamic-catalog.allowed-hosts", "presto, presto.example.com")
                .put("dynamic-catalog.startup-policy", "fail")
                .build();

        assertFullMapping(properties, new DynamicCatalogConfig()
                .setEnabled(false)
                .setReconcileInterval(new Duration(1, SECONDS))
                .setPushTimeout(new Duration(2, SECONDS))
                .setDrainTimeout(new Duration(3, HOURS))
                .setLoadTimeout(new Duration(4, MINUTES))
                .setValidationTimeout(new Duration(6, SECONDS))
                .setListingTimeout(new Duration(9, SECONDS))
                .setRequestBodyTimeout(new Duration(7, SECONDS))
                .setMaxConcurrentChanges(8)
                .setCoordinatorLease(new Duration(5, MINUTES))
                .setHistoryMaxAge(new Duration(30, DAYS))
                .setExportSecrets(true)
                .setSharedSecretRequired(true)
                .setAllowedHosts("presto, presto.example.com")
                .setStartupPolicy(StartupPolicy.FAIL));
    }

    @Test
    public void testSeedsKey()
    {
        assertDeprecatedEquivalence(DynamicCatalogConfig.class, ImmutableMap.of("dynamic-catalog.enabled", "false"), ImmutableMap.of("dynamic-catalog.enable", "false"));
    }

    @Test(dataProvider = "refused")
    public void testRefused(String property, String value)
    {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ConfigurationFactory(ImmutableMap.of(property, value)).build(DynamicCatalogConfig.class))
                .withMessageContaining(property);
    }
}
