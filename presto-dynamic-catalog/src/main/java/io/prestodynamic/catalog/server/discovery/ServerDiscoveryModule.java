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
package io.prestodynamic.catalog.server.discovery;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.discovery.client.CachingServiceSelectorFactory;
import com.facebook.airlift.discovery.client.DiscoveryModule;
import com.facebook.presto.server.EmbeddedDiscoveryConfig;
import com.facebook.presto.server.ServerConfig;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;

import static com.google.inject.util.Modules.override;

/**
 * Airlift's discovery client, which does not hold up the start of a server that is the discovery server itself.
 */
public class ServerDiscoveryModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        install(isDiscoveryServer() ? override(new DiscoveryModule()).with(ServerDiscoveryModule::bindSelectors) : new DiscoveryModule());
    }

    private boolean isDiscoveryServer()
    {
        ServerConfig server = buildConfigObject(ServerConfig.class);
        // other nodes do not have the property
        return (server.isCoordinator() || server.isResourceManager()) && buildConfigObject(EmbeddedDiscoveryConfig.class).isEnabled();
    }

    private static void bindSelectors(Binder binder)
    {
        binder.bind(CachingServiceSelectorFactory.class).to(BackgroundSelectorFactory.class).in(Scopes.SINGLETON);
    }
}
