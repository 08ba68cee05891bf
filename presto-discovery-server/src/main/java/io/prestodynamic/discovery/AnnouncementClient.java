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

import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.discovery.client.ServiceDescriptor;
import io.airlift.discovery.server.ForDynamicStore;
import io.airlift.discovery.store.Entry;
import io.airlift.discovery.store.LocalStore;
import io.airlift.http.client.FullJsonResponseHandler.JsonResponse;
import io.airlift.http.client.HttpClient;
import io.airlift.http.client.Request;
import io.airlift.http.client.Response;
import io.airlift.http.client.ResponseHandler;
import io.airlift.json.JsonCodec;
import io.prestodynamic.discovery.authentication.NodeTokens;
import io.prestodynamic.discovery.authentication.ProvenHttpClient;
import io.prestodynamic.discovery.client.FailureReasons;
import jakarta.inject.Inject;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import static com.google.common.base.Throwables.getRootCause;
import static com.google.common.util.concurrent.Futures.catching;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static io.airlift.http.client.FullJsonResponseHandler.createFullJsonResponseHandler;
import static io.airlift.http.client.HttpStatus.OK;
import static io.airlift.http.client.Request.Builder.prepareGet;
import static io.airlift.http.client.ResponseHandlerUtils.propagate;
import static io.prestodynamic.discovery.client.FailureReasons.toLine;
import static java.util.Objects.requireNonNull;

/**
 * Client that fetches the announcements of another discovery server into the store of this one.
 */
class AnnouncementClient
{
    private static final String STORE = "/v1/store/dynamic";

    private final HttpClient httpClient;
    private final LocalStore store;
    private final JsonCodec<List<Entry>> codec;

    @Inject
    AnnouncementClient(@ForDynamicStore HttpClient httpClient, @ForDynamicStore LocalStore store, JsonCodec<List<Entry>> codec, Optional<NodeTokens> tokens)
    {
        this.httpClient = ProvenHttpClient.of(httpClient, tokens);
        this.store = requireNonNull(store, "store is null");
        this.codec = requireNonNull(codec, "codec is null");
    }

    /**
     * Starts a request, and returns at once. The future never fails.
     */
    ListenableFuture<FetchResult> fetch(ServiceDescriptor server)
    {
        try {
            Request request = prepareGet()
                    .setUri(URI.create(server.getProperties().get("http") + STORE))
                    .setHeader("Accept", "application/json")
                    .build();
            return catching(httpClient.executeAsync(request, new FetchHandler()), Exception.class, AnnouncementClient::failed, directExecutor());
        }
        catch (RuntimeException e) {
            return immediateFuture(failed(e));
        }
    }

    private static FetchResult failed(Exception exception)
    {
        if (getRootCause(exception) instanceof ConnectException) {
            return FetchResult.refused();
        }
        return FetchResult.failed(FailureReasons.explain(exception));
    }

    private class FetchHandler
            implements ResponseHandler<FetchResult, RuntimeException>
    {
        // too early rather than too late, so that announcements do not become newer each time that they are exchanged
        private final long sent = System.currentTimeMillis();

        @Override
        public FetchResult handle(Request request, Response response)
        {
            JsonResponse<List<Entry>> answer = createFullJsonResponseHandler(codec).handle(request, response);
            if (answer.getStatusCode() != OK.code()) {
                return FetchResult.failed(toLine("it answers with status %s: %s".formatted(answer.getStatusCode(), answer.getResponseBody())));
            }
            if (!answer.hasValue()) {
                return FetchResult.failed("its answer is not that of a discovery server");
            }
            ServerClock.adjust(answer.getValue(), Optional.ofNullable(answer.getHeader(ServerClock.TIME)), sent).forEach(store::put);
            return FetchResult.fetched();
        }

        @Override
        public FetchResult handleException(Request request, Exception exception)
        {
            throw propagate(request, exception);
        }
    }
}
