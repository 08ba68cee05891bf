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
package io.prestodynamic.catalog.seal;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.http.client.HttpClientConfig;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.StaticBodyGenerator;
import com.facebook.airlift.http.client.StringResponseHandler.StringResponse;
import com.facebook.airlift.http.client.jetty.JettyHttpClient;
import com.facebook.airlift.http.client.spnego.KerberosConfig;
import com.facebook.airlift.http.server.testing.TestingHttpServer;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.airlift.node.NodeModule;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import static com.facebook.airlift.http.client.HttpUriBuilder.uriBuilderFrom;
import static com.facebook.airlift.http.client.Request.Builder.fromRequest;
import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static com.facebook.airlift.http.client.Request.Builder.preparePut;
import static com.facebook.airlift.http.client.StaticBodyGenerator.createStaticBodyGenerator;
import static com.facebook.airlift.http.client.StringResponseHandler.createStringResponseHandler;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.google.common.collect.Iterables.getLast;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Requests to nodes over HTTP, and attempts of others to gain from them.
 */
@Test(singleThreaded = true)
public class TestSealedResource
{
    private static final String SECRET = "the secret that all nodes share";
    private static final String PASSWORD = "swordfish";

    private final List<Node> nodes = new ArrayList<>();
    private final List<Request> sniffed = new CopyOnWriteArrayList<>();
    private JettyHttpClient httpClient;

    @BeforeMethod
    public void setUp()
    {
        sniffed.clear();
        httpClient = new JettyHttpClient("test", new HttpClientConfig(), new KerberosConfig(), List.of(request -> {
            sniffed.add(request);
            return request;
        }));
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        httpClient.close();
        nodes.forEach(Node::stop);
        nodes.clear();
    }

    @Test
    public void testRoundTrip()
            throws Exception
    {
        Node node = start("worker", SECRET);
        NodeRequests requests = requests(SECRET);
        for (int i = 0; i < 3; i++) {
            assertThat(put(requests, node.receiver(), node.uri, PASSWORD)).isEqualTo("got " + PASSWORD);
            assertThat(execute(requests, node.receiver(), prepareGet().setUri(uriBuilderFrom(node.uri).addParameter("name", "a b").build()).build())).isEqualTo("hello a b");
        }
        // two more, because the node asks for another freshness value of a new sender before and after its first request
        assertThat(sniffed).hasSize(8);
        assertThat(sniffed).noneMatch(request -> body(request).contains(PASSWORD));
    }

    @Test
    public void testWithoutSecret()
            throws Exception
    {
        Node node = start("worker", null);
        assertThat(put(requests(null), node.receiver(), node.uri, PASSWORD)).isEqualTo("got " + PASSWORD);
        assertThat(sniffed).hasSize(1);
    }

