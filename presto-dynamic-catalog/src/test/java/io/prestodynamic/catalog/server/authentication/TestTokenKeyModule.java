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

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestTokenKeyModule
{
    private Path file;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        file = Files.createTempFile("jwt", ".key");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        Files.deleteIfExists(file);
    }

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {pem("CERTIFICATE", "MIIBszCCAVmgAwIBAgIUQ")},
                {"subject=CN=issuer\n" + pem("CERTIFICATE", "MIIBszCCAVmgAwIBAgIUQ")},
                {pem("PUBLIC KEY", "MIIBszCCAVmgAwIBAgIUQ")},
                {pem("PUBLIC KEY", "=")},
                {pem("PRIVATE KEY", "MIIBszCCAVmgAwIBAgIUQ")},
                // a certificate that is no PEM, and a JSON web key set
                {"0\u0082\u0001\u00b30\u0082\u0001Yissuer"},
                {"{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"1\", \"n\": \"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM\", \"e\": \"AQAB\"}]}"},
                {""},
                {"==="},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String content)
            throws IOException
    {
        Files.writeString(file, content, ISO_8859_1);
        assertThat(errors("JWT", file.toString())).startsWith("http.authentication.jwt.key-file: %s has neither a PEM public key nor a secret in base64".formatted(file));
        assertThat(errors("PASSWORD,JWT", file.toString())).isNotEmpty();
        assertThat(errors("PASSWORD", file.toString())).isEmpty();
    }

    @Test
    public void testAccepted()
            throws IOException, GeneralSecurityException
    {
        for (String algorithm : List.of("RSA", "EC")) {
            byte[] key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
            Files.writeString(file, pem("PUBLIC KEY", Base64.getMimeEncoder().encodeToString(key)));
            assertThat(errors("JWT", file.toString())).isEmpty();
        }
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getMimeEncoder())) {
            Files.writeString(file, encoder.encodeToString(new byte[128]) + "\n");
            assertThat(errors("JWT", file.toString())).isEmpty();
        }
    }

    @Test
    public void testLeftToPresto()
    {
        assertThat(errors("JWT", file.getParent().resolve("${KID}.pem").toString())).isEmpty();
        assertThat(errors("JWT", file + "-missing")).isEmpty();
    }

    private static String errors(String types, String keyFile)
    {
        Map<String, String> config = ImmutableMap.of("http-server.authentication.type", types, "http.authentication.jwt.key-file", keyFile);
        TokenKeyModule module = new TokenKeyModule();
        module.setConfigurationFactory(new ConfigurationFactory(config));
        List<Element> elements = Elements.getElements(module);
        return elements.stream().filter(Message.class::isInstance).map(element -> ((Message) element).getMessage()).collect(joining("\n"));
    }

    private static String pem(String type, String content)
    {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(type, content);
    }
}
