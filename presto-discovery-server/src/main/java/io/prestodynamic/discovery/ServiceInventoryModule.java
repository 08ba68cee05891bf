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
import io.airlift.discovery.client.ServiceInventoryConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static io.airlift.configuration.ConfigBinder.configBinder;

/**
 * Takes {@code service-inventory.json} beside {@code config.properties} for the service inventory, unless {@code service-inventory.uri} names another:
 * that takes absolute locations alone, and nobody knows where the server will be unpacked.
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
        inventory = configuration.map(file -> file.toAbsolutePath().resolveSibling("service-inventory.json")).filter(Files::exists);
    }

    @Override
    public void configure(Binder binder)
    {
        inventory.ifPresent(file -> configBinder(binder).bindConfigDefaults(ServiceInventoryConfig.class, config -> config.setServiceInventoryUri(file.toUri())));
    }
}
