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
package io.prestodynamic.catalog.engine.configuration;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import org.objectweb.asm.ClassReader;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plugin whose classes are those of the tests.
 */
public class TestInstalledConnectors
{
    private final PluginConfigurations configurations = new PluginConfigurations();
    private URLClassLoader plugin;
    private ConnectorDescription shop;

    @BeforeClass
    public void setUp()
    {
        URL classes = TestInstalledConnectors.class.getProtectionDomain().getCodeSource().getLocation();
        plugin = new URLClassLoader(new URL[] {classes}, TestInstalledConnectors.class.getClassLoader());
        shop = connectors(TestingCatalogLimits.none()).describe("mysql").orElseThrow();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        plugin.close();
    }

    @Test
    public void testNames()
    {
        InstalledConnectors connectors = connectors(new CatalogLimits(ImmutableSet.of("tpch"), List::of));
        assertThat(connectors.getNames()).containsExactly("jmx", "mysql", "tpch");
        assertThat(connectors.isAllowed("tpch")).contains(true);
        assertThat(connectors.describe("mysql").orElseThrow().allowed()).contains(false);
        assertThat(shop.allowed()).isEmpty();
        assertThat(connectors.describe("db2")).isEmpty();
        assertThat(connectors.describe("system")).isEmpty();
    }

    @Test
    public void testProperty()
    {
        ConnectorProperty timeout = known("installed.timeout");
        assertThat(timeout.description()).contains("Time for an order");
        assertThat(timeout.type()).isEqualTo(new PropertyType("duration", ImmutableList.of()));
        assertThat(timeout.defaultValue()).contains("10.00s");
        assertThat(timeout.defaultKnown()).isTrue();
        assertThat(timeout.formerNames()).containsExactly("installed.old-timeout", "installed.wait");
        assertThat(timeout.deprecated()).isFalse();
        assertThat(timeout.secret()).isFalse();
        assertThat(timeout.prefixed()).isFalse();
        assertThat(timeout.required()).isFalse();

        assertThat(known("installed.format").type()).isEqualTo(new PropertyType("enum", ImmutableList.of("ORC", "PARQUET")));
        assertThat(known("installed.format").defaultValue()).contains("PARQUET");
        assertThat(known("installed.strict").type().name()).isEqualTo("boolean");
        assertThat(known("installed.strict").deprecated()).isTrue();
        assertThat(known("installed.limit").type().name()).isEqualTo("integer");
        assertThat(known("installed.limit").defaultValue()).contains("7");
        // a setter that has former names only
        assertThat(known("installed.limit-kb").deprecated()).isTrue();
        assertThat(known("installed.limit-kb").defaultKnown()).isFalse();
    }

    @Test
    public void testSecrets()
    {
        assertThat(known("installed.code").secret()).isTrue();
        assertThat(known("installed.code").defaultValue()).isEmpty();
        // what the class forgets is masked too
        assertThat(known("installed.backup-password").secret()).isTrue();
    }

    @Test
    public void testDefaults()
    {
        assertThat(known("installed.uri").defaultValue()).isEmpty();
        assertThat(known("installed.uri").defaultKnown()).isTrue();
        assertThat(known("installed.uri").required()).isTrue();
        assertThat(known("installed.name").required()).isFalse();
        // only its setter knows how a list is written
        assertThat(known("installed.hosts").defaultKnown()).isFalse();
        assertThat(known("installed.no-hosts").defaultKnown()).isTrue();
        assertThat(known("installed.no-hosts").defaultValue()).contains("");
        assertThat(known("installed.no-hosts").required()).isFalse();
        // of a class that cannot be instantiated
        assertThat(known("broken.name").defaultKnown()).isFalse();
    }

    @Test
    public void testPrefixes()
    {
        assertThat(known("archive.age").formerNames()).containsExactly("archive.old-age");
        assertThat(known("archive.age").defaultValue()).contains("3");
        assertThat(names(shop.properties())).doesNotContain("age");
        ConnectorProperty computed = other("size");
        assertThat(computed.prefixed()).isTrue();
        assertThat(computed.defaultKnown()).isFalse();
        // no module binds it
        assertThat(known("nested.name").defaultKnown()).isTrue();
        assertThat(other("unbound.name").prefixed()).isFalse();
        assertThat(names(shop.properties())).doesNotContain("size", "unbound.name");
        assertThat(names(shop.otherProperties())).doesNotContain("age", "installed.limit");
    }

    @Test
    public void testDefunct()
    {
        assertThat(shop.defunct()).contains("installed.former", "installed.earlier");
    }

    @Test
    public void testNamesForSuggestions()
    {
        assertThat(configurations.get(plugin).getNames()).contains("installed.limit", "archive.age", "unbound.name").doesNotContain("age", "size");
    }

    @Test
    public void testPluginWithoutConfiguration()
            throws IOException
    {
        URL library = ClassReader.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader classLoader = new URLClassLoader(new URL[] {library}, TestInstalledConnectors.class.getClassLoader())) {
            ConnectorDescription connector = new InstalledConnectors(versions(classLoader), configurations, TestingCatalogLimits.none()).describe("tpch").orElseThrow();
            assertThat(connector.properties()).isEmpty();
            assertThat(connector.otherProperties()).isEmpty();
        }
    }

    private InstalledConnectors connectors(CatalogLimits limits)
    {
        return new InstalledConnectors(versions(plugin), configurations, limits);
    }

    private static TestingConnectorVersions versions(ClassLoader classLoader)
    {
        return new TestingConnectorVersions()
        {
            @Override
            public Optional<ClassLoader> getClassLoader(String connectorName)
            {
                return Optional.of(classLoader).filter(plugin -> getConnectorNames().contains(connectorName));
            }
        };
    }

    private ConnectorProperty known(String name)
    {
        return find(shop.properties(), name);
    }

    private ConnectorProperty other(String name)
    {
        return find(shop.otherProperties(), name);
    }

    private static ConnectorProperty find(List<ConnectorProperty> properties, String name)
    {
        return properties.stream().filter(property -> property.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name));
    }

    private static List<String> names(List<ConnectorProperty> properties)
    {
        return properties.stream().map(ConnectorProperty::name).toList();
    }
}
