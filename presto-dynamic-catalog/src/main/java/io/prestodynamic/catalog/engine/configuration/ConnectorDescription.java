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
import com.google.common.collect.ImmutableSortedSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Connector, and the properties that the configuration classes of its plugin declare.
 *
 * @param allowed whether dynamic catalogs may use the connector, or empty if all connectors are allowed
 * @param properties properties whose names are known as a catalog has them
 * @param otherProperties properties that a catalog has behind a prefix which the class files do not tell, or of which they do not tell that the connector reads them
 * @param defunct names that the connector refuses, because it had them formerly
 */
public record ConnectorDescription(
        String connectorName,
        Optional<Boolean> allowed,
        List<ConnectorProperty> properties,
        List<ConnectorProperty> otherProperties,
        Set<String> defunct)
{
    public ConnectorDescription
    {
        requireNonNull(connectorName, "connectorName is null");
        requireNonNull(allowed, "allowed is null");
        properties = ImmutableList.copyOf(properties);
        otherProperties = ImmutableList.copyOf(otherProperties);
        defunct = ImmutableSortedSet.copyOf(defunct);
    }
}
