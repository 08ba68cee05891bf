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
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.seal.SealFilter;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;

/**
 * Protection of the communication between nodes by the secret that they share, or a warning that there is none.
 */
public class SharedSecretModule
        extends AbstractConfigurationAwareModule
{
    private static final int MIN_LENGTH = 16;

    @Override
    protected void setup(Binder binder)
    {
        InternalCommunicationConfig config = buildConfigObject(InternalCommunicationConfig.class);
        jaxrsBinder(binder).bind(SealFilter.class);
        if (config.getSharedSecret().isPresent()) {
            check(config, binder);
            jaxrsBinder(binder).bind(AnnouncementFilter.class);
        }
        else if (buildConfigObject(DynamicCatalogConfig.class).isSharedSecretRequired()) {
            binder.addError("dynamic-catalog.require-shared-secret=true needs internal-communication.shared-secret, the same on all nodes");
        }
        else {
            binder.bind(ClearTextWarning.class).in(Scopes.SINGLETON);
        }
    }

    private static void check(InternalCommunicationConfig config, Binder binder)
    {
        if (config.getSharedSecret().orElseThrow().length() < MIN_LENGTH) {
            binder.addError("internal-communication.shared-secret must have at least %s characters, and be the same on all nodes; make one with: openssl rand -hex 32", MIN_LENGTH);
        }
        if (!config.isInternalJwtEnabled()) {
            binder.addError("internal-communication.shared-secret needs internal-communication.jwt.enabled=true: otherwise nodes do not authenticate each other");
        }
    }
}
