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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import org.testng.annotations.Test;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestFileReferences
{
    @Test
    public void testResolve()
    {
        Map<String, String> properties = Map.of(
                "resources", "${CATALOG_FILE:core-site.xml},${CATALOG_FILE:hdfs-site.xml}",
                "password", "${ENV:PASSWORD}",
                "escaped", "$${CATALOG_FILE:x}",
                "both", "${FILE:/a}${CATALOG_FILE:core-site.xml}$${ENV:X}");
        assertThat(FileReferences.names(properties)).containsExactlyInAnyOrder("core-site.xml", "hdfs-site.xml");
        CatalogDefinition definition = new CatalogDefinition(new CatalogName("lake"), "hive", properties, TestingFiles.digests(Map.of("core-site.xml", "1", "hdfs-site.xml", "2")));
        assertThat(FileReferences.resolve(definition, name -> Path.of("/var/files", name)).properties()).containsOnly(
                Map.entry("resources", "/var/files/core-site.xml,/var/files/hdfs-site.xml"),
                // what is left is resolved later
                Map.entry("password", "${ENV:PASSWORD}"),
                Map.entry("escaped", "$${CATALOG_FILE:x}"),
                Map.entry("both", "${FILE:/a}/var/files/core-site.xml$${ENV:X}"));
        assertThat(FileReferences.resolve(definition, name -> Path.of("/var/${ENV:X}", name)).properties()).containsEntry("both", "${FILE:/a}/var/$${ENV:X}/core-site.xml$${ENV:X}");
    }

    @Test
    public void testMissing()
    {
        CatalogDefinition definition = new CatalogDefinition(new CatalogName("lake"), "hive", Map.of("a", "${CATALOG_FILE:../../etc/passwd}"));
        assertThatThrownBy(() -> FileReferences.resolve(definition, Path::of).properties())
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("the catalog has no file ../../etc/passwd");
    }
}
