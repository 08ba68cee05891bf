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
package io.prestodynamic.catalog.worker;

import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.Response;
import com.facebook.airlift.http.client.ResponseHandler;
import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.files.FileSource;
import io.prestodynamic.catalog.seal.NodeRequests;
import io.prestodynamic.catalog.seal.Receiver;
import io.prestodynamic.catalog.sync.wire.FileAddress;
import io.prestodynamic.catalog.sync.wire.ForCatalogSync;
import io.prestodynamic.catalog.sync.wire.SyncRequest;

import javax.annotation.concurrent.ThreadSafe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import static com.facebook.airlift.http.client.HttpStatus.OK;
import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static com.facebook.airlift.http.client.ResponseHandlerUtils.propagate;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * Files of catalogs that this worker fetches from the coordinators that have told it of them.
 */
@ThreadSafe
public class CoordinatorFiles
        implements FileSource
{
    private final HttpClient httpClient;
    private final NodeRequests requests;
    private final Map<String, Coordinator> coordinators = new ConcurrentHashMap<>();

    @Inject
    public CoordinatorFiles(@ForCatalogSync HttpClient httpClient, NodeRequests requests)
    {
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
        this.requests = requireNonNull(requests, "requests is null");
    }

    /**
     * Records the address of a coordinator.
     */
    void record(SyncRequest request)
    {
        coordinators.put(request.coordinatorId(), new Coordinator(new Receiver(request.coordinatorId(), request.coordinatorInstance()), request.files()));
    }

    /**
     * Asks one coordinator after the other.
     */
    @Override
    public byte[] read(String sha256)
    {
        List<String> failures = new ArrayList<>();
        for (Coordinator coordinator : ImmutableList.copyOf(coordinators.values())) {
            try {
                return requests.execute(httpClient, coordinator.receiver(), request(coordinator.files(), sha256), new ContentHandler()).join();
            }
            catch (CompletionException e) {
                failures.add("coordinator %s: %s".formatted(line(coordinator.receiver().nodeId()), e.getCause().getMessage()));
            }
        }
        throw new CatalogException(INTERNAL_ERROR, "A file of the catalog cannot be fetched (%s)".formatted(String.join("; ", failures)));
    }

    private static Request request(FileAddress files, String sha256)
    {
        return prepareGet().setUri(files.resolve(sha256)).setHeader(FileAddress.TOKEN_HEADER, files.token()).build();
    }

    private record Coordinator(Receiver receiver, FileAddress files) {}

    private static class ContentHandler
            implements ResponseHandler<byte[], RuntimeException>
    {
        @Override
        public byte[] handleException(Request request, Exception exception)
        {
            throw propagate(request, exception);
        }

        @Override
        public byte[] handle(Request request, Response response)
        {
            if (response.getStatusCode() != OK.code()) {
                throw new IllegalStateException("It answered " + response.getStatusCode());
            }
            try (InputStream content = response.getInputStream()) {
                return content.readAllBytes();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
