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
package io.prestodynamic.discovery.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explanations of host names that {@link java.net.URI} does not accept. A URI with such a name has an authority without a host, and no exception is thrown.
 */
final class HostName
{
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^@]+?)(?::\\d*)?");

    private HostName() {}

    /**
     * Explains in a sentence why the host in {@code host} or {@code host:port} cannot be used.
     *
     * @return empty if the host is not the reason
     */
    static Optional<String> explain(String authority)
    {
        Matcher matcher = AUTHORITY.matcher(authority);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group("host");
        if (host.contains("_")) {
            return Optional.of("The host name '%s' has an underscore, which a host in a URL cannot have: give the host another name, or use its IP address".formatted(host));
        }
        if (authority.chars().filter(character -> character == ':').count() > 1) {
            return Optional.of("'%s' lacks the brackets of an IPv6 address, as in [::1]:8411".formatted(authority));
        }
        if (host.contains(":")) {
            return Optional.empty();
        }
        return Optional.of("'%s' is neither a host name nor an IP address: a host name has letters, digits, dots and inner hyphens, and a letter after its last dot".formatted(host));
    }
}
