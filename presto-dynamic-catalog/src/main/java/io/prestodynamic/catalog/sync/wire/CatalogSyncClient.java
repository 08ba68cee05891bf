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
package io.prestodynamic.catalog.sync.wire;

import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.json.JsonCodec;
import io.prestodynamic.catalog.seal.NodeRequests;
import io.prestodynamic.catalog.seal.Receiver;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;

import javax.inject.Inject;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

import static com.facebook.airlift.http.client.FullJsonResponseHandler.createFullJsonResponseHandler;
import static com.facebook.airlift.http.client.HttpUriBuilder.uriBuilderFrom;
import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static com.facebook.airlift.http.client.Request.Builder.preparePost;
import static com.facebook.airlift.http.client.Request.Builder.preparePut;
import static com.facebook.airlift.http.client.StaticBodyGenerator.createStaticBodyGenerator;
import static com.google.common.net.HttpHeaders.CONTENT_TYPE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;
import static javax.ws.rs.core.Response.Status.OK;
import static javax.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

/**
 * Client of {@code /v1/catalogSync} of workers and other coordinators. No thread waits for an answer.
 */
public class CatalogSyncClient
{
    private final HttpClient httpClient;
    private final NodeRequests requests;
    private final JsonCodec<SyncRequest> requestCodec;
    private final JsonCodec<SyncResponse> responseCodec;

    @Inject
    public CatalogSyncClient(@ForCatalogSync HttpClient httpClient, NodeRequests requests, JsonCodec<SyncRequest> requestCodec, JsonCodec<SyncResponse> responseCodec)
    {
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
        this.requests = requireNonNull(requests, "requests is null");
        this.requestCodec = requireNonNull(requestCodec, "requestCodec is null");
        this.responseCodec = requireNonNull(responseCodec, "responseCodec is null");
    }

    /**
     * Encodes a request, which may be sent to any number of workers.
     */
    public byte[] encode(SyncRequest request)
    {
        return requestCodec.toJsonBytes(request);
    }

    /**
     * @return fails with {@link NodeStartingException} if the node cannot load catalogs yet
     */
    public CompletableFuture<SyncResponse> send(AnnouncedNode worker, byte[] request)
    {
        return execute(worker, preparePut()
                .setUri(uri(worker))
                .setHeader(CONTENT_TYPE, APPLICATION_JSON)
                .setBodyGenerator(createStaticBodyGenerator(request))
                .build());
    }

    /**
     * Asks a coordinator for the statuses of its versions.
     */
    public CompletableFuture<SyncResponse> ask(AnnouncedNode coordinator)
    {
        return execute(coordinator, prepareGet().setUri(uri(coordinator)).build());
    }

    /**
     * Notifies a coordinator that the store has changed.
     * @return completes when the coordinator has what is stored now
     */
    public CompletableFuture<SyncResponse> tellOfChange(AnnouncedNode coordinator)
    {
        return execute(coordinator, preparePost().setUri(uri(coordinator)).build());
    }

    private static URI uri(AnnouncedNode node)
    {
        return uriBuilderFrom(node.uri()).replacePath("/v1/catalogSync").build();
    }

    private CompletableFuture<SyncResponse> execute(AnnouncedNode node, Request request)
    {
        return requests.execute(httpClient, new Receiver(node.nodeId(), node.announcementId()), request, createFullJsonResponseHandler(responseCodec)).thenApply(answer -> {
            if (answer.getStatusCode() == SERVICE_UNAVAILABLE.getStatusCode()) {
                throw new NodeStartingException();
            }
            if (answer.getStatusCode() != OK.getStatusCode() || !answer.hasValue()) {
                throw new IllegalStateException("It answered " + answer.getStatusCode());
            }
            return answer.getValue();
        });
    }

    public static class NodeStartingException
            extends RuntimeException
    {
        NodeStartingException()
        {
            super("It is starting");
        }
    }
}
