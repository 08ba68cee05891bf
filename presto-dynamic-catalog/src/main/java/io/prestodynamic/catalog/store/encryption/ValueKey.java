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

import at.favre.lib.hkdf.HKDF;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Key for values in the store: AES-256-GCM (NIST SP 800-38D). The initialization vector is derived from the value and its context by HMAC-SHA256 under a second key, as
 * RFC 5297 does. So a value is always encrypted to the same text, which the version of a catalog is derived from, and two different values do not share a vector. Both keys
 * are derived by HKDF (RFC 5869).
 */
final class ValueKey
{
    static final int BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final String id;
    private final SecretKey encryption;
    private final SecretKey derivation;

    ValueKey(String id, byte[] key)
    {
        this.id = requireNonNull(id, "id is null");
        this.encryption = new SecretKeySpec(derive(key, "presto dynamic catalogs at rest, encryption, 1"), "AES");
        this.derivation = new SecretKeySpec(derive(key, "presto dynamic catalogs at rest, vectors, 1"), "HmacSHA256");
    }

    String id()
    {
        return id;
    }

    /**
     * @param context must be the same in {@link #decrypt}
     */
    byte[] encrypt(String value, String context)
    {
        try {
            byte[] plaintext = value.getBytes(UTF_8);
            byte[] iv = vector(plaintext, context);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, context);
            ByteBuffer ciphertext = ByteBuffer.allocate(IV_BYTES + cipher.getOutputSize(plaintext.length)).put(iv);
            cipher.doFinal(ByteBuffer.wrap(plaintext), ciphertext);
            return ciphertext.array();
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @throws GeneralSecurityException if the ciphertext was made with another key or for another context, or was altered
     */
    String decrypt(byte[] ciphertext, String context)
            throws GeneralSecurityException
    {
        if (ciphertext.length < IV_BYTES + TAG_BYTES) {
            throw new GeneralSecurityException("The ciphertext is too short");
        }
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(ciphertext, IV_BYTES), context);
        return new String(cipher.doFinal(ciphertext, IV_BYTES, ciphertext.length - IV_BYTES), UTF_8);
    }

    private Cipher cipher(int mode, byte[] iv, String context)
            throws GeneralSecurityException
    {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(8 * TAG_BYTES, iv));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }

    private byte[] vector(byte[] plaintext, String context)
            throws GeneralSecurityException
    {
        byte[] contextBytes = context.getBytes(UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(derivation);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(contextBytes.length).array());
        mac.update(contextBytes);
        return Arrays.copyOf(mac.doFinal(plaintext), IV_BYTES);
    }

    private static byte[] derive(byte[] key, String purpose)
    {
        return HKDF.fromHmacSha256().extractAndExpand((byte[]) null, key, purpose.getBytes(UTF_8), BYTES);
    }
}
