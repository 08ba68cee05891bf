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

import com.facebook.airlift.http.client.HttpRequestFilter;
import com.facebook.airlift.http.client.Request;

import javax.inject.Inject;

import java.net.URI;

import static com.facebook.airlift.http.client.Request.Builder.fromRequest;
import static java.util.Objects.requireNonNull;

/**
 * Sends each request for discovery to the server that is fit for it.
 * <p>
 * It never throws: what is thrown here ends the announcements of this node, or its lookups, for ever, because airlift plans the next one only when
 * a request was made. A lookup that no server is fit for is sent where it fails, and the node keeps what it knows. It is not sent to a server that
 * has failed, which may be up again just then, and know nobody.
 */
class DiscoveryServerFilter
        implements HttpRequestFilter
{
    private final DiscoveryServers servers;
    private final URI nowhere;

    /**
     * @param monitor has looked at the servers before the first request is made
     */
    @Inject
    public DiscoveryServerFilter(DiscoveryServers servers, DiscoveryServerMonitor monitor, ClosedPort closedPort)
    {
        this(servers, closedPort.getUri());
        requireNonNull(monitor, "monitor is null");
    }

    DiscoveryServerFilter(DiscoveryServers servers, URI nowhere)
    {
        this.servers = requireNonNull(servers, "servers is null");
        this.nowhere = requireNonNull(nowhere, "nowhere is null");
    }

    @Override
    public Request filterRequest(Request request)
    {
        DiscoveryServers.Choice choice = servers.choose();
        URI server = request.getMethod().equals("GET") ? choice.lookups().orElse(nowhere) : choice.announcements();
        URI uri = request.getUri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return fromRequest(request)
                .setUri(URI.create(server + uri.getRawPath() + query))
                .build();
    }
}
