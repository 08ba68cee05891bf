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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Parser of lists of discovery servers, as in {@code discovery.servers}.
 */
final class DiscoveryServerList
{
    private static final Pattern EMPTY_PORT = Pattern.compile(":/?$");

    private DiscoveryServerList() {}

    /**
     * Parses a list of servers.
     *
     * @return at least one server, without duplicates, in the order of the list, each with scheme, host and port and without a path
     * @throws IllegalArgumentException if the list is invalid; the message has the reason
     */
    static List<URI> parse(String list)
    {
        Set<URI> servers = new LinkedHashSet<>();
        for (String entry : Splitter.on(',').trimResults().split(list)) {
            checkArgument(!entry.isEmpty(), "an entry is empty in '%s'", list);
            checkArgument(servers.add(parseServer(entry)), "'%s' is there twice", entry);
        }
        return ImmutableList.copyOf(servers);
    }

    private static URI parseServer(String entry)
    {
        boolean url = entry.contains("://");
        Optional<URI> server = url ? parseUrl(entry) : parseHostAndPort(entry);
        return server.orElseThrow(() -> new IllegalArgumentException(HttpAddress.explainHost(url ? entry : "http://" + entry).orElse(invalid(entry))));
    }

    private static Optional<URI> parseHostAndPort(String entry)
    {
        return entry.endsWith("/") ? Optional.empty() : HttpAddress.origin("http://" + entry, Optional.empty());
    }

    private static Optional<URI> parseUrl(String entry)
    {
        int defaultPort = entry.toLowerCase(Locale.ENGLISH).startsWith("https:") ? 443 : 80;
        return EMPTY_PORT.matcher(entry).find() ? Optional.empty() : HttpAddress.origin(entry, Optional.of(defaultPort));
    }

    private static String invalid(String entry)
    {
        return "'" + entry + "' is neither host:port nor http(s)://host:port";
    }
}
