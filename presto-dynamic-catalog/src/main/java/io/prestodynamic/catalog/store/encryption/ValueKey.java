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

import io.prestodynamic.catalog.cipher.ContextCipher;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import static io.prestodynamic.catalog.cipher.ContextCipher.IV_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Key for values in the store. The initialization vector is derived from the value and its context by HMAC-SHA256 under a key of its own, as RFC 5297 does. So a value is
 * always encrypted to the same text, which the version of a catalog is derived from, and two different values do not share a vector.
 */
final class ValueKey
{
    static final int BYTES = 32;

    private final String id;
    private final ContextCipher cipher;
    private final SecretKey vectors;

    ValueKey(String id, byte[] key)
    {
        this.id = requireNonNull(id, "id is null");
        this.cipher = new ContextCipher(key, "presto dynamic catalogs at rest, encryption, 1");
        this.vectors = new SecretKeySpec(ContextCipher.derive(key, "presto dynamic catalogs at rest, vectors, 1"), "HmacSHA256");
    }

    String id()
    {
        return id;
    }

    /**
     * @param context must be the same in {@link #decrypt}
     */
    byte[] encrypt(byte[] plaintext, String context)
    {
        return cipher.encrypt(vector(plaintext, context), plaintext, context);
    }

    /**
     * @throws GeneralSecurityException if the ciphertext was made with another key or for another context, or was altered
     */
    byte[] decrypt(byte[] ciphertext, String context)
            throws GeneralSecurityException
    {
        return cipher.decrypt(ciphertext, context);
    }

    private byte[] vector(byte[] plaintext, String context)
    {
        byte[] contextBytes = context.getBytes(UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(vectors);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(contextBytes.length).array());
            mac.update(contextBytes);
            return Arrays.copyOf(mac.doFinal(plaintext), IV_BYTES);
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
