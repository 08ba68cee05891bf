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

import io.airlift.http.client.HttpRequestFilter;
import io.airlift.http.client.Request;
import io.airlift.node.NodeInfo;
import jakarta.inject.Inject;

import static io.airlift.http.client.Request.Builder.fromRequest;
import static java.util.Objects.requireNonNull;

/**
 * Filter that adds the sender, the time of its clock, and a missing {@code Accept} to requests for the stores of other servers. Airlift's replicator (seen in
 * 1.32, 1.33 and 1.36) asks for static announcements without {@code Accept}, gets JSON, fails to read it as Smile, and does not report that.
 */
class StoreRequestFilter
        implements HttpRequestFilter
{
    static final String ENVIRONMENT = "X-Discovery-Environment";
    // two servers may have the same node id by mistake, but not the same instance id
    static final String INSTANCE = "X-Discovery-Instance";
    private static final String SMILE = "application/x-jackson-smile";

    private final NodeInfo node;

    @Inject
    StoreRequestFilter(NodeInfo node)
    {
        this.node = requireNonNull(node, "node is null");
    }

    @Override
    public Request filterRequest(Request request)
    {
        if (!request.getUri().getPath().startsWith("/v1/store/")) {
            return request;
        }
        Request.Builder builder = fromRequest(request)
                .setHeader(ENVIRONMENT, node.getEnvironment())
                .setHeader(INSTANCE, node.getInstanceId())
                .setHeader(ServerClock.TIME, String.valueOf(System.currentTimeMillis()));
        if (request.getMethod().equals("GET") && request.getHeader("Accept") == null) {
            builder.setHeader("Accept", SMILE);
        }
        return builder.build();
    }
}
