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
package io.prestodynamic.catalog.lease.peer;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.discovery.client.Announcement;
import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.ForDiscoveryClient;
import com.facebook.airlift.discovery.client.HttpDiscoveryAnnouncementClient;
import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.json.JsonCodec;
import com.facebook.airlift.node.NodeInfo;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;

import javax.inject.Singleton;

import java.net.URI;
import java.util.function.Supplier;

import static com.facebook.airlift.http.client.HttpClientBinder.httpClientBinder;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.facebook.airlift.json.JsonCodecBinder.jsonCodecBinder;
import static com.facebook.airlift.node.NodeConfig.AddressSource.IP;

/**
 * Discovery of the coordinators that share a store, and their requests about the lease.
 */
public class LeasePeerModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        Duration requestTimeout = buildConfigObject(ActiveCoordinatorConfig.class).passTimeout();
        httpClientBinder(binder).bindHttpClient("dynamic-catalog-lease", ForLease.class)
                .withConfigDefaults(client -> client
                        .setConnectTimeout(requestTimeout)
                        .setIdleTimeout(requestTimeout)
                        .setRequestTimeout(requestTimeout));
        jsonCodecBinder(binder).bindJsonCodec(LeaseAnswer.class);
        binder.bind(LeaseCandidacy.class).in(Scopes.SINGLETON);
        binder.bind(CoordinatorAnnouncements.class).in(Scopes.SINGLETON);
        binder.bind(LeasePeers.class).to(DiscoveredLeasePeers.class).in(Scopes.SINGLETON);
        jaxrsBinder(binder).bind(LeaseResource.class);
    }

    @Provides
    @Singleton
    @ForLease
    public static DiscoveryAnnouncementClient announcementClient(
            @ForDiscoveryClient Supplier<URI> discoveryServer,
            NodeInfo node,
            JsonCodec<Announcement> codec,
            @ForDiscoveryClient HttpClient httpClient)
    {
        NodeInfo candidate = new NodeInfo(
                node.getEnvironment(),
                node.getPool(),
                LeaseCandidacy.nodeId(node.getNodeId()),
                node.getInternalAddress(),
                node.getBindIp(),
                node.getExternalAddress(),
                node.getLocation(),
                node.getBinarySpec(),
                node.getConfigSpec(),
                IP);
        return new HttpDiscoveryAnnouncementClient(discoveryServer, candidate, codec, httpClient);
    }
}
