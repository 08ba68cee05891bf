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

import com.facebook.presto.connector.system.GlobalSystemConnector;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.prestodynamic.catalog.engine.configuration.PropertyDefaults.Default;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.seam.ConnectorVersions;

import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;
import static java.util.function.Predicate.not;

/**
 * Connectors of this node, and what their plugins declare.
 */
public class InstalledConnectors
{
    private final ConnectorVersions connectors;
    private final PluginConfigurations configurations;
    private final CatalogLimits limits;

    @Inject
    public InstalledConnectors(ConnectorVersions connectors, PluginConfigurations configurations, CatalogLimits limits)
    {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.configurations = requireNonNull(configurations, "configurations is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * Returns the names of connectors that catalogs may have, sorted.
     */
    public static Set<String> names(ConnectorVersions connectors)
    {
        // Presto's own connector has one catalog
        return ImmutableSortedSet.copyOf(connectors.getConnectorNames().stream().filter(not(GlobalSystemConnector.NAME::equals)).toList());
    }

    public Set<String> getNames()
    {
        return names(connectors);
    }

    /**
     * Returns whether dynamic catalogs of this node may use the connector, or empty if all connectors are allowed.
     */
    public Optional<Boolean> isAllowed(String connectorName)
    {
        return limits.isAllowed(connectorName);
    }

    /**
     * Reads the class files of the connector's plugin if that has not been done, which takes up to a few seconds.
     *
     * @return the connector, or empty if it is not installed
     */
    public Optional<ConnectorDescription> describe(String connectorName)
    {
        return connectors.getClassLoader(connectorName)
                .filter(classLoader -> getNames().contains(connectorName))
                .map(classLoader -> describe(connectorName, classLoader));
    }

    private ConnectorDescription describe(String connectorName, ClassLoader classLoader)
    {
        ConfigurationProperties declared = configurations.get(classLoader);
        PropertyDescriptions descriptions = new PropertyDescriptions(declared, classLoader);
        Map<String, ConnectorProperty> known = new TreeMap<>();
        Map<String, ConnectorProperty> others = new TreeMap<>();
        for (ConfigurationProperty property : declared.getProperties()) {
            Set<Optional<String>> prefixes = declared.getPrefixes(property);
            prefixes.stream().flatMap(Optional::stream)
                    .map(prefix -> descriptions.describe(property, prefix))
                    .forEach(description -> known.putIfAbsent(description.name(), description));
            if (prefixes.isEmpty() || prefixes.contains(Optional.<String>empty())) {
                others.putIfAbsent(property.name(), descriptions.describeWithoutPrefix(property, !prefixes.isEmpty()));
            }
        }
        return new ConnectorDescription(
                connectorName,
                limits.isAllowed(connectorName),
                ImmutableList.copyOf(known.values()),
                ImmutableList.copyOf(others.values()),
                declared.getDefunct());
    }

    /**
     * Descriptions of the properties of one plugin.
     */
    private static class PropertyDescriptions
    {
        private final DeclaredSecrets secrets;
        private final PropertyDefaults defaults;
        private final ClassLoader classLoader;

        private PropertyDescriptions(ConfigurationProperties declared, ClassLoader classLoader)
        {
            this.secrets = new DeclaredSecrets(declared);
            this.defaults = new PropertyDefaults(classLoader);
            this.classLoader = classLoader;
        }

        private ConnectorProperty describe(ConfigurationProperty property, String prefix)
        {
            return describe(property, prefix, defaults.get(property), false);
        }

        // what binds a class behind a prefix often has defaults of its own
        private ConnectorProperty describeWithoutPrefix(ConfigurationProperty property, boolean prefixed)
        {
            return describe(property, "", Default.UNKNOWN, prefixed);
        }

        private ConnectorProperty describe(ConfigurationProperty property, String prefix, Default value, boolean prefixed)
        {
            String name = property.nameBehind(prefix);
            boolean secret = secrets.isSecret(name);
            return new ConnectorProperty(
                    name,
                    property.description(),
                    PropertyType.of(property.type(), classLoader),
                    value.value().filter(text -> !secret),
                    value.known(),
                    property.notNull() && value.equals(Default.NULL),
                    secret,
                    property.deprecated(),
                    property.legacyNamesBehind(prefix),
                    prefixed);
        }
    }
}
