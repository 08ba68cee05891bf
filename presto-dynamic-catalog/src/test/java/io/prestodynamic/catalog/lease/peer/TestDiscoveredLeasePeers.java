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

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.discovery.client.DiscoveryException;
import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceDescriptors;
import com.facebook.airlift.http.client.jetty.JettyHttpClient;
import com.facebook.airlift.http.server.testing.TestingHttpServer;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.inject.Injector;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.seal.NodeRequests;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.facebook.airlift.json.JsonCodec.jsonCodec;
import static com.google.common.util.concurrent.Futures.immediateFailedFuture;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static io.prestodynamic.catalog.lease.peer.Reachability.ACCEPTS;
import static io.prestodynamic.catalog.lease.peer.Reachability.REFUSES;
import static io.prestodynamic.catalog.lease.peer.Reachability.SILENT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Requests of two coordinators to each other over HTTP.
 */
public class TestDiscoveredLeasePeers
{
    private final JettyHttpClient httpClient = new JettyHttpClient();
    private LifeCycleManager lifeCycle;
    private URI server;
    private Discovery discovery;
    private DiscoveredLeasePeers peers;

    @BeforeClass
    public void startServer()
    {
        Injector injector = new Bootstrap(
                new TestingNodeModule("test"),
                new TestingHttpServerModule(),
                new JsonModule(),
                new JaxrsModule(true),
                binder -> {
                    binder.bind(LeasePromises.class).toInstance(term -> new LeaseAnswer("i2", 1000 * term, 7, Optional.of(URI.create("http://c3:8080"))));
                    jaxrsBinder(binder).bind(LeaseResource.class);
                })
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(ImmutableMap.of())
                .initialize();
        lifeCycle = injector.getInstance(LifeCycleManager.class);
        server = injector.getInstance(TestingHttpServer.class).getBaseUrl();
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        httpClient.close();
        lifeCycle.stop();
    }

    @BeforeMethod
    public void setUp()
    {
        discovery = new Discovery();
        peers = new DiscoveredLeasePeers(discovery, httpClient, new NodeRequests(new InternalCommunicationConfig()), jsonCodec(LeaseAnswer.class), new NodeInfo("test"), new InternalCommunicationConfig());
    }

    @Test
    public void testProbe()
            throws IOException
    {
        URI ended;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ended = URI.create("http://127.0.0.1:" + socket.getLocalPort());
            assertThat(peers.probe(ended).join()).isEqualTo(ACCEPTS);
        }
        assertThat(peers.probe(ended).join()).isEqualTo(REFUSES);
        assertThat(peers.probe(server).join()).isEqualTo(ACCEPTS);
        assertThat(peers.probe(URI.create("http://no-such-host.invalid:8080")).join()).isEqualTo(SILENT);
        assertThat(peers.probe(URI.create("http://127.0.0.1")).join()).as("without a port").isEqualTo(SILENT);
        assertThat(peers.probe(URI.create("c1")).join()).as("without a host").isEqualTo(SILENT);
    }

    @Test
    public void testProbeOfProcessThatIsFrozen()
            throws IOException
    {
        Closer closer = Closer.create();
        try {
            ServerSocket frozen = closer.register(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            // until nobody answers any more
            assertThatThrownBy(() -> {
                for (int i = 0; i < 10; i++) {
                    closer.register(new Socket()).connect(frozen.getLocalSocketAddress(), 100);
                }
            }).isInstanceOf(SocketTimeoutException.class);
            assertThat(peers.probe(URI.create("http://127.0.0.1:" + frozen.getLocalPort())).join()).isEqualTo(SILENT);
        }
        finally {
            closer.close();
        }
    }

    @Test
    public void testList()
            throws Exception
    {
        NodeInfo self = new NodeInfo("test");
        peers = new DiscoveredLeasePeers(discovery, httpClient, new NodeRequests(new InternalCommunicationConfig()), jsonCodec(LeaseAnswer.class), self, new InternalCommunicationConfig());
        discovery.announce(self.getNodeId() + "-candidate", "http://c1:8080");
        ServiceDescriptor other = discovery.announce("c2-candidate", "http://c2:8080");
        ServiceDescriptor rubbish = discovery.announce("c3-candidate", "no address");
        assertThat(peers.list().get(10, SECONDS)).containsExactly(
                new LeasePeer("c2", other.getId().toString(), Optional.of(URI.create("http://c2:8080"))),
                new LeasePeer("c3", rubbish.getId().toString(), Optional.empty()));

        discovery.down = true;
        assertThatThrownBy(() -> peers.list().get(10, SECONDS)).hasRootCauseInstanceOf(DiscoveryException.class);
    }

    @Test
    public void testAsk()
            throws Exception
    {
        assertThat(peers.ask(new LeasePeer("c2", "i2", Optional.of(server)), 5).get(10, SECONDS))
                .isEqualTo(new LeaseAnswer("i2", 5000, 7, Optional.of(URI.create("http://c3:8080"))));
        assertThatThrownBy(() -> peers.ask(new LeasePeer("c2", "i2", Optional.of(server.resolve("http://127.0.0.1:1"))), 5).get(10, SECONDS)).hasMessageContaining("127.0.0.1:1");
        assertThatThrownBy(() -> peers.ask(new LeasePeer("c2", "i2", Optional.empty()), 5).get(10, SECONDS)).hasMessageContaining("announces no valid address");
    }

    private static class Discovery
            implements DiscoveryLookupClient
    {
        private List<ServiceDescriptor> announced = ImmutableList.of();
        private boolean down;

        private ServiceDescriptor announce(String nodeId, String uri)
        {
            ServiceDescriptor descriptor = serviceDescriptor("presto-coordinator-candidate").setId(UUID.randomUUID()).setNodeId(nodeId).addProperty("http", uri).build();
            announced = ImmutableList.<ServiceDescriptor>builder().addAll(announced).add(descriptor).build();
            return descriptor;
        }

        @Override
        public ListenableFuture<ServiceDescriptors> getServices(String type)
        {
            assertThat(type).isEqualTo("presto-coordinator-candidate");
            return down ? immediateFailedFuture(new DiscoveryException("Connection refused")) : immediateFuture(new ServiceDescriptors(type, null, announced, new Duration(10, SECONDS), null));
        }

        @Override
        public ListenableFuture<ServiceDescriptors> getServices(String type, String pool)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public ListenableFuture<ServiceDescriptors> refreshServices(ServiceDescriptors serviceDescriptors)
        {
            throw new UnsupportedOperationException();
        }
    }
}
