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

import com.google.common.collect.ImmutableSet;

import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Property that a configuration class declares with annotations of airlift.
 *
 * @param name without the prefix that some connectors add
 * @param legacyNames former names, which connectors still accept
 * @param secret whether the class says that the value is secret
 * @param type name of the class that the setter takes
 * @param notNull whether the class refuses to have no value
 */
record ConfigurationProperty(
        String name,
        Set<String> legacyNames,
        Optional<String> description,
        boolean secret,
        boolean deprecated,
        boolean notNull,
        String className,
        String setter,
        String type)
{
    ConfigurationProperty
    {
        requireNonNull(name, "name is null");
        legacyNames = ImmutableSet.copyOf(legacyNames);
        requireNonNull(description, "description is null");
        requireNonNull(className, "className is null");
        requireNonNull(setter, "setter is null");
        requireNonNull(type, "type is null");
    }

    /**
     * Returns the name that a catalog has.
     *
     * @param prefix without its dot, empty if there is none
     */
    String nameBehind(String prefix)
    {
        return behind(prefix, name);
    }

    Set<String> legacyNamesBehind(String prefix)
    {
        return legacyNames.stream().map(legacyName -> behind(prefix, legacyName)).collect(toImmutableSet());
    }

    private static String behind(String prefix, String name)
    {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    /**
     * Returns the name of another method of the property that a method sets, such as its getter.
     *
     * @param prefix {@code get} or {@code is}
     */
    static String accessor(String prefix, String setter)
    {
        return setter.startsWith("set") ? prefix + setter.substring("set".length()) : setter;
    }
}
