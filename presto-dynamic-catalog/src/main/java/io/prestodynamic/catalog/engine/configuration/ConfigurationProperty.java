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

import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Property that a configuration class declares with annotations of airlift.
 *
 * @param name without the prefix that some connectors add
 * @param legacyNames former names, which connectors still accept
 * @param secret whether the class says that the value is secret
 */
record ConfigurationProperty(String name, Set<String> legacyNames, boolean secret, String className, String setter)
{
    ConfigurationProperty
    {
        requireNonNull(name, "name is null");
        legacyNames = ImmutableSet.copyOf(legacyNames);
        requireNonNull(className, "className is null");
        requireNonNull(setter, "setter is null");
    }
}
