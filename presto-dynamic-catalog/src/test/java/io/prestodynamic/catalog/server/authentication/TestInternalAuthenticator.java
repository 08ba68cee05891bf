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

import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.server.AuthenticationException;
import com.facebook.presto.server.InternalAuthenticationManager;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableMap;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import org.testng.annotations.Test;

import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

import static com.facebook.presto.server.InternalAuthenticationManager.PRESTO_INTERNAL_BEARER;
import static com.google.common.hash.Hashing.sha256;
import static io.prestodynamic.catalog.server.TestingServletRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestInternalAuthenticator
{
    private final InternalAuthenticator authenticator = new InternalAuthenticator(new InternalCommunicationConfig().setSharedSecret("secret"));

    @Test
    public void testTokenOfPresto()
            throws AuthenticationException
    {
        assertThat(authenticate(ImmutableMap.of(PRESTO_INTERNAL_BEARER, tokenOfPresto("secret")))).isEqualTo(new NodePrincipal("worker-1"));
    }

    @Test
    public void testInvalidTokens()
    {
        assertRefused(ImmutableMap.of());
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, ""));
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, "no token"));
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, tokenOfPresto("another secret")));
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, Jwts.builder().setSubject("worker-1").compact()));
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, Jwts.builder()
                .signWith(SignatureAlgorithm.HS256, sha256().hashString("secret", UTF_8).asBytes())
                .setSubject("worker-1")
                .setExpiration(Date.from(Instant.now().minusSeconds(1)))
                .compact()));
    }

    @Test
    public void testRequestOfUserIsLeftToOthers()
    {
        assertRefused(ImmutableMap.of(PRESTO_INTERNAL_BEARER, tokenOfPresto("secret"), "Authorization", "Basic Ym9iOnB3"));
    }

    private void assertRefused(ImmutableMap<String, String> headers)
    {
        assertThatThrownBy(() -> authenticate(headers)).isInstanceOf(AuthenticationException.class);
    }

    private Principal authenticate(ImmutableMap<String, String> headers)
            throws AuthenticationException
    {
        return authenticator.authenticate(request(headers, Optional.empty()));
    }

    private static String tokenOfPresto(String secret)
    {
        Request request = new InternalAuthenticationManager(Optional.of(secret), "worker-1", true)
                .filterRequest(Request.Builder.prepareGet().setUri(URI.create("http://127.0.0.1/")).build());
        return request.getHeader(PRESTO_INTERNAL_BEARER);
    }
}
