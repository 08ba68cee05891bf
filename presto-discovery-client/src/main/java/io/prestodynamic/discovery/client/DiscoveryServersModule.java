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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.discovery.client.DiscoveryClientConfig;
import com.facebook.airlift.discovery.client.ForDiscoveryClient;
import com.facebook.airlift.discovery.client.ServiceInventoryConfig;
import com.facebook.airlift.http.client.HttpClientConfig;
import com.facebook.airlift.http.client.HttpRequestFilter;
import com.google.common.base.Ticker;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.airlift.units.Duration;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.airlift.http.client.HttpClientBinder.httpClientBinder;
import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.weakref.jmx.guice.ExportBinder.newExporter;

/**
 * Module that makes airlift's discovery client, which supports one server, use the servers of a list. Without a list it binds nothing, and only refuses a
 * discovery.uri whose host is not a valid host name.
 */
public class DiscoveryServersModule
        extends AbstractConfigurationAwareModule
{
    // leaves time to announce the node to another server before its announcement expires, after 30 seconds
    private static final Duration REQUEST_TIMEOUT = new Duration(3, SECONDS);

    @Override
    protected void setup(Binder binder)
    {
        DiscoveryServersConfig config = buildConfigObject(DiscoveryServersConfig.class);
        Optional<URI> discoveryUri = Optional.ofNullable(buildConfigObject(DiscoveryClientConfig.class).getDiscoveryServiceURI());
        if (config.getServers() == null) {
            discoveryUri.flatMap(HttpAddress::explainHost)
                    .ifPresent(reason -> binder.addError("Invalid configuration property discovery.uri: %s", reason));
            return;
        }
        if (discoveryUri.isPresent()) {
            binder.addError("discovery.servers takes the place of discovery.uri: remove one of them");
            return;
        }
        if (buildConfigObject(ServiceInventoryConfig.class).getServiceInventoryUri() != null) {
            binder.addError("discovery.servers takes the place of service-inventory.uri: remove one of them");
            return;
        }
        try {
            bindServers(binder, DiscoveryServerList.parse(config.getServers()), config.getWarmupInterval());
        }
        catch (IllegalArgumentException e) {
            binder.addError("Invalid configuration property discovery.servers: %s", e.getMessage());
        }
    }

    private static void bindServers(Binder binder, List<URI> servers, Duration warmupInterval)
    {
        configBinder(binder).bindConfigDefaults(DiscoveryClientConfig.class, client -> client.setDiscoveryServiceURI(servers.get(0)));
        configBinder(binder).bindConfigDefaults(HttpClientConfig.class, ForDiscoveryClient.class, client -> client.setRequestTimeout(REQUEST_TIMEOUT));
        newSetBinder(binder, HttpRequestFilter.class, ForDiscoveryClient.class).addBinding().to(DiscoveryServerFilter.class).in(Scopes.SINGLETON);

        httpClientBinder(binder).bindHttpClient("discovery-servers", ForDiscoveryServers.class)
                .withConfigDefaults(client -> client
                        .setConnectTimeout(new Duration(1, SECONDS))
                        .setRequestTimeout(new Duration(2, SECONDS)));
        binder.bind(DiscoveryServers.class).toInstance(new DiscoveryServers(servers, warmupInterval, Ticker.systemTicker()));
        binder.bind(DiscoveryServerClient.class).in(Scopes.SINGLETON);
        binder.bind(DiscoveryServerMonitor.class).in(Scopes.SINGLETON);
        binder.bind(RefusingPort.class).in(Scopes.SINGLETON);
        // dashboards use this name
        newExporter(binder).export(DiscoveryServers.class).as("io.prestodynamic.catalog.discovery:name=DiscoveryServers");
    }
}
