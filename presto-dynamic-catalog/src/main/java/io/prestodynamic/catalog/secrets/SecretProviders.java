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
package io.prestodynamic.catalog.secrets;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.Plugin;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.seam.PluginExtensions;
import io.prestodynamic.catalog.spi.SecretProvider;
import io.prestodynamic.catalog.spi.SecretProviderFactory;
import io.prestodynamic.catalog.spi.SecretProviderPlugin;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Providers of secrets by the names that references have for them. Those of plugins are created as soon as their plugin is installed.
 */
@ThreadSafe
public final class SecretProviders
        implements PluginExtensions
{
    private static final Logger log = Logger.get(SecretProviders.class);

    private final Map<String, SecretProvider> providers = new ConcurrentHashMap<>();
    private final Map<String, ProviderFile> waiting = new ConcurrentHashMap<>();

    /**
     * @param builtIn providers that need no configuration
     * @param files configurations of further providers, by the names of these
     * @throws IllegalArgumentException if a file has the name of a built-in provider
     */
    public SecretProviders(Map<String, SecretProvider> builtIn, Map<String, ProviderFile> files)
    {
        providers.putAll(builtIn);
        waiting.putAll(files);
        files.forEach((name, file) -> checkArgument(!builtIn.containsKey(name), "%s has the name of a provider that needs no file", file));
    }

    /**
     * Creates the providers whose files name this factory.
     */
    void addFactory(SecretProviderFactory factory)
    {
        Maps.filterValues(waiting, file -> file.factoryName().equals(factory.getName())).forEach((name, file) -> {
            log.info("Creating secret provider %s of %s", name, file);
            providers.put(name, file.create(factory));
            waiting.remove(name);
        });
    }

    @Override
    public void install(Plugin plugin)
    {
        if (plugin instanceof SecretProviderPlugin secretPlugin) {
            secretPlugin.getSecretProviderFactories().forEach(this::addFactory);
        }
    }

    Optional<SecretProvider> get(String name)
    {
        return Optional.ofNullable(providers.get(name));
    }

    /**
     * Returns why there is no such provider.
     */
    String describeMissing(String name)
    {
        ProviderFile file = waiting.get(name);
        return file == null ?
                "there is no provider %s; there are %s".formatted(name, String.join(", ", names())) :
                "no plugin has the provider %s, which %s names".formatted(file.factoryName(), file);
    }

    private Set<String> names()
    {
        return ImmutableSortedSet.copyOf(providers.keySet());
    }
}
