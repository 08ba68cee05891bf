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
package io.prestodynamic.catalog.store.zookeeper;

import com.facebook.airlift.log.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.history.ChangeAction.DELETED;

/**
 * Content of a node of the history, as a JSON object.
 */
final class HistoryContent
{
    private static final Logger log = Logger.get(HistoryContent.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private HistoryContent() {}

    /**
     * Writes a change. If it would be too long, the names of changed properties are left out, and the properties of a deleted catalog, which an earlier change has.
     */
    static byte[] write(CatalogChange change, int maxLength)
    {
        ObjectNode node = toNode(change);
        byte[] content = write(node);
        if (content.length > maxLength) {
            content = write(node.set("changed", MAPPER.createArrayNode()));
        }
        if (content.length > maxLength && change.action() == DELETED) {
            content = write(node.set("properties", MAPPER.createObjectNode()));
        }
        return content;
    }

    private static ObjectNode toNode(CatalogChange change)
    {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("action", change.action().name());
        change.before().ifPresent(version -> node.put("before", version));
        change.after().ifPresent(version -> node.put("after", version));
        node.put("at", change.at().getEpochSecond());
        node.put("connectorName", change.connectorName());
        node.set("properties", MAPPER.valueToTree(change.properties()));
        if (!change.files().isEmpty()) {
            node.set("files", MAPPER.valueToTree(change.files().digests()));
        }
        node.set("changed", MAPPER.valueToTree(change.changed()));
        ChangeOrigin origin = change.origin();
        node.put("source", origin.source().name());
        origin.user().ifPresent(user -> node.put("user", user));
        origin.principal().ifPresent(principal -> node.put("principal", principal));
        origin.address().ifPresent(address -> node.put("address", address));
        origin.requestId().ifPresent(id -> node.put("requestId", id));
        origin.comment().ifPresent(comment -> node.put("comment", comment));
        return node;
    }

    private static byte[] write(JsonNode node)
    {
        try {
            return MAPPER.writeValueAsBytes(node);
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @return empty if the content is something else, such as of a later version of the product
     */
    static Optional<CatalogChange> read(String catalogName, byte[] content)
    {
        try {
            JsonNode node = MAPPER.readTree(content);
            ChangeOrigin origin = new ChangeOrigin(
                    ChangeSource.valueOf(node.path("source").asText()),
                    text(node, "user"),
                    text(node, "principal"),
                    text(node, "address"),
                    text(node, "requestId"),
                    text(node, "comment"));
            return Optional.of(new CatalogChange(
                    ChangeAction.valueOf(node.path("action").asText()),
                    catalogName,
                    text(node, "before"),
                    text(node, "after"),
                    Instant.ofEpochSecond(node.path("at").asLong()),
                    node.path("connectorName").asText(),
                    MAPPER.convertValue(node.path("properties"), new TypeReference<Map<String, String>>() {}),
                    node.has("files") ? new CatalogFiles(MAPPER.convertValue(node.path("files"), new TypeReference<Map<String, FileDigest>>() {})) : CatalogFiles.NONE,
                    MAPPER.convertValue(node.path("changed"), new TypeReference<Set<String>>() {}),
                    origin));
        }
        catch (IOException | RuntimeException e) {
            // its message quotes the text
            log.debug("A node in the history of catalog %s cannot be read: %s", catalogName, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String field)
    {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }
}
