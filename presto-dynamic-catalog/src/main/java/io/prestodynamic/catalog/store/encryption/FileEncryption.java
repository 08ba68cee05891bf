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

import com.google.common.primitives.Bytes;
import io.prestodynamic.catalog.FileDigest;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

/**
 * Encryption of the contents of files. An encrypted content begins with <code>{aes256gcm:id}</code>, where the id is that of its key, and is bound to the SHA-256 of the
 * content in clear. What has this SHA-256 itself is in clear.
 */
final class FileEncryption
{
    private static final String PREFIX = "{aes256gcm:";
    private static final int MAX_HEADER_LENGTH = 200;

    private final ValueKeys keys;

    /**
     * @param keys if there is none, nothing is encrypted
     */
    FileEncryption(ValueKeys keys)
    {
        this.keys = requireNonNull(keys, "keys is null");
    }

    /**
     * Returns the content as it is stored.
     */
    byte[] encrypt(String sha256, byte[] content)
    {
        return keys.first()
                .map(key -> Bytes.concat((PREFIX + key.id() + "}").getBytes(US_ASCII), key.encrypt(content, context(sha256))))
                .orElse(content);
    }

    /**
     * Returns the content in clear.
     *
     * @throws IllegalArgumentException if it cannot be decrypted
     */
    byte[] decrypt(String sha256, byte[] stored)
    {
        if (FileDigest.of(stored).sha256().equals(sha256)) {
            return stored;
        }
        String beginning = new String(stored, 0, Math.min(stored.length, MAX_HEADER_LENGTH), ISO_8859_1);
        int end = beginning.indexOf('}');
        if (!beginning.startsWith(PREFIX) || end < 0) {
            throw new IllegalArgumentException("The content with SHA-256 %s was altered".formatted(sha256));
        }
        String id = beginning.substring(PREFIX.length(), end);
        ValueKey key = keys.get(id).orElseThrow(() -> new IllegalArgumentException(
                "The content with SHA-256 %s is encrypted with the key %s, which is not in the file of dynamic-catalog.secrets.key-file".formatted(sha256, id)));
        try {
            return key.decrypt(Arrays.copyOfRange(stored, end + 1, stored.length), context(sha256));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The content with SHA-256 %s cannot be decrypted: it was encrypted with another key than %s has now, or was altered".formatted(sha256, id), e);
        }
    }

    /**
     * Returns a stored content as it would be stored now. What cannot be decrypted stays.
     */
    byte[] encryptAgain(String sha256, byte[] stored)
    {
        try {
            return encrypt(sha256, decrypt(sha256, stored));
        }
        catch (IllegalArgumentException e) {
            return stored;
        }
    }

    // the context of a property begins with the name of a catalog, which has no such character
    private static String context(String sha256)
    {
        return "\0file " + sha256;
    }
}
