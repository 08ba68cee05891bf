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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Discovery server that keeps announcements until it is killed, makes nodes announce and look up every second, and fails in configurable ways.
 */
public class TestingDiscoveryServer
        implements Closeable
{
    public static final String ENVIRONMENT = "testing";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final InetSocketAddress address;
    private final Map<String, JsonNode> announcements = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("testing-discovery-%s"));
    private volatile Behaviour behaviour = TestingDiscoveryServer::answer;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private HttpServer server;

    public TestingDiscoveryServer()
            throws IOException
    {
        server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    public URI getUri()
    {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /**
     * Breaks the connections, and loses all announcements.
     */
    public void kill()
    {
        server.stop(0);
        announcements.clear();
    }

    public void restart()
            throws IOException
    {
        server = listen(address);
    }

    /**
     * Accepts requests without answering them, until the behavior changes.
     */
    public void hang()
    {
        CountDownLatch latch = new CountDownLatch(1);
        held = latch;
        behaviour = (discovery, exchange) -> {
            latch.await();
            discovery.answer(exchange);
        };
    }

    public void answerAlways(int status, String body)
    {
        behaviour = (discovery, exchange) -> respond(exchange, status, body);
        held.countDown();
    }

    public void answerAgain()
    {
        behaviour = TestingDiscoveryServer::answer;
        held.countDown();
    }

    /**
     * Adds an announcement, as if another server had replicated it.
     */
    public void announce(String nodeId)
    {
        ObjectNode announcement = MAPPER.createObjectNode().put("pool", "general").put("location", "/" + nodeId);
        announcement.putArray("services").addObject().put("id", UUID.randomUUID().toString()).put("type", "presto").putObject("properties");
        announcements.put(nodeId, announcement);
    }

    public Set<String> getNodes()
    {
        return ImmutableSet.copyOf(announcements.keySet());
    }

    /**
     * Returns the methods and paths of the requests since the last call, except health checks.
     */
    public List<String> takeRequests()
    {
        List<String> taken = List.copyOf(requests);
        requests.removeAll(taken);
        return taken;
    }

    public long countRequests(String methodAndPath)
    {
        return requests.stream().filter(methodAndPath::equals).count();
    }

    @Override
    public void close()
    {
        held.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private HttpServer listen(InetSocketAddress address)
            throws IOException
    {
        HttpServer started = HttpServer.create(address, 0);
        started.setExecutor(executor);
        started.createContext("/", this::handle);
        started.start();
        return started;
    }

    private void handle(HttpExchange exchange)
            throws IOException
    {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (!request.equals("GET /v1/service/presto-coordinator")) {
            requests.add(request);
        }
        try {
            behaviour.handle(this, exchange);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finally {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange)
            throws IOException
    {
        String[] path = exchange.getRequestURI().getPath().split("/");
        switch (exchange.getRequestMethod()) {
            case "PUT":
                announcements.put(path[3], MAPPER.readTree(exchange.getRequestBody()));
                respond(exchange, 202, "");
                break;
            case "DELETE":
                announcements.remove(path[3]);
                respond(exchange, 202, "");
                break;
            default:
                respond(exchange, 200, services(path[3]));
        }
    }

    private String services(String type)
    {
        ObjectNode answer = MAPPER.createObjectNode().put("environment", ENVIRONMENT);
        ArrayNode services = answer.putArray("services");
        announcements.forEach((nodeId, announcement) -> announcement.get("services").forEach(service -> {
            if (service.get("type").asText().equals(type)) {
                services.add(((ObjectNode) service.deepCopy())
                        .put("nodeId", nodeId)
                        .put("pool", announcement.get("pool").asText())
                        .put("location", announcement.get("location").asText()));
            }
        }));
        return answer.toString();
    }

    private static void respond(HttpExchange exchange, int status, String body)
            throws IOException
    {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "max-age=1");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private interface Behaviour
    {
        void handle(TestingDiscoveryServer discovery, HttpExchange exchange)
                throws IOException, InterruptedException;
    }
}
