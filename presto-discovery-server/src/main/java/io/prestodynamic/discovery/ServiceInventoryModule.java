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
package io.prestodynamic.discovery;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import io.airlift.discovery.client.DiscoveryModule;
import io.airlift.discovery.client.ServiceInventory;
import io.airlift.discovery.client.ServiceInventoryConfig;

import java.nio.file.Path;
import java.util.Optional;

import static com.google.inject.util.Modules.override;
import static io.airlift.configuration.ConfigBinder.configBinder;

/**
 * Module of airlift's discovery client with a service inventory that must be valid. The default is {@code service-inventory.json} beside
 * {@code config.properties}, because {@code service-inventory.uri} accepts only absolute locations, and those depend on the directory of the server.
 */
class ServiceInventoryModule
        implements Module
{
    private final Optional<Path> inventory;

    /**
     * @param configuration the configuration file of this server
     */
    ServiceInventoryModule(Optional<Path> configuration)
    {
        inventory = configuration.map(file -> file.toAbsolutePath().resolveSibling("service-inventory.json"));
    }

    @Override
    public void configure(Binder binder)
    {
        binder.install(override(new DiscoveryModule()).with(ServiceInventoryModule::bindInventory));
        binder.bind(ServiceInventoryReader.class).in(Scopes.SINGLETON);
        inventory.ifPresent(file -> configBinder(binder).bindConfigDefaults(ServiceInventoryConfig.class, config -> config.setServiceInventoryUri(file.toUri())));
    }

    private static void bindInventory(Binder binder)
    {
        binder.bind(ServiceInventory.class).to(StrictServiceInventory.class).in(Scopes.SINGLETON);
    }
}
