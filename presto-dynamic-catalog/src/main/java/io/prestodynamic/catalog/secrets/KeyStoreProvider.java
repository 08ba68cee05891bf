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

import io.prestodynamic.catalog.spi.SecretProvider;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;

import static com.google.common.base.MoreObjects.firstNonNull;
import static java.util.Objects.requireNonNull;

/**
 * Passwords in a PKCS12 key store, as {@code keytool -importpass} stores them. The store is read again when its file changes.
 */
@ThreadSafe
class KeyStoreProvider
        implements SecretProvider
{
    private final Path file;
    private final char[] password;
    @GuardedBy("this")
    private byte[] content = {};
    @GuardedBy("this")
    private KeyStore keyStore;

    KeyStoreProvider(Path file, String password)
    {
        this.file = requireNonNull(file, "file is null");
        this.password = password.toCharArray();
    }

    /**
     * @param key alias of the entry
     */
    @Override
    public synchronized String getSecret(String key)
    {
        try {
            read();
            Key entry = keyStore.getKey(key, password);
            if (!(entry instanceof SecretKey secret)) {
                throw new IllegalArgumentException("the key store has no password of this name");
            }
            PBEKeySpec spec = (PBEKeySpec) SecretKeyFactory.getInstance("PBE").getKeySpec(secret, PBEKeySpec.class);
            return new String(spec.getPassword());
        }
        catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file %s".formatted(file), e);
        }
        catch (IOException e) {
            throw new IllegalArgumentException("the key store cannot be read, or has another password: " + firstNonNull(e.getMessage(), "it is no PKCS12 file"), e);
        }
        catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the entry of the key store cannot be read: " + e.getMessage(), e);
        }
    }

    @GuardedBy("this")
    private void read()
            throws IOException, GeneralSecurityException
    {
        byte[] present = Files.readAllBytes(file);
        if (keyStore == null || !Arrays.equals(present, content)) {
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            loaded.load(new ByteArrayInputStream(present), password);
            keyStore = loaded;
            content = present;
        }
    }
}
