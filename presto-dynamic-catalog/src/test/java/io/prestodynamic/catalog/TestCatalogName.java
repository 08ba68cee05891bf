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

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCatalogName
{
    @DataProvider
    public Object[][] names()
    {
        return new Object[][] {{"a"}, {"_"}, {"0"}, {"sales"}, {"sales-2_eu"}, {"_-"}, {"a".repeat(200)}};
    }

    @DataProvider
    public Object[][] others()
    {
        return new Object[][] {
                {""}, {" "}, {"-a"}, {"Sales"}, {"a b"}, {"a.b"}, {"a@1-ab"}, {"$system"}, {"a/b"}, {"../a"}, {"a\n"}, {"\na"}, {"a\0"}, {"é"}, {"ａ"}, {"ı"}, {"a".repeat(201)}};
    }

    @Test(dataProvider = "names")
    public void testNames(String name)
    {
        assertThat(new CatalogName(name).value()).isEqualTo(name);
        assertThat(new CatalogName(name)).hasToString(name);
    }

    @Test(dataProvider = "others")
    public void testOthers(String name)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> new CatalogName(name));
        assertThat(refusal.getCode()).isEqualTo(INVALID_REQUEST);
        assertThat(refusal).hasMessageContaining("A catalog name");
    }

    @Test
    public void testLongNamesAreNotRepeated()
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> new CatalogName("a".repeat(100_000)));
        assertThat(refusal.getMessage()).hasSizeLessThan(100);
    }

    @Test
    public void testNull()
    {
        assertThatNullPointerException().isThrownBy(() -> new CatalogName(null));
    }

    @Test
    public void testOrder()
    {
        assertThat(new CatalogName("a")).isLessThan(new CatalogName("b")).isEqualByComparingTo(new CatalogName("a"));
    }
}
