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
package io.prestodynamic.catalog.limits;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.facebook.airlift.configuration.ConfigurationModule;
import com.google.common.collect.ImmutableSet;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogLimits
{
    private Path file;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        file = Files.createTempFile("rules", ".json");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        Files.deleteIfExists(file);
    }

    @Test
    public void testAllowedConnectors()
    {
        CatalogLimits limits = new CatalogLimits(ImmutableSet.of("tpch", "mysql"), List::of);
        assertThatCode(() -> limits.check(definition("mysql", Map.of()))).doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.check(definition("hive-hadoop2", Map.of())))
                .isInstanceOf(CatalogException.class)
                .hasMessage("Connector hive-hadoop2 is not allowed: dynamic-catalog.allowed-connectors has only mysql, tpch")
                .extracting(e -> ((CatalogException) e).getCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(limits.isAllowed("mysql")).contains(true);
        assertThat(limits.isAllowed("hive-hadoop2")).contains(false);
        assertThat(TestingCatalogLimits.none().isAllowed("hive-hadoop2")).isEmpty();
        assertThatCode(() -> TestingCatalogLimits.none().check(definition("hive-hadoop2", Map.of()))).doesNotThrowAnyException();
    }

    @Test
    public void testExpressionsMatchTheWholeText()
            throws IOException
    {
        CatalogLimits limits = read("""
                {"rules": [{"connector": "hive", "property": "hive\\\\.uri", "allow": "thrift://[a-z]+", "message": "unknown host"}]}
                """);
        assertThatThrownBy(() -> limits.check(definition("hive", Map.of("hive.uri", "thrift://evil.example"))))
                .hasMessage("Property hive.uri of connector hive is not allowed to have this value: unknown host (a rule of dynamic-catalog.property-rules.file)");
        assertThatThrownBy(() -> limits.check(definition("hive", Map.of("hive.uri", "thrift://good\nevil")))).isInstanceOf(CatalogException.class);
        assertThatThrownBy(() -> limits.check(definition("hive", Map.of("hive.uri", "")))).isInstanceOf(CatalogException.class);
        assertThatCode(() -> limits.check(definition("hive", Map.of("hive.uri", "thrift://good")))).doesNotThrowAnyException();
        assertThatCode(() -> limits.check(definition("hive", Map.of("hive.uri.x", "x", "my-hive.uri", "x")))).doesNotThrowAnyException();
        assertThatCode(() -> limits.check(definition("hive2", Map.of("hive.uri", "x")))).doesNotThrowAnyException();
    }

    @Test
    public void testAllRulesApply()
            throws IOException
    {
        CatalogLimits limits = read("""
                {"rules": [
                  {"property": ".*", "allow": "[a-z]+", "message": "only letters"},
                  {"property": "secret", "message": "never"}]}
                """);
        assertThatThrownBy(() -> limits.check(definition("hive", Map.of("secret", "x")))).hasMessageContaining(": never (");
        assertThatThrownBy(() -> limits.check(definition("hive", Map.of("other", "1")))).hasMessageContaining(": only letters (");
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"{\"rules\": [{\"message\": \"x\"}]}", "Missing required creator property 'property'"},
                {"{\"rules\": [{\"property\": \"x\"}]}", "Missing required creator property 'message'"},
                {"{\"rules\": [{\"property\": \"(x\", \"message\": \"x\"}]}", "Unclosed group"},
                {"{\"rules\": [{\"property\": \"x\", \"message\": \"x\", \"allowed\": \"x\"}]}", "Unrecognized field \"allowed\""},
        };
    }

    @Test(dataProvider = "invalid")
    public void testNoStartWithInvalidRules(String content, String reason)
    {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(CreationException.class)
                .hasMessageContaining("The rules for properties in %s are invalid".formatted(file))
                .hasMessageContaining(reason);
    }

    private CatalogLimits read(String content)
            throws IOException
    {
        Files.writeString(file, content);
        ConfigurationFactory factory = new ConfigurationFactory(Map.of("dynamic-catalog.property-rules.file", file.toString()));
        CatalogLimitsModule module = new CatalogLimitsModule();
        module.setConfigurationFactory(factory);
        return Guice.createInjector(module, new ConfigurationModule(factory)).getInstance(CatalogLimits.class);
    }

    private static CatalogDefinition definition(String connector, Map<String, String> properties)
    {
        return new CatalogDefinition(new CatalogName("shop"), connector, properties);
    }
}
