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
package io.prestodynamic.catalog.security.url;

import io.prestodynamic.catalog.security.url.UrlParameters.Parameter;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

public class TestUrlParameters
{
    @DataProvider
    public Object[][] urls()
    {
        return new Object[][] {
                {"jdbc:mysql://db:3306/?a=1&b=x%3Dy+z", List.of(new Parameter("a", "1"), new Parameter("b", "x=y z"))},
                {"jdbc:mysql://db?a=1?b=2;c=3", List.of(new Parameter("a", "1?b=2;c=3"))},
                {" jdbc:mysql:loadbalance://a,b/? %61 = 1 &b", List.of(new Parameter("a", "1"), new Parameter("b", ""))},
                {"jdbc:mysql://address=(host=db)(a=\"1\")/x?b=%zz", List.of(new Parameter("host", "db"), new Parameter("a", "1"), new Parameter("b", "%zz"))},
                {"jdbc:mysql://u:p@(host=db,a=1)/", List.of(new Parameter("host", "db"), new Parameter("a", "1"))},
                {"jdbc:postgresql://db/shop?a=1&a=2", List.of(new Parameter("a", "1"), new Parameter("a", "2"))},
                {"jdbc:sqlserver://db;a={x;b=}}};c=3", List.of(new Parameter("a", "x;b=}"), new Parameter("c", "3"))},
                {"jdbc:oracle:thin:@//db/shop?a=1", List.of(new Parameter("a", "1"))},
                {"jdbc:unknown://db;a=1&b=2", List.of(new Parameter("a", "1"), new Parameter("b", "2"))},
                {"https://host/path?a=1", List.of(new Parameter("a", "1"))},
                {"jdbc:mysql://db:3306", List.of()},
                {"a=1&b=2", List.of()},
        };
    }

    @Test(dataProvider = "urls")
    public void testFind(String url, List<Parameter> expected)
    {
        assertThat(UrlParameters.find(url)).isEqualTo(expected);
    }
}
