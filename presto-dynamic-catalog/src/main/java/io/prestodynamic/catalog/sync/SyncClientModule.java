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
package io.prestodynamic.catalog.sync;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.seal.NodeRequests;
import io.prestodynamic.catalog.sync.wire.ForCatalogSync;

import static com.facebook.airlift.http.client.HttpClientBinder.httpClientBinder;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Client for requests to other nodes.
 */
public class SyncClientModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        // a worker delays its answer until the push timeout at most
        Duration pushTimeout = buildConfigObject(DynamicCatalogConfig.class).getPushTimeout();
        Duration requestTimeout = new Duration(pushTimeout.toMillis() + SECONDS.toMillis(5), MILLISECONDS);
        httpClientBinder(binder).bindHttpClient("dynamic-catalog", ForCatalogSync.class)
                .withConfigDefaults(client -> client
                        .setConnectTimeout(new Duration(2, SECONDS))
                        // requests that wait for connectors must not delay the others
                        .setMaxConnectionsPerServer(64)
                        .setIdleTimeout(requestTimeout)
                        .setRequestTimeout(requestTimeout));
        binder.bind(NodeRequests.class).in(Scopes.SINGLETON);
    }
}
