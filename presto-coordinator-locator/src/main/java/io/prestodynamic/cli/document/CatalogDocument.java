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
package io.prestodynamic.cli.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Definitions of catalogs, in the format of an export.
 *
 * @param settings what a definition without {@code description}, {@code enabled} and {@code limits} means
 */
public record CatalogDocument(JsonNode json, Settings settings)
{
    /**
     * Meaning of settings that a document does not have: their defaults, or no change.
     */
    public enum Settings
    {
        DEFAULT, UNCHANGED
    }

    public CatalogDocument
    {
        requireNonNull(json, "json is null");
        requireNonNull(settings, "settings is null");
    }

    /**
     * Returns the definitions that are objects.
     */
    public List<ObjectNode> catalogs()
    {
        return json.path("catalogs").valueStream()
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .toList();
    }

    // definitions contain secrets
    @Override
    public String toString()
    {
        return "%s catalogs".formatted(json.path("catalogs").size());
    }
}
