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

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Filter that proves to other discovery servers that this one knows the secret. Others get no proof, with which they could guess a weak secret.
 */
public class AnswerProofFilter
        implements DynamicFeature
{
    static final String CHALLENGE = "X-Discovery-Challenge";
    static final String PROOF = "X-Discovery-Proof";

    private final NodeTokens tokens;

    @Inject
    public AnswerProofFilter(NodeTokens tokens)
    {
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (DiscoveryResources.isStore(resource) && DiscoveryResources.isRead(resource)) {
            context.register(new ProofHeader());
        }
    }

    private class ProofHeader
            implements ContainerResponseFilter
    {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response)
        {
            String challenge = request.getHeaderString(CHALLENGE);
            if (challenge != null && tokens.explain(Optional.ofNullable(request.getHeaderString(NodeTokens.HEADER))).isEmpty()) {
                response.getHeaders().putSingle(PROOF, tokens.prove(challenge));
            }
        }
    }
}
