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

import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.json.JsonCodec;
import com.facebook.airlift.log.Logger;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.server.InternalCommunicationConfig;
import io.prestodynamic.catalog.seal.NodeRequests;
import io.prestodynamic.catalog.seal.Receiver;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.MoreFutures.toCompletableFuture;
import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.airlift.http.client.HttpUriBuilder.uriBuilderFrom;
import static com.facebook.airlift.http.client.JsonResponseHandler.createJsonResponseHandler;
import static com.facebook.airlift.http.client.Request.Builder.preparePost;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.lease.peer.LeaseCandidacy.SERVICE_TYPE;
import static io.prestodynamic.catalog.lease.peer.Reachability.ACCEPTS;
import static io.prestodynamic.catalog.lease.peer.Reachability.REFUSES;
import static io.prestodynamic.catalog.lease.peer.Reachability.SILENT;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

public class DiscoveredLeasePeers
        implements LeasePeers
{
    private static final Logger log = Logger.get(DiscoveredLeasePeers.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 300;

    private final DiscoveryLookupClient lookupClient;
    private final HttpClient httpClient;
    private final NodeRequests requests;
    private final JsonCodec<LeaseAnswer> codec;
    private final String nodeId;
    private final String uriProperty;
    private final ExecutorService probes = newSingleThreadExecutor(daemonThreadsNamed("dynamic-catalog-lease-probe"));

    @Inject
    public DiscoveredLeasePeers(
            DiscoveryLookupClient lookupClient,
            @ForLease HttpClient httpClient,
            NodeRequests requests,
            JsonCodec<LeaseAnswer> codec,
            NodeInfo node,
            InternalCommunicationConfig config)
    {
        this.lookupClient = requireNonNull(lookupClient, "lookupClient is null");
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
        this.requests = requireNonNull(requests, "requests is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.nodeId = LeaseCandidacy.nodeId(node.getNodeId());
        this.uriProperty = config.isHttpsRequired() ? "https" : "http";
    }

    @PreDestroy
    public void stop()
    {
        probes.shutdownNow();
    }

    @Override
    public CompletableFuture<List<LeasePeer>> list()
    {
        return toCompletableFuture(lookupClient.getServices(SERVICE_TYPE)).thenApply(services -> services.getServiceDescriptors().stream()
                .filter(service -> !service.getNodeId().equals(nodeId))
                .map(this::toPeer)
                .collect(toImmutableList()));
    }

    @Override
    public CompletableFuture<LeaseAnswer> ask(LeasePeer peer, long term)
    {
        if (peer.uri().isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalStateException("The coordinator announces no valid address"));
        }
        Request request = preparePost()
                .setUri(uriBuilderFrom(peer.uri().get()).replacePath("/v1/catalogLease").addParameter("term", Long.toString(term)).build())
                .build();
        return requests.execute(httpClient, new Receiver(peer.nodeId(), peer.instance()), request, createJsonResponseHandler(codec));
    }

    @Override
    public CompletableFuture<Reachability> probe(URI coordinator)
    {
        // a name may take longer to resolve, which cannot be interrupted
        return supplyAsync(() -> connect(coordinator), probes).completeOnTimeout(SILENT, CONNECT_TIMEOUT_MILLIS, MILLISECONDS);
    }

    private static Reachability connect(URI coordinator)
    {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(coordinator.getHost(), coordinator.getPort()), CONNECT_TIMEOUT_MILLIS);
            return ACCEPTS;
        }
        catch (ConnectException e) {
            return REFUSES;
        }
        // also an address in the store that has no host or no port
        catch (IOException | IllegalArgumentException e) {
            log.debug(e, "The active coordinator at %s cannot be reached", coordinator);
            return SILENT;
        }
    }

    // a coordinator with an invalid address may still become active
    private LeasePeer toPeer(ServiceDescriptor service)
    {
        return new LeasePeer(
                LeaseCandidacy.coordinatorId(service.getNodeId()),
                service.getId().toString(),
                Optional.ofNullable(service.getProperties().get(uriProperty)).flatMap(DiscoveredLeasePeers::parse));
    }

    private static Optional<URI> parse(String uri)
    {
        try {
            return Optional.of(new URI(uri)).filter(parsed -> parsed.getHost() != null);
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
