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
package io.prestodynamic.cli.command.view;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * View of a catalog at a moment.
 *
 * @param state with the error, if there is one
 * @param limits as JSON
 * @param nodes states with their errors, by the ids of nodes
 */
record CatalogView(String version, String state, String createdBy, String description, String limits, Map<String, String> nodes)
{
    /**
     * Returns all catalogs of a list by their names.
     */
    static Map<String, CatalogView> of(JsonNode catalogs)
    {
        Map<String, CatalogView> views = new TreeMap<>();
        catalogs.forEach(catalog -> views.put(catalog.path("catalogName").asText(), from(catalog)));
        return views;
    }

    private static CatalogView from(JsonNode catalog)
    {
        Map<String, String> nodes = new TreeMap<>();
        catalog.path("nodes").forEach(node -> nodes.put(node.path("nodeId").asText(), state(node)));
        return new CatalogView(
                catalog.path("version").asText("-"),
                state(catalog),
                catalog.path("createdBy").asText("-"),
                catalog.path("description").asText(""),
                catalog.path("limits").toString(),
                nodes);
    }

    String describe()
    {
        return "%s, version %s by %s".formatted(state, version, createdBy);
    }

    /**
     * Returns what is different from an earlier view: what has happened, and details.
     */
    Map<String, String> differences(CatalogView before)
    {
        Map<String, String> differences = new LinkedHashMap<>();
        if (!version.equals(before.version)) {
            differences.put("replaced", "version %s by %s".formatted(version, createdBy));
        }
        if (!description.equals(before.description)) {
            differences.put("described", description);
        }
        if (!limits.equals(before.limits)) {
            differences.put("limited", limits.isEmpty() ? "no limits" : limits);
        }
        if (!state.equals(before.state)) {
            differences.put("state", state);
        }
        nodes.forEach((node, present) -> {
            if (!Objects.equals(present, before.nodes.get(node))) {
                differences.put("node " + node, present);
            }
        });
        before.nodes.keySet().stream()
                .filter(node -> !nodes.containsKey(node))
                .forEach(node -> differences.put("node " + node, "gone"));
        return differences;
    }

    private static String state(JsonNode json)
    {
        return "%s %s".formatted(json.path("state").asText(), json.path("error").asText("")).strip();
    }
}
