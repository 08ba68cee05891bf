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
 * Filter that sends each request for discovery to the server that is fit for it.
 * <p>
 * It never throws. An exception would end the announcements or lookups of this node forever, because airlift schedules the next request only after this one
 * was sent. If no server is fit for a lookup, the lookup goes to a port that refuses it, and the node keeps the nodes that it knows. It does not go to a
 * server that has failed, which may just have been restarted without knowing any nodes.
 */
class DiscoveryServerFilter
        implements HttpRequestFilter
{
    private final DiscoveryServers servers;
    private final URI refusing;

    /**
     * @param monitor monitor that checks the servers before the first request
     */
    @Inject
    public DiscoveryServerFilter(DiscoveryServers servers, DiscoveryServerMonitor monitor, RefusingPort refusingPort)
    {
        this(servers, refusingPort.getUri());
        requireNonNull(monitor, "monitor is null");
    }

    DiscoveryServerFilter(DiscoveryServers servers, URI refusing)
    {
        this.servers = requireNonNull(servers, "servers is null");
        this.refusing = requireNonNull(refusing, "refusing is null");
    }

    @Override
    public Request filterRequest(Request request)
    {
        DiscoveryServers.Choice choice = servers.choose();
        URI server = request.getMethod().equals("GET") ? choice.lookups().orElse(refusing) : choice.announcements();
        URI uri = request.getUri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return fromRequest(request)
                .setUri(URI.create(server + uri.getRawPath() + query))
                .build();
    }
}