    @Test
    public void testManyAtOnce()
            throws Exception
    {
        Node node = start("worker", SECRET);
        NodeRequests requests = requests(SECRET);
        List<CompletableFuture<StringResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(requests.execute(httpClient, node.receiver(), putRequest(node.uri, "body " + i), createStringResponseHandler()));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get(30, SECONDS).getBody()).isEqualTo("got body " + i);
        }
    }

    @Test
    public void testRestartedNode()
            throws Exception
    {
        Node node = start("worker", SECRET);
        NodeRequests requests = requests(SECRET);
        put(requests, node.receiver(), node.uri, "first");
        // the same receiver, as if its announcement was still the former one
        Node restarted = start("worker", SECRET);
        assertThat(put(requests, node.receiver(), restarted.uri, "second")).isEqualTo("got second");
    }

    @Test
    public void testRequestWithoutSeal()
    {
        Node node = start("worker", SECRET);
        assertRefused(putRequest(node.uri, PASSWORD), node);
        assertRefused(prepareGet().setUri(node.uri).build(), node);
        for (String seal : List.of("", "x", "%%%", "AAAA", "A".repeat(72))) {
            assertRefused(fromRequest(putRequest(node.uri, PASSWORD)).setHeader(Seal.HEADER, seal).build(), node);
        }
    }

    @Test
    public void testReplay()
            throws Exception
    {
        Node node = start("worker", SECRET);
        put(requests(SECRET), node.receiver(), node.uri, PASSWORD);
        Request valid = getLast(sniffed);
        assertRefused(valid, node);

        Node restarted = start("worker", SECRET);
        assertRefused(fromRequest(valid).setUri(restarted.uri).build(), restarted);
    }

    @Test
    public void testSentOnToAnotherNode()
    {
        Node worker = start("worker", SECRET);
        Node other = start("other", SECRET);
        // an announced node that has no secret, which passes on what a real node wants, and then what it gets
        NodeRequests requests = requests(SECRET);
        Receiver fake = new Receiver("fake", "instance");
        assertThatThrownBy(() -> put(requests, fake, worker.uri, PASSWORD)).hasMessageContaining("internal-communication.shared-secret");
        sniffed.forEach(request -> assertRefused(fromRequest(request).setUri(other.uri).build(), other));
        assertThat(worker.received()).isEmpty();
        assertThat(other.received()).isEmpty();
        assertThat(sniffed).noneMatch(request -> body(request).contains(PASSWORD));
    }

    @Test
    public void testWithheldRequest()
            throws Exception
    {
        Node node = start("worker", SECRET);
        NodeRequests former = requests(SECRET);
        put(former, node.receiver(), node.uri, "first");
        Request withheld = sniffWithoutNode(former, node, "second");
        put(requests(SECRET), node.receiver(), node.uri, "of the successor");
        assertRefused(withheld, node);
        // the former sender is alive
        assertThat(put(former, node.receiver(), node.uri, "third")).isEqualTo("got third");
    }

    @Test
    public void testUseOfASealForSomethingElse()
            throws Exception
    {
        Node node = start("worker", SECRET);
        NodeRequests requests = requests(SECRET);
        put(requests, node.receiver(), node.uri, "first");
        // the node is gone, so that what is sent to it is valid and unused
        Request unused = sniffWithoutNode(requests, node, "second");
        assertRefused(fromRequest(unused).setUri(uriBuilderFrom(node.uri).addParameter("name", "x").build()).build(), node);
        assertRefused(fromRequest(unused).setMethod("GET").setBodyGenerator(null).build(), node);
        assertRefused(fromRequest(unused).setBodyGenerator(createStaticBodyGenerator("other", UTF_8)).build(), node);
        assertThat(node.received()).containsExactly("first");
    }

    @Test
    public void testOtherSecret()
    {
        Node node = start("worker", SECRET);
        assertThatThrownBy(() -> put(requests("another secret"), node.receiver(), node.uri, PASSWORD))
                .hasMessageContaining("does it have the same internal-communication.shared-secret?");
        assertThat(node.received()).isEmpty();
    }

    @Test
    public void testReceiverWithoutSecret()
    {
        Node fake = start("worker", null);
        assertThatThrownBy(() -> put(requests(SECRET), fake.receiver(), fake.uri, PASSWORD)).hasMessageContaining("Its answer is not sealed");
        assertThat(fake.received()).noneMatch(body -> body.contains(PASSWORD));
    }

    private Request sniffWithoutNode(NodeRequests requests, Node node, String body)
    {
        assertThatThrownBy(() -> put(requests, node.receiver(), node.uri.resolve("http://127.0.0.1:1" + node.uri.getPath()), body)).hasMessageContaining("127.0.0.1:1");
        return fromRequest(getLast(sniffed)).setUri(node.uri).build();
    }

    private void assertRefused(Request request, Node node)
    {
        int before = node.received().size();
        StringResponse answer = httpClient.execute(request, createStringResponseHandler());
        assertThat(answer.getStatusCode()).isEqualTo(412);
        assertThat(node.received()).hasSize(before);
    }

    private String put(NodeRequests requests, Receiver receiver, URI uri, String body)
            throws Exception
    {
        return execute(requests, receiver, putRequest(uri, body));
    }

    private String execute(NodeRequests requests, Receiver receiver, Request request)
            throws Exception
    {
        return requests.execute(httpClient, receiver, request, createStringResponseHandler()).get(30, SECONDS).getBody();
    }

    private static Request putRequest(URI uri, String body)
    {
        return preparePut().setUri(uri).setBodyGenerator(createStaticBodyGenerator(body, UTF_8)).build();
    }

    private static String body(Request request)
    {
        return request.getBodyGenerator() == null ? "" : new String(((StaticBodyGenerator) request.getBodyGenerator()).getBody(), UTF_8);
    }

    private static NodeRequests requests(String secret)
    {
        return new NodeRequests(new InternalCommunicationConfig().setSharedSecret(secret));
    }

    private Node start(String nodeId, String secret)
    {
        Node node = new Node(nodeId, secret);
        nodes.add(node);
        return node;
    }

    private static class Node
    {
        private final String nodeId;
        private final EchoResource resource = new EchoResource();
        private final LifeCycleManager lifeCycle;
        private final URI uri;

        Node(String nodeId, String secret)
        {
            this.nodeId = nodeId;
            Injector injector = new Bootstrap(
                    new NodeModule(),
                    new TestingHttpServerModule(),
                    new JsonModule(),
                    new JaxrsModule(true),
                    binder -> {
                        binder.bind(InternalCommunicationConfig.class).toInstance(new InternalCommunicationConfig().setSharedSecret(secret));
                        jaxrsBinder(binder).bind(SealFilter.class);
                        jaxrsBinder(binder).bindInstance(resource);
                    })
                    .doNotInitializeLogging()
                    .setRequiredConfigurationProperties(ImmutableMap.of("node.environment", "test", "node.id", nodeId))
                    .initialize();
            assertThat(injector.getInstance(NodeInfo.class).getNodeId()).isEqualTo(nodeId);
            lifeCycle = injector.getInstance(LifeCycleManager.class);
            uri = injector.getInstance(TestingHttpServer.class).getBaseUrl().resolve("/v1/echo");
        }

        Receiver receiver()
        {
            return new Receiver(nodeId, nodeId + " instance");
        }

        List<String> received()
        {
            return resource.received;
        }

        void stop()
        {
            lifeCycle.stop();
        }
    }

    @Path("/v1/echo")
    @Sealed
    public static class EchoResource
    {
        private final List<String> received = new CopyOnWriteArrayList<>();

        @GET
        public String get(@QueryParam("name") String name)
        {
            return "hello " + name;
        }

        @PUT
        public void put(String body, @Suspended AsyncResponse response)
        {
            received.add(body);
            CompletableFuture.runAsync(() -> response.resume("got " + body));
        }
    }
}
