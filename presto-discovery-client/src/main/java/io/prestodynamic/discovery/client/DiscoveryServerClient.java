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

import com.facebook.airlift.discovery.client.DiscoveryException;
import com.facebook.airlift.discovery.client.ServiceDescriptorsRepresentation;
import com.facebook.airlift.http.client.HttpClient;
import com.facebook.airlift.http.client.Request;
import com.facebook.airlift.http.client.Response;
import com.facebook.airlift.http.client.ResponseHandler;
import com.facebook.airlift.json.JsonCodec;
import com.facebook.airlift.node.NodeInfo;
import com.google.common.util.concurrent.ListenableFuture;

import javax.inject.Inject;

import java.io.IOException;
import java.net.URI;

import static com.facebook.airlift.http.client.HttpStatus.OK;
import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static com.google.common.io.ByteStreams.toByteArray;
import static com.google.common.net.HttpHeaders.USER_AGENT;
import static java.util.Objects.requireNonNull;

/**
 * Client that checks whether a discovery server works.
 */
class DiscoveryServerClient
{
    // fails if lookups of nodes would fail, but has a short answer, because only coordinators announce this service
    private static final String LOOKUP = "/v1/service/presto-coordinator";

    private final HttpClient httpClient;
    private final JsonCodec<ServiceDescriptorsRepresentation> codec;
    private final NodeInfo nodeInfo;

    @Inject
    public DiscoveryServerClient(@ForDiscoveryServers HttpClient httpClient, JsonCodec<ServiceDescriptorsRepresentation> codec, NodeInfo nodeInfo)
    {
        this.httpClient = requireNonNull(httpClient, "httpClient is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.nodeInfo = requireNonNull(nodeInfo, "nodeInfo is null");
    }

    /**
     * Asks the server for a list of services. The future succeeds if the server answers in time and has the environment of this node. Otherwise it fails with a
     * {@link DiscoveryException} whose message has the reason.
     */
    public ListenableFuture<?> check(URI server)
    {
        Request request = prepareGet()
                .setUri(server.resolve(LOOKUP))
                .setHeader(USER_AGENT, nodeInfo.getNodeId())
                .build();
        return httpClient.executeAsync(request, new CheckHandler());
    }

    private class CheckHandler
            implements ResponseHandler<Boolean, DiscoveryException>
    {
        @Override
        public Boolean handle(Request request, Response response)
        {
            if (response.getStatusCode() != OK.code()) {
                throw new DiscoveryException("it answers with status " + response.getStatusCode());
            }
            String environment = readEnvironment(response);
            if (!nodeInfo.getEnvironment().equals(environment)) {
                throw new DiscoveryException("its environment is %s and not %s".formatted(environment, nodeInfo.getEnvironment()));
            }
            return true;
        }

        @Override
        public Boolean handleException(Request request, Exception exception)
        {
            if (exception instanceof DiscoveryException discoveryException) {
                throw discoveryException;
            }
            throw new DiscoveryException(FailureReasons.explain(exception), exception);
        }

        private String readEnvironment(Response response)
        {
            try {
                return codec.fromJson(toByteArray(response.getInputStream())).getEnvironment();
            }
            catch (IOException | IllegalArgumentException e) {
                throw new DiscoveryException("its answer is not that of a discovery server", e);
            }
        }
    }
}
