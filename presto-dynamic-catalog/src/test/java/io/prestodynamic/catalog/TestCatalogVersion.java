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

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.time.Instant;
import java.util.List;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

public class TestCatalogVersion
{
    @DataProvider
    public Object[][] noVersions()
    {
        return new Object[][] {{""}, {"1"}, {"1-"}, {"-ab"}, {"1-AB"}, {"1-xy"}, {"a-ab"}, {"1-ab@2-ab"}, {"1-ab\n"}, {" 1-ab"}};
    }

    @Test
    public void testIds()
    {
        CatalogVersion version = version("sales", 12);
        assertThat(version.name()).isEqualTo(new CatalogName("sales"));
        assertThat(version.id()).isEqualTo("sales@12-ab");
        assertThat(version.connectorId()).isEqualTo(new ConnectorId("sales@12-ab"));
    }

    @Test(dataProvider = "noVersions")
    public void testOtherForms(String version)
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new CatalogVersion(definition("sales"), version, Instant.EPOCH));
    }

    @Test
    public void testValuesAreNotShown()
    {
        CatalogVersion version = version("sales", 1, ImmutableMap.of("connection-password", "s3cret"));
        assertThat(version.toString()).contains("sales", "connection-password").doesNotContain("s3cret");
    }

    @Test
    public void testId()
    {
        assertThat(CatalogVersion.isId("sales@12-3fa9c1")).isTrue();
        assertThat(CatalogVersion.isId("sales-eu@12-3fa9c1-ab12")).isTrue();
        for (String other : List.of("sales", "lost+found", "@1-ab", "sales@", "sales@1", "Sales@1-ab", "sales@1-ab/x", "..")) {
            assertThat(CatalogVersion.isId(other)).as(other).isFalse();
        }
    }
}
