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
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.github.classgraph.AnnotationInfo;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassGraphException;
import io.github.classgraph.MethodInfo;
import io.github.classgraph.ScanResult;

import javax.annotation.concurrent.ThreadSafe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * Configuration classes of the installed plugins, which are read from the class files of a plugin when they are needed for the first time.
 */
@ThreadSafe
public class PluginConfigurations
{
    private static final Logger log = Logger.get(PluginConfigurations.class);

    // plugins have their own copies of airlift, before and after it changed its package
    private static final List<String> PACKAGES = ImmutableList.of("com.facebook.airlift.configuration.", "io.airlift.configuration.");

    // as all configuration classes are called; to read all classes of hive takes many seconds
    private static final String[] CLASSES = {"*.*Config", "*.*Configuration"};

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
        try (ScanResult scan = new ClassGraph()
                .overrideClassLoaders(classLoader)
                .ignoreParentClassLoaders()
                .disableNestedJarScanning()
                .acceptClasses(CLASSES)
                .ignoreClassVisibility()
                .enableMethodInfo()
                .enableAnnotationInfo()
                .scan()) {
            return new ConfigurationProperties(PACKAGES.stream()
                    .flatMap(airlift -> scan.getClassesWithMethodAnnotation(airlift + "Config").stream()
                            .flatMap(type -> type.getDeclaredMethodInfo().stream())
                            .flatMap(method -> declared(airlift, method).stream()))
                    .collect(toImmutableList()));
        }
        catch (ClassGraphException e) {
            log.warn(e, "Cannot read the configuration classes of a plugin, so the names of properties tell which of them are secret");
            return new ConfigurationProperties(ImmutableList.of());
        }
    }

    private static Optional<ConfigurationProperty> declared(String airlift, MethodInfo method)
    {
        return Optional.ofNullable(method.getAnnotationInfo(airlift + "Config"))
                .map(config -> new ConfigurationProperty(
                        (String) value(config),
                        Optional.ofNullable(method.getAnnotationInfo(airlift + "LegacyConfig")).map(PluginConfigurations::names).orElse(ImmutableSet.of()),
                        method.hasAnnotation(airlift + "ConfigSecuritySensitive"),
                        method.getClassName(),
                        method.getName()));
    }

    private static Set<String> names(AnnotationInfo legacy)
    {
        // an array of strings only if the annotation class was found too
        return Stream.of((Object[]) value(legacy)).map(String.class::cast).collect(toImmutableSet());
    }

    private static Object value(AnnotationInfo annotation)
    {
        return annotation.getParameterValues().getValue("value");
    }
}
