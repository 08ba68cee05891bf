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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import org.testng.annotations.Test;

import java.util.Map;

import static io.airlift.units.DataSize.Unit.BYTE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestFileLimits
{
    private final FileLimits limits = new FileLimits(new CatalogFilesConfig()
            .setMaxFileSize(new DataSize(10, BYTE))
            .setMaxTotalSize(new DataSize(15, BYTE))
            .setMaxCount(3)
            .setAllowedNames("[a-z.]+"));

    @Test
    public void testAllowed()
    {
        limits.check(definition(Map.of(), Map.of()));
        limits.check(definition(Map.of("a", "x${CATALOG_FILE:core.xml},${CATALOG_FILE:hdfs.xml}", "b", "${CATALOG_FILE:core.xml}"), Map.of("core.xml", "1234567890", "hdfs.xml", "12345")));
    }

    @Test
    public void testRefused()
    {
        assertRefused(Map.of("a", "${CATALOG_FILE:x}"), Map.of(), "A property refers to ${CATALOG_FILE:x}, and the catalog has no file x");
        assertRefused(Map.of("a", "${CATALOG_FILE:../x}"), Map.of(), "A property refers to ${CATALOG_FILE:../x}, and the catalog has no file ../x");
        assertRefused(Map.of("a", "$${CATALOG_FILE:x}"), Map.of("x", ""), "No property refers to file x: write ${CATALOG_FILE:x} where the connector needs its path");
        assertRefused(reference("x"), Map.of("x", "12345678901"), "A file has at most 10B (dynamic-catalog.files.max-file-size), and x has 11 bytes");
        assertRefused(
                reference("x", "y"),
                Map.of("x", "12345678", "y", "12345678"),
                "The files of a catalog have at most 15B together (dynamic-catalog.files.max-total-size), those of this one have 16 bytes");
        assertRefused(
                reference("a", "b", "c", "d"),
                Map.of("a", "", "b", "", "c", "", "d", ""),
                "A catalog has at most 3 files (dynamic-catalog.files.max-count), this one has 4");
        assertRefused(reference("X"), Map.of("X", ""), "File X is not allowed: its name does not match dynamic-catalog.files.allowed-names");
    }

    private static Map<String, String> reference(String... names)
    {
        ImmutableMap.Builder<String, String> properties = ImmutableMap.builder();
        for (String name : names) {
            properties.put("property." + name, "${CATALOG_FILE:%s}".formatted(name));
        }
        return properties.build();
    }

    private void assertRefused(Map<String, String> properties, Map<String, String> files, String message)
    {
        assertThatThrownBy(() -> limits.check(definition(properties, files)))
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode()).isEqualTo(INVALID_REQUEST))
                .hasMessage(message);
    }

    private static CatalogDefinition definition(Map<String, String> properties, Map<String, String> files)
    {
        return new CatalogDefinition(new CatalogName("lake"), "hive", properties, TestingFiles.digests(files));
    }
}
