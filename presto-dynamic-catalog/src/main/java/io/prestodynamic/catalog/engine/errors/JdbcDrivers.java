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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * JDBC drivers of a connector, which can check a URL. Many connectors use their URL only when a query comes.
 */
public final class JdbcDrivers
{
    private static final String URL_PROPERTY = "connection-url";

    private final List<Driver> drivers;

    private JdbcDrivers(ClassLoader classLoader)
    {
        drivers = load(classLoader);
    }

    private static List<Driver> load(ClassLoader classLoader)
    {
        try {
            return ImmutableList.copyOf(ServiceLoader.load(Driver.class, classLoader));
        }
        catch (ServiceConfigurationError e) {
            // a driver that cannot be loaded might accept the URL
            return ImmutableList.of();
        }
    }

    /**
     * Returns a message about a property whose URL none of the connector's drivers accepts, or empty if there is none or the connector has no drivers.
     *
     * @param classLoader class loader of the connector
     */
    public static Optional<String> findForeignUrl(CatalogDefinition definition, ClassLoader classLoader)
    {
        Map<String, String> urls = Maps.filterEntries(definition.properties(), property -> isUrl(property.getKey(), property.getValue()));
        // loads no drivers for connectors without URLs
        return urls.isEmpty() ? Optional.empty() : new JdbcDrivers(classLoader).findForeign(urls, definition.connectorName());
    }

    // a value with a reference is resolved later
    private static boolean isUrl(String name, String value)
    {
        return (name.equals(URL_PROPERTY) || name.endsWith("." + URL_PROPERTY)) && !value.contains("${");
    }

    private Optional<String> findForeign(Map<String, String> urls, String connectorName)
    {
        if (drivers.isEmpty()) {
            return Optional.empty();
        }
        String prefix = "jdbc:%s:".formatted(connectorName);
        boolean known = isAccepted(prefix + "//localhost/");
        return urls.entrySet().stream()
                .filter(property -> !isAccepted(property.getValue()))
                .map(property -> "Property %s %s".formatted(property.getKey(), describeForeign(property.getValue(), connectorName, known ? Optional.of(prefix) : Optional.empty())))
                .findFirst();
    }

    private static String describeForeign(String url, String connectorName, Optional<String> prefix)
    {
        if (!url.equals(url.strip())) {
            return "begins or ends with a blank";
        }
        if (prefix.isPresent() && url.startsWith(prefix.get())) {
            return "is a URL that the driver of connector %s cannot read".formatted(connectorName);
        }
        return "is no URL for connector %s%s".formatted(connectorName, prefix.map(start -> ", which begins with " + start).orElse(""));
    }

    private boolean isAccepted(String url)
    {
        return drivers.stream().anyMatch(driver -> isAccepted(driver, url));
    }

    private static boolean isAccepted(Driver driver, String url)
    {
        try {
            return driver.acceptsURL(url);
        }
        // drivers throw various exceptions for an invalid URL
        catch (SQLException | RuntimeException e) {
            return false;
        }
        catch (LinkageError e) {
            // a driver that throws might accept the URL
            return true;
        }
    }
}
