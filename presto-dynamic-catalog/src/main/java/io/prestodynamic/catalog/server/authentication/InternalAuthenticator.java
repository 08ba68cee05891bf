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

import com.facebook.airlift.http.server.AuthenticationException;
import com.facebook.airlift.http.server.Authenticator;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.hash.Hashing;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;

import java.security.Principal;

import static com.facebook.presto.server.InternalAuthenticationManager.PRESTO_INTERNAL_BEARER;
import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.net.HttpHeaders.AUTHORIZATION;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Authenticator of the other nodes, by the token that they make from the shared secret. Presto looks at it only after it has authenticated a user, which a node is not.
 */
public class InternalAuthenticator
        implements Authenticator
{
    private final byte[] key;

    @Inject
    public InternalAuthenticator(InternalCommunicationConfig config)
    {
        // as InternalAuthenticationManager derives it
        key = Hashing.sha256().hashString(config.getSharedSecret().orElseThrow(), UTF_8).asBytes();
    }

    @Override
    public Principal authenticate(HttpServletRequest request)
            throws AuthenticationException
    {
        if (!hasTokenOnly(request)) {
            throw new AuthenticationException(null);
        }
        try {
            String nodeId = Jwts.parser().setSigningKey(key).parseClaimsJws(request.getHeader(PRESTO_INTERNAL_BEARER)).getBody().getSubject();
            return new NodePrincipal(nullToEmpty(nodeId));
        }
        catch (JwtException | IllegalArgumentException e) {
            throw new AuthenticationException("The token of the node is invalid");
        }
    }

    /**
     * Returns whether a request has a token of a node, valid or not, and nothing of a user. A node that passes on the request of a user sends both.
     */
    static boolean hasTokenOnly(HttpServletRequest request)
    {
        return request.getHeader(PRESTO_INTERNAL_BEARER) != null && request.getHeader(AUTHORIZATION) == null;
    }
}
