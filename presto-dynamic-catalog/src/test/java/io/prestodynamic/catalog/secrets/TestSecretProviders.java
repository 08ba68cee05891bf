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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.spi.SecretProvider;
import io.prestodynamic.catalog.spi.SecretProviderFactory;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

public class TestSecretProviders
{
    private static final String FAILED = "the provider failed, and server.log has the kind of the failure";

    private Path directory;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("providers");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testFactory()
            throws IOException
    {
        write("vault.properties", "secret-provider.name=prefix\nprefix=a-\n");
        write("vault-2.properties", "secret-provider.name=prefix\nprefix=b-\n");
        write("README", "no configuration");
        SecretProviders providers = providers();
        assertThat(providers.get("VAULT")).isEmpty();
        assertThat(providers.describeMissing("VAULT")).isEqualTo("no plugin has the provider prefix, which %s names".formatted(directory.resolve("vault.properties")));

        providers.addFactory(new PrefixFactory());
        assertThat(providers.get("VAULT").orElseThrow().getSecret("x")).isEqualTo("a-x");
        assertThat(providers.get("VAULT-2").orElseThrow().getSecret("x")).isEqualTo("b-x");
        assertThat(providers.describeMissing("OTHER")).isEqualTo("there is no provider OTHER; there are ENV, VAULT, VAULT-2");
    }

    @Test
    public void testFailures()
            throws IOException
    {
        write("vault.properties", "secret-provider.name=prefix\nprefix=a-\n");
        SecretProviders providers = providers();
        providers.addFactory(new PrefixFactory());
        SecretProvider provider = providers.get("VAULT").orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("missing")).withMessage("there is no missing");
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("fail")).withMessage(FAILED);
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("null")).withMessage(FAILED);
    }

    @Test
    public void testInvalidFiles()
            throws IOException
    {
        write("vault.properties", "prefix=a-\n");
        assertInvalid("vault.properties has no property secret-provider.name");
        write("vault.properties", "secret-provider.name=prefix\n");
        write("1.properties", "secret-provider.name=prefix\n");
        assertInvalid("1.properties is not of letters, digits, _ and -, with a letter first");
        Files.delete(directory.resolve("1.properties"));
        write("env.properties", "secret-provider.name=prefix\n");
        assertInvalid("env.properties has the name of a provider that needs no file");
    }

    @Test
    public void testNoDirectory()
    {
        assertThat(ProviderFile.list(directory.resolve("missing"))).isEmpty();
    }

    private void assertInvalid(String message)
    {
        assertThatIllegalArgumentException().isThrownBy(this::providers).withMessageContaining(message);
    }

    private SecretProviders providers()
    {
        return new SecretProviders(ImmutableMap.of("ENV", new EnvironmentProvider(ImmutableMap.of())), ProviderFile.list(directory));
    }

    private void write(String name, String text)
            throws IOException
    {
        Files.writeString(directory.resolve(name), text);
    }

    private static class PrefixFactory
            implements SecretProviderFactory
    {
        @Override
        public String getName()
        {
            return "prefix";
        }

        @Override
        public SecretProvider create(Map<String, String> config)
        {
            assertThat(config).containsOnlyKeys("prefix");
            return key -> switch (key) {
                case "missing" -> throw new IllegalArgumentException("there is no missing");
                case "fail" -> throw new IllegalStateException("a message with s3cret");
                case "null" -> null;
                default -> config.get("prefix") + key;
            };
        }
    }
}
