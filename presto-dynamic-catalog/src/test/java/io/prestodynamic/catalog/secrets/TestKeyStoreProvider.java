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
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Key stores that {@code keytool} has written.
 */
public class TestKeyStoreProvider
{
    private static final String PASSWORD = "of the store";

    private Path directory;
    private Path file;
    private SecretProvider provider;

    @BeforeMethod
    public void setUp()
            throws IOException, InterruptedException
    {
        directory = Files.createTempDirectory("key-store");
        file = directory.resolve("secrets.p12");
        importPassword("db", "s3cret $%");
        provider = create(PASSWORD);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testPassword()
    {
        assertThat(provider.getSecret("db")).isEqualTo("s3cret $%");
        assertThat(provider.getSecret("DB")).isEqualTo("s3cret $%");
        assertThat(provider.isChangeable()).isTrue();
    }

    @Test
    public void testChange()
            throws IOException, InterruptedException
    {
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("other")).withMessage("the key store has no password of this name");
        importPassword("other", "added");
        assertThat(provider.getSecret("other")).isEqualTo("added");
        Files.delete(file);
        importPassword("db", "changed");
        assertThat(provider.getSecret("db")).isEqualTo("changed");
    }

    @Test
    public void testUnreadable()
            throws IOException
    {
        assertThatIllegalArgumentException().isThrownBy(() -> create("another one").getSecret("db"))
                .withMessageStartingWith("the key store cannot be read, or has another password: ")
                .withMessageNotContaining("another one");
        Files.writeString(file, "rubbish");
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("db"))
                .withMessageStartingWith("the key store cannot be read, or has another password: ")
                .withMessageNotContaining("null");
        Files.delete(file);
        assertThatIllegalArgumentException().isThrownBy(() -> provider.getSecret("db")).withMessage("there is no file " + file);
    }

    @Test
    public void testConfiguration()
    {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyStoreProviderFactory().create(ImmutableMap.of("key-store.path", "/x", "key-store.pasword", "y")))
                .withMessage("A provider key-store has the properties key-store.path and key-store.password, and not [key-store.path, key-store.pasword]");
    }

    private SecretProvider create(String password)
    {
        return new KeyStoreProviderFactory().create(ImmutableMap.of("key-store.path", file.toString(), "key-store.password", password));
    }

    private void importPassword(String alias, String secret)
            throws IOException, InterruptedException
    {
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importpass", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD, "-alias", alias)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        keytool.outputWriter().append(secret).append('\n').append(secret).append('\n').close();
        assertThat(keytool.waitFor()).as(Files.readString(directory.resolve("keytool.out"))).isZero();
    }
}
