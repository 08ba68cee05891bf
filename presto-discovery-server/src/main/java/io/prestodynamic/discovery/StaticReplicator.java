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

import io.airlift.discovery.client.ServiceSelector;
import io.airlift.discovery.server.ForStaticStore;
import io.airlift.discovery.store.LocalStore;
import io.airlift.discovery.store.Replicator;
import io.airlift.discovery.store.StoreConfig;
import io.airlift.http.client.HttpClient;
import io.airlift.node.NodeInfo;
import io.prestodynamic.discovery.authentication.NodeTokens;
import io.prestodynamic.discovery.authentication.ProvenHttpClient;
import jakarta.inject.Inject;

import java.util.Optional;

/**
 * Airlift's replicator of static announcements, which uses only answers of servers that know the shared secret, if there is one.
 */
class StaticReplicator
        extends Replicator
{
    @Inject
    StaticReplicator(
            NodeInfo node,
            ServiceSelector selector,
            @ForStaticStore HttpClient httpClient,
            @ForStaticStore LocalStore localStore,
            @ForStaticStore StoreConfig config,
            Optional<NodeTokens> tokens)
    {
        super("static", node, selector, ProvenHttpClient.of(httpClient, tokens), localStore, config);
    }
}
