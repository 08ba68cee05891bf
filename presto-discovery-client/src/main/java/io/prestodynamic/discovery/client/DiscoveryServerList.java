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
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Reads a list of discovery servers.
 */
final class DiscoveryServerList
{
    private static final int MAX_PORT = 65535;

    private DiscoveryServerList() {}

    /**
     * The servers in the order of the list, at least one, each once: scheme, host and port, no path.
     *
     * @throws IllegalArgumentException with a sentence about what is wrong with the list
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
        boolean plain = !entry.contains("://");
        URI uri;
        try {
            uri = new URI(plain ? "http://" + entry : entry);
        }
        catch (URISyntaxException e) {
            throw new IllegalArgumentException(invalid(entry), e);
        }
        if (uri.getRawAuthority() != null && uri.getHost() == null) {
            throw new IllegalArgumentException(HostName.explain(uri.getRawAuthority()).orElse(invalid(entry)));
        }
        checkArgument(uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null, invalid(entry));
        checkArgument(uri.getRawPath().isEmpty() || (!plain && uri.getRawPath().equals("/")), invalid(entry));
        String scheme = uri.getScheme().toLowerCase(Locale.ENGLISH);
        checkArgument(scheme.equals("http") || scheme.equals("https"), invalid(entry));
        checkArgument(uri.getPort() != -1 || (!plain && !uri.getRawAuthority().endsWith(":")), invalid(entry));
        // with the port, so that one server has one spelling
        int port = uri.getPort() != -1 ? uri.getPort() : (scheme.equals("https") ? 443 : 80);
        checkArgument(port > 0 && port <= MAX_PORT, invalid(entry));
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ENGLISH) + ":" + port);
    }

    private static String invalid(String entry)
    {
        return "'" + entry + "' is neither host:port nor http(s)://host:port";
    }
}
