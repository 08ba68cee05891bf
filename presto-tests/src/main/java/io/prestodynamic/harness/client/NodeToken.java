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
package io.prestodynamic.harness.client;

import com.facebook.presto.server.InternalAuthenticationManager;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static java.util.Objects.requireNonNull;

/**
 * Signer of the tokens by which a node authenticates itself to other nodes with the same secret.
 */
public record NodeToken(String sharedSecret)
{
    public static final String HEADER = InternalAuthenticationManager.PRESTO_INTERNAL_BEARER;
    public static final String SECRET_PROPERTY = "internal-communication.shared-secret";

    public NodeToken
    {
        requireNonNull(sharedSecret, "sharedSecret is null");
    }

    /**
     * Returns the signer of nodes with this configuration, if they have a secret.
     */
    public static Optional<NodeToken> of(Map<String, String> config)
    {
        return Optional.ofNullable(config.get(SECRET_PROPERTY)).map(NodeToken::new);
    }

    /**
     * Returns a token that is valid for five minutes.
     */
    public String sign()
    {
        return new InternalAuthenticationManager(Optional.of(sharedSecret), "test", true)
                .filterRequest(prepareGet().setUri(URI.create("http://127.0.0.1")).build())
                .getHeader(HEADER);
    }
}
