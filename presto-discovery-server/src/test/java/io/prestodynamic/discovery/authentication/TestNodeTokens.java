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
package io.prestodynamic.discovery.authentication;

import org.testng.annotations.Test;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

public class TestNodeTokens
{
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String SECRET = "a secret that all nodes share";
    private static final String CLAIMS = claims(NOW.plusSeconds(1));
    private static final String FORGED = "its token was not made with the secret of this server";

    private final NodeTokens tokens = tokens(SECRET, NOW);

    @Test
    public void testTokenOfPresto()
    {
        assertThat(explain(token("{\"alg\":\"HS256\"}", CLAIMS, SECRET, "HmacSHA256"))).isEmpty();
    }

    @Test
    public void testTokenOfDiscoveryServer()
    {
        String token = tokens(SECRET, NOW).sign();
        assertThat(explain(token)).isEmpty();
        assertThat(tokens(SECRET, NOW.plusSeconds(299)).explain(Optional.of(token))).isEmpty();
        assertThat(tokens(SECRET, NOW.plusSeconds(301)).explain(Optional.of(token))).isPresent();
        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8)).contains("\"sub\":\"discovery1\"");
    }

    @Test
    public void testNoToken()
    {
        assertThat(tokens.explain(Optional.empty())).contains("it has no token");
    }

    @Test
    public void testExpired()
    {
        assertThat(explain(token("{\"alg\":\"HS256\"}", claims(NOW.minusSeconds(1)), SECRET, "HmacSHA256"))).hasValueSatisfying(reason -> assertThat(reason).contains("expired"));
        assertThat(explain(token("{\"alg\":\"HS256\"}", "{\"sub\":\"worker1\"}", SECRET, "HmacSHA256"))).as("never expires").isPresent();
    }

    @Test
    public void testOtherSecret()
    {
        assertThat(explain(token("{\"alg\":\"HS256\"}", CLAIMS, SECRET + "x", "HmacSHA256"))).contains(FORGED);
        assertThat(explain(tokens("another secret of another cluster", NOW).sign())).contains(FORGED);
    }

    @Test
    public void testOtherAlgorithms()
    {
        String unsigned = encode("{\"alg\":\"none\"}") + "." + encode(CLAIMS) + ".";
        assertThat(explain(unsigned)).contains(FORGED);
        assertThat(explain(unsigned + encode("x"))).contains(FORGED);
        assertThat(explain(token("{\"alg\":\"none\"}", CLAIMS, SECRET, "HmacSHA256"))).contains(FORGED);
        assertThat(explain(encode("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + ".." + encode("iv") + "." + encode(CLAIMS) + "." + encode("tag"))).as("encrypted").contains(FORGED);
        assertThat(explain(token("{\"alg\":\"HS512\"}", CLAIMS, SECRET, "HmacSHA512"))).contains(FORGED);
        assertThat(explain(token("{\"alg\":\"HS512\"}", CLAIMS, SECRET, "HmacSHA256"))).contains(FORGED);
    }

    @Test
    public void testForgedToken()
    {
        String[] parts = tokens.sign().split("\\.");
        assertThat(explain(parts[0] + "." + encode("{\"sub\":\"fake\",\"exp\":9999999999}") + "." + parts[2])).contains(FORGED);
        assertThat(explain(token("{\"alg\":\"HS256\"}", "{\"exp\":9999999999}", SECRET, "HmacSHA256"))).as("no node").contains(FORGED);
        for (String text : new String[] {"", ".", "..", "x", "x.y.z", "null", tokens.prove("x"), "Bearer " + tokens.sign(), tokens.sign() + "x"}) {
            assertThat(explain(text)).as(text).contains(FORGED);
        }
    }

    @Test
    public void testProof()
    {
        assertThat(tokens.prove("1")).isEqualTo(tokens(SECRET, NOW.plusSeconds(1)).prove("1")).isNotEqualTo(tokens.prove("2"));
        assertThat(tokens.prove("1")).isNotEqualTo(tokens(SECRET + "x", NOW).prove("1"));
    }

    private Optional<String> explain(String token)
    {
        return tokens.explain(Optional.of(token));
    }

    private static NodeTokens tokens(String secret, Instant now)
    {
        return new NodeTokens(secret, "discovery1", Clock.fixed(now, UTC));
    }

    private static String claims(Instant expiration)
    {
        return "{\"sub\":\"worker1\",\"exp\":%s}".formatted(expiration.getEpochSecond());
    }

    private static String token(String header, String claims, String secret, String algorithm)
    {
        String signed = encode(header) + "." + encode(claims);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)), algorithm));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text)
    {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
