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
package io.prestodynamic.tests.process.clients;

import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The jar for JDBC tools. It contains all its dependencies, relocated so that they cannot conflict with libraries of the tool.
 */
public class TestLocatorJar
{
    private Path path;
    private JarFile jar;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        path = Path.of(System.getProperty("presto.locator.jar"));
        jar = new JarFile(path.toFile());
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        jar.close();
    }

    @Test
    public void testPackages()
    {
        assertThat(classes()).isNotEmpty().allMatch(name -> name.matches("(io/prestodynamic/(locator|cli)|com/facebook/presto/jdbc)/.*"));
        assertThat(classes()).anyMatch(name -> name.startsWith("io/prestodynamic/locator/internal/jackson/"));
        assertThat(classes()).contains("com/facebook/presto/jdbc/internal/okhttp3/OkHttpClient.class");
    }

    @Test
    public void testServices()
            throws IOException
    {
        assertThat(names()).filteredOn(name -> name.startsWith("META-INF/services/") && !name.endsWith("/")).containsExactly("META-INF/services/java.sql.Driver");
        assertThat(text("META-INF/services/java.sql.Driver").lines())
                .containsExactlyInAnyOrder("io.prestodynamic.locator.jdbc.PrestoDiscoveryDriver", "com.facebook.presto.jdbc.PrestoDriver");
    }

    @Test
    public void testManifest()
            throws IOException
    {
        assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo("io.prestodynamic.locator.command.PrestoLocate");
        assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version")).startsWith("0.");
        // signatures of others
        assertThat(names()).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"));
    }

    @Test
    public void testMainClass()
            throws IOException
    {
        String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
        assertThat(jar.getEntry(main.replace('.', '/') + ".class")).isNotNull();
    }

    @Test
    public void testLicences()
            throws IOException
    {
        assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0, January 2004");
        assertThat(text("META-INF/NOTICE")).contains("Presto coordinator locator", "Jackson JSON processor", "FastDoubleParser");
        assertThat(text("META-INF/NOTICE.txt")).contains("Joda.org");
        assertThat(names()).contains("META-INF/license/LICENSE.jol.txt", "META-INF/FastDoubleParser-LICENSE", "META-INF/Schubfach-LICENSE");
    }

    @Test
    public void testDriversNeedNothingElse()
            throws Exception
    {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {path.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            List<Driver> drivers = ServiceLoader.load(Driver.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(driver -> driver.getClass().getClassLoader() == loader)
                    .toList();
            assertThat(drivers).hasSize(2);

            String url = "jdbc:presto-discovery://127.0.0.1:1/?coordinatorTimeout=0ms";
            Properties properties = new Properties();
            properties.setProperty("user", "alice");
            Driver driver = drivers.stream()
                    .filter(candidate -> accepts(candidate, url))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> driver.connect(url, properties))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("http://127.0.0.1:1");
            assertThat(drivers).filteredOn(candidate -> accepts(candidate, "jdbc:presto://127.0.0.1:1")).hasSize(1).doesNotContain(driver);
        }
    }

    private static boolean accepts(Driver driver, String url)
    {
        try {
            return driver.acceptsURL(url);
        }
        catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names()
    {
        return jar.stream()
                .map(JarEntry::getName)
                .toList();
    }

    private List<String> classes()
    {
        return names().stream()
                .filter(name -> name.endsWith(".class"))
                .toList();
    }

    private String text(String name)
            throws IOException
    {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
