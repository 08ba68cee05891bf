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
package io.prestodynamic.catalog.seal;

import at.favre.lib.hkdf.HKDF;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Authenticated encryption under a key that only nodes with the same shared secret have: AES-256-GCM (NIST SP 800-38D), with a key that HKDF (RFC 5869) derives from the
 * secret. A ciphertext begins with its random initialization vector.
 */
final class NodeCipher
{
    private static final byte[] PURPOSE = "presto dynamic catalogs between nodes, 1".getBytes(UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;

    NodeCipher(String sharedSecret)
    {
        byte[] derived = HKDF.fromHmacSha256().extractAndExpand((byte[]) null, sharedSecret.getBytes(UTF_8), PURPOSE, KEY_BYTES);
        key = new SecretKeySpec(derived, "AES");
    }

    /**
     * @param context must be the same in {@link #decrypt}
     */
    byte[] encrypt(byte[] plaintext, String context)
    {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
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
     * @throws SealException if the ciphertext was made with another secret or for another context, or was altered
     */
    byte[] decrypt(byte[] ciphertext, String context)
    {
        if (ciphertext.length < IV_BYTES + TAG_BYTES) {
            throw new SealException();
        }
        byte[] iv = new byte[IV_BYTES];
        ByteBuffer.wrap(ciphertext).get(iv);
        try {
            return cipher(Cipher.DECRYPT_MODE, iv, context).doFinal(ciphertext, IV_BYTES, ciphertext.length - IV_BYTES);
        }
        catch (GeneralSecurityException e) {
            throw new SealException();
        }
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
