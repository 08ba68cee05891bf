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
package io.prestodynamic.locator.jdbc;

import io.prestodynamic.locator.DiscoveryAddresses;
import io.prestodynamic.locator.DurationText;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.prestodynamic.locator.jdbc.LocatorProperty.COORDINATOR_TIMEOUT;
import static io.prestodynamic.locator.jdbc.LocatorProperty.ENVIRONMENT;
import static java.lang.String.format;

/**
 * URL and properties of this driver, split into those of the locator and those of Presto's driver.
 */
final class DiscoveryUrl
{
    static final String PREFIX = "jdbc:presto-discovery:";

    // the domain "invalid" never resolves, and the port does not imply TLS
    private static final String PLACEHOLDER = "//coordinator.presto-discovery.invalid:8080";
    private static final String SERVER = "(?:https?://)?[^/?#,]*+";
    private static final Pattern URL = Pattern.compile(
            Pattern.quote(PREFIX) + "//(?<servers>" + SERVER + "(?:," + SERVER + ")*+)(?<path>/[^?#]*)?(?:\\?(?<query>[^#]*))?");
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final List<URI> servers;
    private final String shownUrl;
    private final String prestoUrl;
    private final Properties prestoProperties = new Properties();
    private final Map<LocatorProperty, String> values = new EnumMap<>(LocatorProperty.class);
    private final Duration coordinatorTimeout;

    /**
     * @throws SQLException with the reason, without values of Presto's properties
     */
    DiscoveryUrl(String url, Properties properties)
            throws SQLException
    {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new SQLException("Invalid JDBC URL. It is jdbc:presto-discovery://host1:8411,host2:8411/catalog/schema?property=value&...");
        }
        try {
            servers = DiscoveryAddresses.parse(matcher.group("servers"));
        }
        catch (IllegalArgumentException e) {
            throw new SQLException("Invalid JDBC URL. " + e.getMessage(), e);
        }
        String path = Optional.ofNullable(matcher.group("path")).orElse("");
        shownUrl = PREFIX + "//" + matcher.group("servers") + path;
        prestoUrl = "jdbc:presto:" + PLACEHOLDER + path + prestoQuery(Optional.ofNullable(matcher.group("query")));
        for (String name : properties.stringPropertyNames()) {
            take(name, properties.getProperty(name)).ifPresent(value -> prestoProperties.setProperty(name, value));
        }
        coordinatorTimeout = parseDuration(COORDINATOR_TIMEOUT.key(), COORDINATOR_TIMEOUT.value(value(COORDINATOR_TIMEOUT)));
    }

    List<URI> servers()
    {
        return servers;
    }

    /**
     * Returns the URL without properties, which may contain secrets.
     */
    String shownUrl()
    {
        return shownUrl;
    }

    String prestoUrl()
    {
        return prestoUrl;
    }

    Properties prestoProperties()
    {
        return prestoProperties;
    }

    Optional<String> environment()
    {
        return value(ENVIRONMENT);
    }

    Duration coordinatorTimeout()
    {
        return coordinatorTimeout;
    }

    Optional<String> value(LocatorProperty property)
    {
        return Optional.ofNullable(values.get(property));
    }

    /**
     * Replaces the rewritten URL in an exception of Presto's driver by this one.
     */
    SQLException withOwnUrl(SQLException refusal)
    {
        if (refusal.getMessage() == null || !refusal.getMessage().contains(PLACEHOLDER)) {
            return refusal;
        }
        String message = refusal.getMessage().replace(prestoUrl.substring("jdbc:".length()), shownUrl.substring("jdbc:".length()));
        return new SQLException(message, refusal.getSQLState(), refusal.getErrorCode());
    }

    private String prestoQuery(Optional<String> query)
            throws SQLException
    {
        List<String> kept = new ArrayList<>();
        for (String parameter : query.orElse("").split("&")) {
            if (parameter.isEmpty()) {
                continue;
            }
            String[] parts = parameter.split("=", 2);
            if (parts.length != 2) {
                throw new SQLException(format("Connection property '%s' has no value in the URL", parts[0]));
            }
            if (take(parts[0], parts[1]).isPresent()) {
                kept.add(parameter);
            }
        }
        return kept.isEmpty() ? "" : "?" + String.join("&", kept);
    }

    /**
     * Takes the value of a property of the locator, or returns that of another property.
     */
    private Optional<String> take(String name, String value)
            throws SQLException
    {
        for (LocatorProperty property : LocatorProperty.values()) {
            if (property.key().equals(name)) {
                if (value.isBlank()) {
                    throw new SQLException(format("Connection property '%s' is empty", name));
                }
                if (values.put(property, value.strip()) != null) {
                    throw new SQLException(format("Connection property '%s' is given more than once", name));
                }
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }

    private static Duration parseDuration(String name, String value)
            throws SQLException
    {
        Duration duration;
        try {
            duration = DurationText.parse(value);
        }
        catch (IllegalArgumentException e) {
            throw new SQLException(format("Connection property '%s': %s", name, e.getMessage()), e);
        }
        if (duration.compareTo(MAX_TIMEOUT) > 0) {
            throw new SQLException(format("Connection property '%s' is longer than a day: '%s'", name, value));
        }
        return duration;
    }
}
