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
package io.prestodynamic.catalog.engine.configuration;

import com.facebook.airlift.log.Logger;
import io.github.classgraph.ClassGraphException;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Configuration classes of the installed plugins, which are read from the class files of a plugin when they are needed for the first time.
 */
@ThreadSafe
public class PluginConfigurations
{
    private static final Logger log = Logger.get(PluginConfigurations.class);

    private final Map<ClassLoader, ConfigurationProperties> plugins = new ConcurrentHashMap<>();

    /**
     * @param classLoader class loader of the plugin
     */
    public ConfigurationProperties get(ClassLoader classLoader)
    {
        return plugins.computeIfAbsent(classLoader, PluginConfigurations::read);
    }

    private static ConfigurationProperties read(ClassLoader classLoader)
    {
        try {
            return ConfigurationScan.read(classLoader);
        }
        catch (ClassGraphException e) {
            log.warn(e, "Cannot read the configuration classes of a plugin, so the names of properties tell which of them are secret");
            return ConfigurationProperties.NONE;
        }
    }
}
