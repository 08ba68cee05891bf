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
package io.prestodynamic.catalog.engine.errors;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static java.lang.ClassLoader.getPlatformClassLoader;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with the drivers of the stores.
 */
public class TestJdbcDrivers
{
    private final ClassLoader classLoader = getClass().getClassLoader();

    @DataProvider
    public Object[][] foreign()
    {
        return new Object[][] {
                {"connection-url", "jdbc:shop://h", "Property connection-url is no URL for connector mysql, which begins with jdbc:mysql:"},
                {"connection-url", "mysql://u:s3cret@h", "Property connection-url is no URL for connector mysql, which begins with jdbc:mysql:"},
                {"connection-url", " jdbc:mysql://h", "Property connection-url begins or ends with a blank"},
                {"connection-url", "jdbc:mysql:%zz//h", "Property connection-url is a URL that the driver of connector mysql cannot read"},
                {"archive.connection-url", "", "Property archive.connection-url is no URL for connector mysql, which begins with jdbc:mysql:"},
        };
    }

    @Test(dataProvider = "foreign")
    public void testForeign(String name, String url, String reason)
    {
        assertThat(find(ImmutableMap.of(name, url), classLoader)).contains(reason);
    }

    @Test
    public void testAccepted()
    {
        assertThat(find(ImmutableMap.of("connection-url", "jdbc:mysql://h:3306"), classLoader)).isEmpty();
        assertThat(find(ImmutableMap.of("connection-url", "jdbc:postgresql://h:5432/d"), classLoader)).isEmpty();
        assertThat(find(ImmutableMap.of("connection-url", "${ENV:URL}"), classLoader)).isEmpty();
        assertThat(find(ImmutableMap.of("broker-url", "shop://h"), classLoader)).isEmpty();
    }

    @Test
    public void testNoDrivers()
    {
        assertThat(find(ImmutableMap.of("connection-url", "shop://h"), getPlatformClassLoader())).isEmpty();
    }

    private static Optional<String> find(Map<String, String> properties, ClassLoader classLoader)
    {
        return JdbcDrivers.findForeignUrl(definition("sales", properties), classLoader);
    }
}
