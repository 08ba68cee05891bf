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

import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.airlift.configuration.AbstractConfigurationAwareModule;

import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;
import static io.airlift.http.client.HttpClientBinder.httpClientBinder;
import static io.airlift.jaxrs.JaxrsBinder.jaxrsBinder;

/**
 * Module that makes a discovery server with a shared secret take announcements only from who knows the secret: nodes, and other discovery servers.
 */
public class SharedSecretModule
        extends AbstractConfigurationAwareModule
{
    private static final int MIN_LENGTH = 16;

    @Override
    protected void setup(Binder binder)
    {
        InternalCommunicationConfig config = buildConfigObject(InternalCommunicationConfig.class);
        check(config, binder);
        newOptionalBinder(binder, NodeTokens.class);
        if (config.getSharedSecret().isPresent()) {
            binder.bind(NodeTokens.class).in(Scopes.SINGLETON);
            binder.bind(RefusedRequests.class).in(Scopes.SINGLETON);
            jaxrsBinder(binder).bind(TokenFilter.class);
            jaxrsBinder(binder).bind(AnswerProofFilter.class);
            httpClientBinder(binder).bindGlobalFilter(TokenRequestFilter.class);
        }
        else {
            binder.bind(OpenPortWarning.class).in(Scopes.SINGLETON);
        }
    }

    private static void check(InternalCommunicationConfig config, Binder binder)
    {
        if (config.getSharedSecret().filter(secret -> secret.length() < MIN_LENGTH).isPresent()) {
            binder.addError("internal-communication.shared-secret must have at least %s characters, and be the same on all nodes; make one with: openssl rand -hex 32", MIN_LENGTH);
        }
        if (config.getSharedSecret().isPresent() && !config.isJwtEnabled()) {
            binder.addError("internal-communication.shared-secret needs internal-communication.jwt.enabled=true: otherwise nodes do not authenticate each other");
        }
        if (config.getSharedSecret().isEmpty() && config.isJwtEnabled()) {
            binder.addError("internal-communication.jwt.enabled=true needs internal-communication.shared-secret, the same on all nodes");
        }
    }
}
