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
package io.prestodynamic.discovery;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.airlift.discovery.server.DiscoveryConfig;
import io.airlift.discovery.server.DiscoveryServerModule;
import io.airlift.discovery.server.ForDynamicStore;
import io.airlift.discovery.server.ForStaticStore;
import io.airlift.discovery.store.Entry;
import io.airlift.discovery.store.Replicator;
import io.airlift.discovery.store.StoreConfig;
import jakarta.inject.Singleton;

import java.time.Duration;

import static com.google.inject.util.Modules.override;
import static io.airlift.http.client.HttpClientBinder.httpClientBinder;
import static io.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static io.airlift.json.JsonCodecBinder.jsonCodecBinder;

/**
 * Module of airlift's discovery server, with a replication that completes before the server answers, also after it was down or frozen, and with checks of what
 * servers send each other.
 */
public class ReplicationModule
        implements Module
{
    // in passes; a pass does not wait for answers
    private static final int MAX_LAG = 5;

    @Override
    public void configure(Binder binder)
    {
        binder.install(override(new DiscoveryServerModule()).with(ReplicationModule::bindReplicators));
        binder.bind(AnnouncementClient.class).in(Scopes.SINGLETON);
        jsonCodecBinder(binder).bindListJsonCodec(Entry.class);
        httpClientBinder(binder).bindGlobalFilter(StoreRequestFilter.class);
        jaxrsBinder(binder).bind(CatchUpFilter.class);
        jaxrsBinder(binder).bind(StoreClockFilter.class);
        jaxrsBinder(binder).bind(StorePutFilter.class);
        jaxrsBinder(binder).bind(StoreSenderFilter.class);
    }

    private static void bindReplicators(Binder binder)
    {
        binder.bind(Replicator.class).annotatedWith(ForDynamicStore.class).to(AnnouncementReplicator.class).in(Scopes.SINGLETON);
        binder.bind(Replicator.class).annotatedWith(ForStaticStore.class).to(StaticReplicator.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    static CatchUp catchUp(@ForDynamicStore StoreConfig store, DiscoveryConfig discovery)
    {
        return new CatchUp(
                Duration.ofMillis(MAX_LAG * store.getReplicationInterval().toMillis()),
                Duration.ofMillis(discovery.getStoreCacheTtl().toMillis()),
                Duration.ofMillis(discovery.getMaxAge().toMillis()),
                System::currentTimeMillis);
    }
}
