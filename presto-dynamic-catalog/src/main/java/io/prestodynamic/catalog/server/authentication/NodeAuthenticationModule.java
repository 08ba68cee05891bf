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
import com.facebook.airlift.http.server.Authenticator;
import com.facebook.airlift.http.server.Authorizer;
import com.facebook.airlift.http.server.CertificateAuthenticator;
import com.facebook.airlift.http.server.HttpServerConfig;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.facebook.presto.server.security.SecurityConfig;
import com.google.inject.Binder;
import com.google.inject.Scopes;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.google.inject.multibindings.Multibinder.newSetBinder;

/**
 * Authentication of nodes and authorization by roles, which Presto lacks if users have to authenticate.
 */
public class NodeAuthenticationModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        boolean authenticates = !buildConfigObject(SecurityConfig.class).getAuthenticationTypes().isEmpty();
        boolean authorizes = buildConfigObject(HttpServerConfig.class).isAuthorizationEnabled();
        if ((authenticates || authorizes) && buildConfigObject(InternalCommunicationConfig.class).isInternalJwtEnabled()) {
            newSetBinder(binder, Authenticator.class).addBinding().to(InternalAuthenticator.class).in(Scopes.SINGLETON);
            // Presto's multibinding asks for the superclass, and before the authenticator of nodes
            binder.bind(CertificateAuthenticator.class).to(UserCertificateAuthenticator.class).in(Scopes.SINGLETON);
            jaxrsBinder(binder).bind(InternalRequestFilter.class);
        }
        if (authorizes) {
            configBinder(binder).bindConfig(RoleConfig.class);
            binder.bind(Authorizer.class).to(RoleAuthorizer.class).in(Scopes.SINGLETON);
        }
    }
}
