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

import com.google.common.collect.ImmutableSortedSet;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Property of a connector, as a configuration class declares it.
 *
 * @param defaultValue empty if there is none, or it is not known or secret
 * @param defaultKnown whether it is known what the default is, or that there is none
 * @param required whether a catalog must have the property if the connector reads its class
 * @param secret whether its value is masked
 * @param formerNames names that the connector still accepts
 * @param prefixed whether a catalog has the property behind a prefix that is not known
 */
public record ConnectorProperty(
        String name,
        Optional<String> description,
        PropertyType type,
        Optional<String> defaultValue,
        boolean defaultKnown,
        boolean required,
        boolean secret,
        boolean deprecated,
        Set<String> formerNames,
        boolean prefixed)
{
    public ConnectorProperty
    {
        requireNonNull(name, "name is null");
        requireNonNull(description, "description is null");
        requireNonNull(type, "type is null");
        requireNonNull(defaultValue, "defaultValue is null");
        formerNames = ImmutableSortedSet.copyOf(formerNames);
    }
}
