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
package io.prestodynamic.locator.jdbc;

import io.prestodynamic.discovery.client.HttpAddress;
import org.testng.annotations.Test;

import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDriverWithoutPresto
{
    @Test
    public void testDriverIsLoadedWithoutPresto()
            throws Exception
    {
        URL[] classes = {location(PrestoDiscoveryDriver.class), location(HttpAddress.class)};
        try (URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Driver driver = ServiceLoader.load(Driver.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(candidate -> candidate.getClass().getClassLoader() == loader)
                    .findFirst()
                    .orElseThrow();
            assertThat(driver.acceptsURL("jdbc:presto-discovery://one")).isTrue();
            assertThatThrownBy(() -> driver.connect("jdbc:presto-discovery://one", new Properties()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Presto's JDBC driver is not on the class path");
        }
    }

    private static URL location(Class<?> type)
    {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
