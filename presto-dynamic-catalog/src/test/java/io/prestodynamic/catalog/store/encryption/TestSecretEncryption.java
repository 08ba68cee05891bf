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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.collect.ImmutableMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestSecretEncryption
{
    private static final Map<String, String> PROPERTIES = ImmutableMap.of("connection-user", "u", "connection-password", "s3cret");
    private static final ValueKey FIRST = key("k1", 1);
    private static final ValueKey SECOND = key("k2", 2);

    @Test
    public void testRoundTrip()
    {
        for (String value : List.of("s3cret", "", "数据源 é 😀\n", "{aes256gcm:k1:AAAA}", "x".repeat(100_000))) {
            Map<String, String> properties = ImmutableMap.of("connection-user", "u", "connection-password", value);
            Map<String, String> encrypted = encryption(FIRST).encrypt("sales", "mysql", properties);
            assertThat(encrypted.get("connection-user")).isEqualTo("u");
            assertThat(encrypted.get("connection-password")).matches("\\{aes256gcm:k1:[A-Za-z0-9_-]+}");
            assertThat(encryption(FIRST).decrypt("sales", encrypted)).isEqualTo(properties);
        }
    }

    @Test
    public void testSameTextForSameValue()
    {
        String text = text(FIRST, "sales", "connection-password", "s3cret");
        assertThat(text(FIRST, "sales", "connection-password", "s3cret")).isEqualTo(text);
        assertThat(List.of(
                text(FIRST, "sales", "connection-password", "s3cre"),
                text(FIRST, "sale", "connection-password", "s3cret"),
                text(FIRST, "sales", "other-password", "s3cret"),
                text(key("k1", 2), "sales", "connection-password", "s3cret"))).doesNotContain(text).doesNotHaveDuplicates();
    }

    @Test
    public void testEveryKeyDecrypts()
    {
        Map<String, String> encrypted = encryption(FIRST).encrypt("sales", "mysql", PROPERTIES);
        assertThat(encryption(SECOND, FIRST).decrypt("sales", encrypted)).isEqualTo(PROPERTIES);
        assertThat(encryption(SECOND, FIRST).encrypt("sales", "mysql", PROPERTIES).get("connection-password")).startsWith("{aes256gcm:k2:");
    }

    @Test
    public void testClearText()
    {
        assertThat(encryption(FIRST).decrypt("sales", PROPERTIES)).isEqualTo(PROPERTIES);
        assertThat(encryption().encrypt("sales", "mysql", PROPERTIES)).isEqualTo(PROPERTIES);
        assertThat(encryption().decrypt("sales", PROPERTIES)).isEqualTo(PROPERTIES);
    }

    @Test
    public void testCannotBeDecrypted()
    {
        String text = text(FIRST, "sales", "connection-password", "s3cret");
        assertRefused(encryption(SECOND), "sales", "connection-password", text, "is encrypted with the key k1, which is not in the file of dynamic-catalog.secrets.key-file");
        assertRefused(encryption(), "sales", "connection-password", text, "is encrypted with the key k1");
        assertRefused(encryption(key("k1", 2)), "sales", "connection-password", text, "cannot be decrypted");
        // of another catalog, or another property
        assertRefused(encryption(FIRST), "web", "connection-password", text, "cannot be decrypted");
        assertRefused(encryption(FIRST), "sales", "other-password", text, "cannot be decrypted");
        assertRefused(encryption(FIRST), "sales", "connection-password", text.replaceFirst(".}$", text.endsWith("A}") ? "B}" : "A}"), "cannot be decrypted");
        assertRefused(encryption(FIRST), "sales", "connection-password", "{aes256gcm:k1:AAAA}", "cannot be decrypted");
        assertRefused(encryption(FIRST), "sales", "connection-password", "{aes256gcm:k1}", "is not encrypted");
    }

    @DataProvider
    public Object[][] invalidFiles()
    {
        return new Object[][] {
                {"", "has no key"},
                {"# nothing\n\n", "has no key"},
                {"k1\n", "Line 1 of"},
                {"k1 AAAA\n", "Line 1 of"},
                {"k1 not-base64!\n", "Line 1 of"},
                {"k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= more\n", "Line 1 of"},
                {"k:1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n", "Line 1 of"},
                {"k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\nk1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n", "has two keys with the id k1"},
        };
    }

    @Test(dataProvider = "invalidFiles")
    public void testInvalidFile(String content, String message)
            throws Exception
    {
        Path file = Files.createTempFile("keys", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, content);
            assertThatThrownBy(() -> KeyFile.read(file)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message).hasMessageNotContaining("MDEy");
        }
        finally {
            Files.delete(file);
        }
    }

    private static void assertRefused(SecretEncryption encryption, String catalog, String property, String text, String message)
    {
        assertThatThrownBy(() -> encryption.decrypt(catalog, ImmutableMap.of(property, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Property '%s'".formatted(property))
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    private static String text(ValueKey key, String catalog, String property, String value)
    {
        return encryption(key).encrypt(catalog, "mysql", ImmutableMap.of(property, value)).get(property);
    }

    private static SecretEncryption encryption(ValueKey... keys)
    {
        return new SecretEncryption(new ValueKeys(List.of(keys)), (connector, properties) -> Set.of("connection-password", "other-password"));
    }

    private static ValueKey key(String id, int seed)
    {
        byte[] key = new byte[ValueKey.BYTES];
        key[0] = (byte) seed;
        return new ValueKey(id, key);
    }
}
