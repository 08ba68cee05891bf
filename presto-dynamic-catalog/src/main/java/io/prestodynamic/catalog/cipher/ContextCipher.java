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
package io.prestodynamic.catalog.cipher;

import at.favre.lib.hkdf.HKDF;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Authenticated encryption that binds a ciphertext to its context: AES-256-GCM (NIST SP 800-38D), with a key that HKDF (RFC 5869) derives from a secret. A ciphertext begins
 * with its initialization vector.
 */
public final class ContextCipher
{
    public static final int IV_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;

    private final SecretKey key;

    /**
     * @param purpose ciphers with different purposes have different keys
     */
    public ContextCipher(byte[] secret, String purpose)
    {
        key = new SecretKeySpec(derive(secret, purpose), "AES");
    }

    /**
     * Returns a key of 32 bytes.
     */
    public static byte[] derive(byte[] secret, String purpose)
    {
        return HKDF.fromHmacSha256().extractAndExpand((byte[]) null, secret, purpose.getBytes(UTF_8), KEY_BYTES);
    }

    /**
     * @param iv must be another one for each plaintext and context
     * @param context must be the same in {@link #decrypt}
     */
    public byte[] encrypt(byte[] iv, byte[] plaintext, String context)
    {
        try {
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
    public byte[] decrypt(byte[] ciphertext, String context)
            throws GeneralSecurityException
    {
        if (ciphertext.length < IV_BYTES + TAG_BYTES) {
            throw new GeneralSecurityException("The ciphertext is too short");
        }
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(ciphertext, IV_BYTES), context).doFinal(ciphertext, IV_BYTES, ciphertext.length - IV_BYTES);
    }

    private Cipher cipher(int mode, byte[] iv, String context)
            throws GeneralSecurityException
    {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }
}
