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

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Type of the values of a property.
 *
 * @param name a short name such as {@code integer}, or the simple name of a class
 * @param values constants of an {@code enum}
 */
public record PropertyType(String name, List<String> values)
{
    public static final String ENUM = "enum";

    public PropertyType
    {
        requireNonNull(name, "name is null");
        values = ImmutableList.copyOf(values);
    }

    /**
     * @param className as {@link Class#getName} returns it
     */
    public static PropertyType of(String className, ClassLoader classLoader)
    {
        return switch (className) {
            case "byte", "short", "int", "long", "java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long" -> plain("integer");
            case "float", "double", "java.lang.Float", "java.lang.Double" -> plain("number");
            case "boolean", "java.lang.Boolean" -> plain("boolean");
            case "java.lang.String" -> plain("string");
            case "io.airlift.units.DataSize" -> plain("dataSize");
            case "io.airlift.units.Duration" -> plain("duration");
            default -> constants(className, classLoader)
                    .map(values -> new PropertyType(ENUM, values))
                    .orElseGet(() -> plain(className.replaceFirst(".*[.$]", "")));
        };
    }

    private static PropertyType plain(String name)
    {
        return new PropertyType(name, ImmutableList.of());
    }

    private static Optional<List<String>> constants(String className, ClassLoader classLoader)
    {
        try {
            return Optional.ofNullable(Class.forName(className, false, classLoader).getEnumConstants())
                    .map(constants -> Stream.of(constants).map(constant -> ((Enum<?>) constant).name()).toList());
        }
        catch (ClassNotFoundException | LinkageError e) {
            // a library that the plugin does not have
            return Optional.empty();
        }
    }
}
