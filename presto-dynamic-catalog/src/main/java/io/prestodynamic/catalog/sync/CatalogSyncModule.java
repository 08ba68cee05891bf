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
import io.prestodynamic.catalog.sync.node.NodeDirectory;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient;
import io.prestodynamic.catalog.sync.wire.SyncRequest;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import static com.facebook.airlift.json.JsonCodecBinder.jsonCodecBinder;

/**
 * Requests of a coordinator to workers and to other coordinators.
 */
public class CatalogSyncModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        install(new SyncClientModule());
        jsonCodecBinder(binder).bindJsonCodec(SyncRequest.class);
        jsonCodecBinder(binder).bindJsonCodec(SyncResponse.class);
        binder.bind(NodeDirectory.class).in(Scopes.SINGLETON);
        binder.bind(CatalogSyncClient.class).in(Scopes.SINGLETON);
        binder.bind(WorkerSynchronizer.class).in(Scopes.SINGLETON);
        binder.bind(FileAccess.class).in(Scopes.SINGLETON);
        binder.bind(OtherCoordinators.class).in(Scopes.SINGLETON);
        binder.bind(WorkerSyncStats.class).in(Scopes.SINGLETON);
    }
}
