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
package io.prestodynamic.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.CatalogFilter;
import io.prestodynamic.cli.client.ImportOptions;
import io.prestodynamic.cli.client.ImportOptions.Execution;
import io.prestodynamic.cli.client.ImportOptions.Existing;
import io.prestodynamic.cli.client.ImportOptions.Unnamed;
import io.prestodynamic.cli.document.CatalogDocument;
import io.prestodynamic.cli.document.CatalogDocument.Settings;
import io.prestodynamic.cli.plan.PlannedChange.Action;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

/**
 * Comparison of a desired state with the catalogs of a coordinator, which compares the definitions itself because it knows the secrets.
 */
public final class Planner
{
    private static final List<String> SETTINGS = List.of("description", "enabled", "limits");

    private final CatalogClient client;

    public Planner(CatalogClient client)
    {
        this.client = requireNonNull(client, "client is null");
    }

    public Plan plan(CatalogDocument document, Unnamed unnamed)
    {
        // before the comparison, so that a change between them is a mismatch when the plan is applied
        Map<String, JsonNode> present = byName(client.list(CatalogFilter.ALL).valueStream().toList());
        if (document.settings() == Settings.UNCHANGED) {
            document.catalogs().forEach(catalog -> keepSettings(catalog, present.get(catalog.path("catalogName").asText())));
        }
        document.catalogs().forEach(catalog -> omitStoredContents(catalog, present.get(catalog.path("catalogName").asText())));
        JsonNode outcomes = client.importAll(document.json(), new ImportOptions(Existing.REPLACE, unnamed, Execution.DRY_RUN)).path("catalogs");
        Map<String, ObjectNode> desired = byName(document.catalogs());
        return new Plan(outcomes.valueStream().map(outcome -> plan(outcome, desired, present)).toList());
    }

    private static PlannedChange plan(JsonNode outcome, Map<String, ObjectNode> desired, Map<String, JsonNode> present)
    {
        String name = outcome.path("catalogName").asText();
        return new PlannedChange(
                action(outcome.path("outcome").asText()),
                name,
                outcome.path("changed").valueStream().map(JsonNode::asText).toList(),
                Optional.ofNullable(present.get(name)).map(catalog -> catalog.path("version")).filter(JsonNode::isTextual).map(JsonNode::asText),
                Optional.ofNullable(desired.get(name)),
                Optional.of(outcome.path("code")).filter(JsonNode::isTextual).map(code -> "%s: %s".formatted(code.asText(), outcome.path("message").asText())));
    }

    private static Action action(String outcome)
    {
        return switch (outcome) {
            case "added" -> Action.ADD;
            case "replaced" -> Action.CHANGE;
            case "deleted" -> Action.DELETE;
            case "unchanged" -> Action.KEEP;
            default -> Action.REFUSE;
        };
    }

    private static void keepSettings(ObjectNode definition, JsonNode present)
    {
        if (present != null) {
            SETTINGS.forEach(setting -> Optional.ofNullable(present.get(setting)).ifPresent(value -> definition.set(setting, value)));
        }
    }

    private static void omitStoredContents(ObjectNode definition, JsonNode present)
    {
        if (present != null) {
            StoredFiles.of(present).omitContents(definition);
        }
    }

    // the coordinator refuses names that occur twice
    private static <T extends JsonNode> Map<String, T> byName(List<T> catalogs)
    {
        return catalogs.stream().collect(toMap(catalog -> catalog.path("catalogName").asText(), Function.identity(), (first, second) -> first));
    }
}
