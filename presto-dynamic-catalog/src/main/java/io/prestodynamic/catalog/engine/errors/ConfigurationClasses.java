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

import com.google.common.collect.Sets;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.engine.configuration.PropertyType;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    String describeType(String className)
    {
        PropertyType type = PropertyType.of(className, classLoader);
        return switch (type.name()) {
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "dataSize" -> "a data size such as 64MB";
            case "duration" -> "a duration such as 10s";
            case PropertyType.ENUM -> "one of " + String.join(", ", type.values());
            default -> "a value of type " + className.replaceFirst(".*[.$]", "");
        };
    }

    /**
     * Returns the property that is meant by a name that the connector does not know, or empty if none or several are as similar.
     *
     * @param configured names that the definition has, none of which can be meant
     */
    Optional<String> findSimilar(String name, Set<String> configured)
    {
        return SimilarNames.find(name, Sets.difference(configurations.get(classLoader).getNames(), configured));
    }
}
