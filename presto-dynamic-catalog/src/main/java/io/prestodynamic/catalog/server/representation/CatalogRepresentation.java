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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogInfo.DrainingInfo;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;
import static java.util.Locale.ENGLISH;

/**
 * Catalog in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record CatalogRepresentation(
        @JsonProperty("catalogName") String catalogName,
        @JsonProperty("connectorName") Optional<String> connectorName,
        @JsonProperty("properties") Map<String, String> properties,
        @JsonProperty("files") List<FileRepresentation> files,
        @JsonProperty("source") String source,
        @JsonProperty("version") Optional<String> version,
        @JsonProperty("state") CatalogState state,
        @JsonProperty("createdAt") Optional<String> createdAt,
        @JsonProperty("createdBy") Optional<String> createdBy,
        @JsonProperty("description") Optional<String> description,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("limits") Optional<LimitsRepresentation> limits,
        @JsonProperty("queries") Optional<Integer> queries,
        @JsonProperty("draining") Optional<List<Draining>> draining,
        @JsonProperty("error") Optional<String> error,
        @JsonProperty("nodes") List<Node> nodes)
{
    public static CatalogRepresentation from(CatalogInfo catalog)
    {
        return new CatalogRepresentation(
                catalog.catalogName(),
                catalog.connectorName(),
                catalog.properties(),
                FileRepresentation.list(catalog.files()),
                catalog.source().name().toLowerCase(ENGLISH),
                catalog.version(),
                catalog.state(),
                catalog.createdAt().map(Object::toString),
                catalog.createdBy(),
                catalog.settings().description(),
                catalog.settings().enabled(),
                LimitsRepresentation.from(catalog.settings()),
                Optional.of(catalog.queries()).filter(queries -> catalog.state() == CatalogState.DRAINING || queries > 0),
                Optional.of(catalog.draining().stream().map(Draining::from).toList()).filter(draining -> !draining.isEmpty()),
                catalog.error(),
                catalog.nodes().stream().map(Node::from).toList());
    }

    /**
     * Deleted or replaced version that queries still use.
     */
    public record Draining(@JsonProperty("version") String version, @JsonProperty("queries") int queries)
    {
        static Draining from(DrainingInfo draining)
        {
            return new Draining(draining.version(), draining.queries());
        }
    }

    @JsonInclude(NON_ABSENT)
    public record Node(
            @JsonProperty("nodeId") String nodeId,
            @JsonProperty("coordinator") boolean coordinator,
            @JsonProperty("state") NodeState state,
            @JsonProperty("since") Optional<String> since,
            @JsonProperty("error") Optional<String> error)
    {
        static Node from(NodeInfo node)
        {
            return new Node(node.nodeId(), node.coordinator(), node.state(), node.since().map(Object::toString), node.error());
        }
    }
}
