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
package io.prestodynamic.catalog.files;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.DataSize;
import org.testng.annotations.Test;

import java.io.File;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.KILOBYTE;
import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogFilesConfig
{
    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(CatalogFilesConfig.class)
                .setDirectory(new File("var/dynamic-catalog/files"))
                .setMaxFileSize(new DataSize(1, MEGABYTE))
                .setMaxTotalSize(new DataSize(4, MEGABYTE))
                .setMaxCount(20)
                .setAllowedNames(".*"));
    }

    @Test
    public void testMapping()
    {
        assertFullMapping(
                ImmutableMap.<String, String>builder()
                        .put("dynamic-catalog.files.directory", "/run/presto/files")
                        .put("dynamic-catalog.files.max-file-size", "10kB")
                        .put("dynamic-catalog.files.max-total-size", "20kB")
                        .put("dynamic-catalog.files.max-count", "3")
                        .put("dynamic-catalog.files.allowed-names", ".*\\.keytab")
                        .build(),
                new CatalogFilesConfig()
                        .setDirectory(new File("/run/presto/files"))
                        .setMaxFileSize(new DataSize(10, KILOBYTE))
                        .setMaxTotalSize(new DataSize(20, KILOBYTE))
                        .setMaxCount(3)
                        .setAllowedNames(".*\\.keytab"));
    }

    @Test
    public void testAllowedNames()
    {
        assertThat(new CatalogFilesConfig().setAllowedNames("(").isAllowedNamesValid()).isFalse();
    }
}
