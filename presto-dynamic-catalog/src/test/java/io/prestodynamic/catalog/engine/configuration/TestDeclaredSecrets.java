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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigSecuritySensitive;
import com.facebook.airlift.configuration.LegacyConfig;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

public class TestDeclaredSecrets
{
    private final ConfigurationProperties properties = new PluginConfigurations().get(TestDeclaredSecrets.class.getClassLoader());
    private final DeclaredSecrets secrets = new DeclaredSecrets(properties);

    @Test
    public void testDeclared()
    {
        assertThat(secrets.isSecret("testing.code")).isTrue();
        assertThat(secrets.isSecret("testing.old-code")).isTrue();
        assertThat(secrets.isSecret("testing.token-uri")).isFalse();
        assertThat(secrets.isSecret("testing.aws-access-key")).isFalse();
    }

    @Test
    public void testPrefix()
    {
        assertThat(secrets.isSecret("some.prefix.testing.code")).isTrue();
        assertThat(secrets.isSecret("prefix.testing.aws-access-key")).isFalse();
        // a declared name that says nothing does not make what is before it harmless
        assertThat(secrets.isSecret("credential.plain")).isTrue();
    }

    @Test
    public void testForgotten()
    {
        assertThat(secrets.isSecret("testing.forgotten.password")).isTrue();
        assertThat(secrets.isSecret("mongodb.credentials")).isTrue();
        assertThat(secrets.isSecret("druid.basic.authentication.password")).isTrue();
    }

    @Test
    public void testUndeclared()
    {
        assertThat(secrets.isSecret("unknown.api-key")).isTrue();
        assertThat(secrets.isSecret("unknown.user")).isFalse();
    }

    @Test
    public void testSetter()
    {
        assertThat(properties.findProperty(TestingConfig.class.getName(), "setCode")).hasValue("testing.code");
        assertThat(properties.findProperty(TestingConfig.class.getName(), "toString")).isEmpty();
    }

    @Test
    public void testPluginWithoutAirlift()
            throws IOException
    {
        URL classes = TestDeclaredSecrets.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader plugin = new URLClassLoader(new URL[] {classes}, TestDeclaredSecrets.class.getClassLoader())) {
            DeclaredSecrets declared = new DeclaredSecrets(new PluginConfigurations().get(plugin));
            assertThat(declared.isSecret("testing.code")).isTrue();
            assertThat(declared.isSecret("testing.old-code")).isTrue();
            // of the parent, which other plugins share
            assertThat(new PluginConfigurations().get(plugin).isSecret("dynamic-catalog.jdbc.password")).isEmpty();
        }
    }

    @Test
    public void testClassesAreReadOnce()
    {
        PluginConfigurations configurations = new PluginConfigurations();
        ClassLoader classLoader = TestDeclaredSecrets.class.getClassLoader();
        assertThat(configurations.get(classLoader)).isSameAs(configurations.get(classLoader));
    }

    static class TestingConfig
    {
        @Config("testing.code")
        @LegacyConfig("testing.old-code")
        @ConfigSecuritySensitive
        public TestingConfig setCode(String code)
        {
            return this;
        }

        @Config("testing.token-uri")
        public TestingConfig setTokenUri(String uri)
        {
            return this;
        }

        @Config("testing.aws-access-key")
        public TestingConfig setAccessKey(String key)
        {
            return this;
        }

        @Config("testing.forgotten.password")
        public TestingConfig setPassword(String password)
        {
            return this;
        }

        @Config("plain")
        public TestingConfig setPlain(String plain)
        {
            return this;
        }
    }
}
