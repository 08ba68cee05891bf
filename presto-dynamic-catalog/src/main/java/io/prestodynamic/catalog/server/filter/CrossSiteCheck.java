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
package io.prestodynamic.catalog.server.filter;

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.net.HttpHeaders.HOST;
import static com.google.common.net.HttpHeaders.ORIGIN;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Locale.ENGLISH;

/**
 * Check for requests that a page of another site makes a browser send. Browsers add the password of the user to them, and reach servers that the site does not reach.
 */
public class CrossSiteCheck
{
    private static final Logger log = Logger.get(CrossSiteCheck.class);
    private static final int MAX_NAME_LENGTH = 253;

    private final Set<String> hosts;

    @Inject
    CrossSiteCheck(NodeInfo nodeInfo, DynamicCatalogConfig config)
    {
        ImmutableSet.Builder<String> hosts = ImmutableSet.builder();
        hosts.add("localhost", nodeInfo.getInternalAddress().toLowerCase(ENGLISH), nodeInfo.getExternalAddress().toLowerCase(ENGLISH));
        try {
            InetAddress machine = InetAddress.getLocalHost();
            hosts.add(machine.getHostName().toLowerCase(ENGLISH), machine.getCanonicalHostName().toLowerCase(ENGLISH));
        }
        catch (UnknownHostException e) {
            log.warn("The name of this machine cannot be resolved. Requests that use it need dynamic-catalog.allowed-hosts: %s", e.getMessage());
        }
        config.getAllowedHosts().forEach(host -> hosts.add(host.toLowerCase(ENGLISH)));
        this.hosts = hosts.build();
    }

    /**
     * @throws CatalogException with {@code FORBIDDEN} if a browser may have sent the request for a page of another site, or for a name that was made to resolve to this server
     */
    void check(HttpServletRequest request)
    {
        // HTTP/2 has no such header, and HTTP/1.0 does not need it
        String host = Optional.ofNullable(request.getHeader(HOST)).orElseGet(() -> "%s:%s".formatted(request.getServerName(), request.getServerPort()));
        if (!isOwnName(host)) {
            throw new CatalogException(FORBIDDEN, "'%s' is not a name of this server; if it is one, add it to dynamic-catalog.allowed-hosts".formatted(shorten(host)));
        }
        String site = nullToEmpty(request.getHeader("Sec-Fetch-Site"));
        Optional<String> origin = Optional.ofNullable(request.getHeader(ORIGIN));
        if (site.equals("cross-site") || site.equals("same-site") || origin.filter(value -> !isOf(value, host)).isPresent()) {
            throw new CatalogException(FORBIDDEN, "A page of another site may not send requests about catalogs");
        }
    }

    // another site can have any name resolve to an address of this server, but its pages cannot use the address itself
    private boolean isOwnName(String hostAndPort)
    {
        try {
            String host = removeFinalDot(HostAndPort.fromString(hostAndPort).getHost());
            return InetAddresses.isInetAddress(host) || hosts.contains(host.toLowerCase(ENGLISH));
        }
        catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String removeFinalDot(String host)
    {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isOf(String origin, String host)
    {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getAuthority());
        }
        catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shorten(String host)
    {
        return line(host.substring(0, Math.min(host.length(), MAX_NAME_LENGTH)));
    }
}
