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
package io.prestodynamic.catalog.lease;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.testing.TestingDiscoveryModule;
import com.facebook.airlift.http.server.HttpServerInfo;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.ForLease;
import io.prestodynamic.catalog.lease.peer.LeaseCandidacy;
import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.peer.NoPeers;
import io.prestodynamic.catalog.lease.store.JdbcLeaseStore;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStoreModule;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.CatalogStoreModule;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.Test;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Start and stop of an active coordinator with its store.
 */
public class TestActiveCoordinatorLifeCycle
{
    @Test
    public void testStopReleasesTheLease()
    {
        try (TestingPostgreSqlServer server = new TestingPostgreSqlServer()) {
            server.createDatabase("presto");
            testStopReleasesTheLease(server);
        }
    }

    private static void testStopReleasesTheLease(TestingPostgreSqlServer server)
    {
        String url = server.getJdbcUrl("presto");
        Injector injector = new Bootstrap(
                new TestingNodeModule("test"),
                new TestingDiscoveryModule(),
                new TestingHttpServerModule(),
                new JsonModule(),
                new JaxrsModule(true),
                new LeaseStoreModule(),
                binder -> {
                    CatalogStoreModule.bindConfiguration(binder);
                    configBinder(binder).bindConfig(ActiveCoordinatorConfig.class);
                    configBinder(binder).bindConfig(InternalCommunicationConfig.class);
                    binder.bind(DiscoveryAnnouncementClient.class).annotatedWith(ForLease.class).to(DiscoveryAnnouncementClient.class);
                    binder.bind(LeaseCandidacy.class).in(Scopes.SINGLETON);
                    binder.bind(CoordinatorAnnouncements.class).in(Scopes.SINGLETON);
                    binder.bind(LeasePeers.class).toInstance(new NoPeers());
                    binder.bind(ActiveCoordinator.class).in(Scopes.SINGLETON);
                })
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(ImmutableMap.of(
                        "dynamic-catalog.jdbc.url", url,
                        "dynamic-catalog.jdbc.username", server.getUser(),
                        "dynamic-catalog.jdbc.password", server.getPassword()))
                .initialize();
        NodeInfo node = injector.getInstance(NodeInfo.class);
        CatalogStoreConfig config = new CatalogStoreConfig().setJdbcUrl(url).setJdbcUsername(server.getUser()).setJdbcPassword(server.getPassword());
        try (JdbcLeaseStore store = new JdbcLeaseStore(config, new ActiveCoordinatorConfig(), node)) {
            injector.getInstance(ActiveCoordinator.class).awaitActive();
            LeaseRecord held = store.read().orElseThrow();
            assertThat(held.isHeldBy(node.getInstanceId())).isTrue();
            assertThat(held.environment()).isEqualTo("test");
            assertThat(held.nodeId()).isEqualTo(node.getNodeId());
            assertThat(held.uri()).isEqualTo(injector.getInstance(HttpServerInfo.class).getHttpUri());

            injector.getInstance(LifeCycleManager.class).stop();
            assertThat(store.read().orElseThrow().isReleased()).isTrue();
        }
    }
}
