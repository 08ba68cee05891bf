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
package io.prestodynamic.locator.redirect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.LocatorStatus;

import java.net.URI;
import java.util.Optional;

/**
 * JSON representation of the status of a locator, with null for absent values.
 */
final class RedirectorStatus
{
    private RedirectorStatus() {}

    static ObjectNode describe(Optional<Coordinator> current, LocatorStatus status)
    {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("coordinator", current.map(Coordinator::uri).map(URI::toString).orElse(null));
        ArrayNode servers = description.putArray("discoveryServers");
        status.servers().forEach(server -> servers.addObject()
                .put("uri", server.uri().toString())
                .put("error", server.error().orElse(null)));
        ArrayNode candidates = description.putArray("candidates");
        status.candidates().forEach(candidate -> candidates.addObject()
                .put("nodeId", candidate.nodeId())
                .put("uri", candidate.uri().map(URI::toString).orElse(null))
                .put("refusal", candidate.refusal().orElse(null)));
        return description;
    }
}
