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

import io.prestodynamic.catalog.cipher.ContextCipher;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import static io.prestodynamic.catalog.cipher.ContextCipher.IV_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Authenticated encryption under a key that only nodes with the same shared secret have. The initialization vectors are random.
 */
final class NodeCipher
{
    private final SecureRandom random = new SecureRandom();
    private final ContextCipher cipher;

    NodeCipher(String sharedSecret)
    {
        cipher = new ContextCipher(sharedSecret.getBytes(UTF_8), "presto dynamic catalogs between nodes, 1");
    }

    /**
     * @param context must be the same in {@link #decrypt}
     */
    byte[] encrypt(byte[] plaintext, String context)
    {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        return cipher.encrypt(iv, plaintext, context);
    }

    /**
     * @throws SealException if the ciphertext was made with another secret or for another context, or was altered
     */
    byte[] decrypt(byte[] ciphertext, String context)
    {
        try {
            return cipher.decrypt(ciphertext, context);
        }
        catch (GeneralSecurityException e) {
            throw new SealException();
        }
    }
}
