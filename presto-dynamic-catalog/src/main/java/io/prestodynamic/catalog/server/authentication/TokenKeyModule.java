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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.http.server.JsonWebTokenConfig;
import com.facebook.airlift.security.pem.PemReader;
import com.facebook.presto.server.security.SecurityConfig;
import com.google.inject.Binder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;

import static com.facebook.presto.server.security.SecurityConfig.AuthenticationType.JWT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Check of the key for the tokens of users. Presto takes the letters and digits of any file without a public key for a secret, so that with a certificate, or a set of
 * public keys in JSON, everybody who has the file could sign.
 */
public class TokenKeyModule
        extends AbstractConfigurationAwareModule
{
    private static final String KEY_ID = "${KID}";
    private static final Pattern BASE64 = Pattern.compile("\\s*+[A-Za-z0-9+/][A-Za-z0-9+/\\s]*+[=\\s]*+");

    @Override
    protected void setup(Binder binder)
    {
        if (!buildConfigObject(SecurityConfig.class).getAuthenticationTypes().contains(JWT)) {
            return;
        }
        String keyFile = buildConfigObject(JsonWebTokenConfig.class).getKeyFile();
        // the files of key ids are read when a token names them, and a missing file is refused by Presto
        if (keyFile != null && !keyFile.contains(KEY_ID) && Files.isReadable(Path.of(keyFile)) && !isKey(Path.of(keyFile))) {
            binder.addError("http.authentication.jwt.key-file: %s has neither a PEM public key nor a secret in base64, and Presto would accept tokens that are signed " +
                    "with its text. Take the public key out of a certificate with: openssl x509 -in CERTIFICATE -pubkey -noout", keyFile);
        }
    }

    private static boolean isKey(Path file)
    {
        try {
            String text = Files.readString(file, ISO_8859_1);
            return hasPublicKey(text) || BASE64.matcher(text).matches();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasPublicKey(String text)
    {
        try {
            PemReader.loadPublicKey(text);
            return true;
        }
        catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
