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

import com.facebook.presto.spi.classloader.ThreadContextClassLoader;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.engine.configuration.ConfigurationProperty.accessor;
import static java.util.Objects.requireNonNull;

/**
 * Defaults of the properties of a plugin. Initial values of fields are not in class files but in code, so the configuration classes are instantiated, as airlift does for
 * each connector. Nothing is set in the instances, and nothing else of the plugin is run.
 */
final class PropertyDefaults
{
    private final ClassLoader classLoader;
    private final Map<String, Optional<Object>> instances = new HashMap<>();

    PropertyDefaults(ClassLoader classLoader)
    {
        this.classLoader = requireNonNull(classLoader, "classLoader is null");
    }

    /**
     * Default of a property.
     *
     * @param known whether the class could be instantiated, and its value is one that can be configured as text
     * @param value empty if there is none, or it is not known
     */
    record Default(boolean known, Optional<String> value)
    {
        static final Default NULL = new Default(true, Optional.empty());
        static final Default EMPTY = new Default(true, Optional.of(""));
        static final Default UNKNOWN = new Default(false, Optional.empty());
    }

    Default get(ConfigurationProperty property)
    {
        return instances.computeIfAbsent(property.className(), this::instantiate)
                .map(instance -> read(instance, property.setter()))
                .orElse(Default.UNKNOWN);
    }

    private Optional<Object> instantiate(String className)
    {
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(classLoader)) {
            Constructor<?> constructor = classLoader.loadClass(className).getDeclaredConstructor();
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance());
        }
        catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // needs more than airlift gives it, or a library that the plugin does not have
            return Optional.empty();
        }
    }

    private Default read(Object instance, String setter)
    {
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(classLoader)) {
            Method getter = getter(instance.getClass(), setter);
            getter.setAccessible(true);
            return describe(getter.invoke(instance));
        }
        catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Default.UNKNOWN;
        }
    }

    private static Method getter(Class<?> type, String setter)
            throws NoSuchMethodException
    {
        try {
            return type.getMethod(accessor("get", setter));
        }
        catch (NoSuchMethodException e) {
            return type.getMethod(accessor("is", setter));
        }
    }

    private static Default describe(Object value)
    {
        if (value == null) {
            return Default.NULL;
        }
        if (value instanceof Collection<?> collection && collection.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty()) {
            return Default.EMPTY;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(PropertyDefaults::describe).orElse(Default.NULL);
        }
        if (value instanceof Enum<?> constant) {
            return new Default(true, Optional.of(constant.name()));
        }
        return isText(value) ? new Default(true, Optional.of(value.toString())) : Default.UNKNOWN;
    }

    // values whose text is what one configures; a list has a separator that only its setter knows
    private static boolean isText(Object value)
    {
        return Stream.of(String.class, Number.class, Boolean.class, URI.class, URL.class, File.class, Path.class).anyMatch(type -> type.isInstance(value)) ||
                // the plugin has its own copies
                value.getClass().getName().startsWith("io.airlift.units.");
    }
}
