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
package io.prestodynamic.catalog.audit;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.DataSize;
import org.testng.annotations.Test;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.MEGABYTE;

public class TestAuditConfig
{
    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(AuditConfig.class)
                .setEnabled(true)
                .setPath("var/log/catalog-audit.log")
                .setRotatedPattern("-%d{yyyy-MM-dd}.%i.log.gz")
                .setMaxFileSize(new DataSize(100, MEGABYTE))
                .setMaxHistory(400));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        assertFullMapping(
                ImmutableMap.<String, String>builder()
                        .put("dynamic-catalog.audit.enabled", "false")
                        .put("dynamic-catalog.audit.log-path", "/var/log/presto/audit.log")
                        .put("dynamic-catalog.audit.rotated-pattern", ".%d.%i")
                        .put("dynamic-catalog.audit.max-file-size", "1MB")
                        .put("dynamic-catalog.audit.max-days", "30")
                        .build(),
                new AuditConfig()
                        .setEnabled(false)
                        .setPath("/var/log/presto/audit.log")
                        .setRotatedPattern(".%d.%i")
                        .setMaxFileSize(new DataSize(1, MEGABYTE))
                        .setMaxHistory(30));
    }
}
