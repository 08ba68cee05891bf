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
package io.prestodynamic.harness.login;

import com.google.common.collect.ImmutableMap;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Issuer of JSON web tokens that are signed with a key of its own.
 */
public class TokenIssuer
{
    private static final String AUDIENCE = "presto";

    private final byte[] key = new byte[32];
    private final Path keyFile;

    /**
     * @param keyFile file that is written
     */
    public TokenIssuer(Path keyFile)
    {
        this.keyFile = requireNonNull(keyFile, "keyFile is null");
        new SecureRandom().nextBytes(key);
        try {
            Files.writeString(keyFile, Base64.getEncoder().encodeToString(key));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the properties of a coordinator that accepts the tokens.
     */
    public Map<String, String> getConfig()
    {
        return ImmutableMap.of(
                "http.authentication.jwt.key-file", keyFile.toString(),
                "http.authentication.jwt.required-audience", AUDIENCE);
    }

    /**
     * Issues a token that is valid for a day.
     */
    public Login issue(String user)
    {
        return issue(user, AUDIENCE, Instant.now().plus(Duration.ofDays(1)));
    }

    public Login issueExpired(String user)
    {
        return issue(user, AUDIENCE, Instant.now().minus(Duration.ofMinutes(1)));
    }

    public Login issueForOtherAudience(String user)
    {
        return issue(user, "others", Instant.now().plus(Duration.ofDays(1)));
    }

    private Login issue(String user, String audience, Instant expiration)
    {
        return new Login(user, ImmutableMap.of("accessToken", Jwts.builder()
                .setSubject(user)
                .setAudience(audience)
                .setExpiration(Date.from(expiration))
                .signWith(SignatureAlgorithm.HS256, key)
                .compact()));
    }
}
