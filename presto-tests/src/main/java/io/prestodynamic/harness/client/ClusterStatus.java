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
package io.prestodynamic.harness.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.testing.Conditions;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Status of the other nodes, as a coordinator sees it.
 *
 * @param token signs the questions, if the nodes share a secret
 */
public record ClusterStatus(CatalogApi api, Optional<NodeToken> token)
{
    public ClusterStatus
    {
        requireNonNull(api, "api is null");
        requireNonNull(token, "token is null");
    }

    /**
     * Waits until this number of other nodes is active, and none is failed.
     */
    public void awaitActiveNodes(int count)
    {
        Conditions.await(count + " other nodes are active", Duration.ofMinutes(3), () -> trustedNodes() >= count && activeNodes() == count);
    }

    /**
     * Returns the number of other nodes that are active.
     */
    public int activeNodes()
    {
        return ask("/v1/cluster").path("activeWorkers").asInt();
    }

    // a discovered node is active at first, and failed during its first five seconds in the failure detector, which begin later
    private int trustedNodes()
    {
        return ask("/v1/node").size() - ask("/v1/node/failed").size();
    }

    private JsonNode ask(String path)
    {
        HttpRequest.Builder request = api.request(path);
        token.ifPresent(present -> request.header(NodeToken.HEADER, present.sign()));
        return api.send(request).json();
    }
}
