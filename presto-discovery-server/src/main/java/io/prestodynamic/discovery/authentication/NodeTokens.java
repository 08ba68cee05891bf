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

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.airlift.node.NodeInfo;
import jakarta.inject.Inject;

import javax.crypto.spec.SecretKeySpec;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;

import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Tokens that nodes of a cluster send each other, as Presto makes them (seen in 0.287): a JWT with the id of the node, signed with HS256 under the SHA-256 of
 * the shared secret.
 */
public class NodeTokens
{
    /**
     * Header of requests that has the token.
     */
    public static final String HEADER = "X-Presto-Internal-Bearer";

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final byte[] key;
    private final String nodeId;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    @Inject
    public NodeTokens(InternalCommunicationConfig config, NodeInfo node)
    {
        this(config.getSharedSecret().orElseThrow(), node.getNodeId(), Clock.systemUTC());
    }

    NodeTokens(String sharedSecret, String nodeId, Clock clock)
    {
        this.key = Hashing.sha256().hashString(sharedSecret, UTF_8).asBytes();
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.clock = requireNonNull(clock, "clock is null");
        processor.setJWSKeySelector(new SingleKeyJWSKeySelector<>(HS256, new SecretKeySpec(key, "HmacSHA256")));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier());
    }

    /**
     * Returns a token of this server, which is valid for five minutes.
     */
    public String sign()
    {
        SignedJWT token = new SignedJWT(
                new JWSHeader(HS256),
                new JWTClaimsSet.Builder().subject(nodeId).expirationTime(Date.from(clock.instant().plus(LIFETIME))).build());
        try {
            token.sign(new MACSigner(key));
        }
        catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /**
     * Explains what is wrong with a token. Returns empty if a node that knows the secret has made it, and it has not expired.
     */
    public Optional<String> explain(Optional<String> token)
    {
        if (token.isEmpty()) {
            return Optional.of("it has no token");
        }
        try {
            processor.process(token.get(), null);
            return Optional.empty();
        }
        catch (ExpiredJWTException e) {
            return Optional.of("its token has expired: its clock, or that of this server, is wrong");
        }
        catch (BadJOSEException | JOSEException | ParseException e) {
            return Optional.of("its token was not made with the secret of this server");
        }
    }

    /**
     * Returns the proof that an answer comes from a server that knows the secret. No token can be made of it.
     *
     * @param challenge text of the request that nobody knew before
     */
    String prove(String challenge)
    {
        // what is signed of a token has no line break
        return Hashing.hmacSha256(key).hashString("answer of a discovery server\n" + challenge, UTF_8).toString();
    }

    private class ClaimsVerifier
            extends DefaultJWTClaimsVerifier<SecurityContext>
    {
        private ClaimsVerifier()
        {
            super(null, ImmutableSet.of("sub", "exp"));
            setMaxClockSkew(0);
        }

        @Override
        protected Date currentTime()
        {
            return Date.from(clock.instant());
        }
    }
}
