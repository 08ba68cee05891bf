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
package io.prestodynamic.catalog.engine.errors;

import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Configuration classes of a plugin, from which airlift reads the properties of a connector.
 */
final class ConfigurationClasses
{
    private static final Pattern SETTER = Pattern.compile("(\\S+)\\.(\\w+)\\(");

    private final PluginConfigurations configurations;
    private final ClassLoader classLoader;

    ConfigurationClasses(PluginConfigurations configurations, ClassLoader classLoader)
    {
        this.configurations = requireNonNull(configurations, "configurations is null");
        this.classLoader = requireNonNull(classLoader, "classLoader is null");
    }

    /**
     * Returns the property of a setter, without the prefix that some connectors add.
     *
     * @param setter in the format of {@link Method#toGenericString}
     */
    Optional<String> findProperty(String setter)
    {
        Matcher matcher = SETTER.matcher(setter);
        return matcher.find() ? configurations.get(classLoader).findProperty(matcher.group(1), matcher.group(2)) : Optional.empty();
    }

    String describeType(String name)
    {
        return switch (name) {
            case "byte", "short", "int", "long", "java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long" -> "a whole number";
            case "float", "double", "java.lang.Float", "java.lang.Double" -> "a number";
            case "io.airlift.units.DataSize" -> "a data size such as 64MB";
            case "io.airlift.units.Duration" -> "a duration such as 10s";
            default -> load(name).flatMap(ConfigurationClasses::describeEnum).orElseGet(() -> "a value of type " + name.replaceFirst(".*[.$]", ""));
        };
    }

    private static Optional<String> describeEnum(Class<?> type)
    {
        return Optional.ofNullable(type.getEnumConstants())
                .map(constants -> "one of " + String.join(", ", Stream.of(constants).map(constant -> ((Enum<?>) constant).name()).toList()));
    }

    private Optional<Class<?>> load(String name)
    {
        try {
            return Optional.of(Class.forName(name, false, classLoader));
        }
        catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
