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

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCatalogSettings
{
    @Test
    public void testDescription()
    {
        assertThat(CatalogSettings.description("")).isEmpty();
        assertThat(CatalogSettings.description("Orders\n'\"\\ 数据源")).contains("Orders\n'\"\\ 数据源");
        assertThat(CatalogSettings.description("😀".repeat(1000))).isPresent();
    }

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"😀".repeat(1001), "A description has at most 1000 characters"},
                {"a\0b", "A description cannot have the character U+0000, or half of a surrogate pair"},
                {"a\ud800b", "A description cannot have the character U+0000, or half of a surrogate pair"},
                {"\udc00", "A description cannot have the character U+0000, or half of a surrogate pair"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String text, String message)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> CatalogSettings.description(text));
        assertThat(refusal.getCode()).isEqualTo(INVALID_REQUEST);
        assertThat(refusal).hasMessage(message);
    }

    @Test
    public void testDifferences()
    {
        CatalogSettings off = CatalogSettings.unlimited(Optional.of("Orders"), false);
        assertThat(off.differences(off)).isEmpty();
        assertThat(off.differences(CatalogSettings.DEFAULT)).containsExactly("description", "enabled");
        assertThat(off.differences(CatalogSettings.unlimited(Optional.of("Orders"), true))).containsExactly("enabled");
        assertThat(off.differences(new CatalogSettings(Optional.of("Orders"), false, Optional.of(20)))).containsExactly("limits");
    }
}
