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
package io.prestodynamic.cli.command.transfer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.output.Table;
import io.prestodynamic.cli.plan.Plan;
import io.prestodynamic.cli.plan.PlannedChange;
import io.prestodynamic.cli.plan.PlannedChange.Action;

/**
 * Forms in which a plan is printed.
 */
final class PlanTable
{
    private PlanTable() {}

    /**
     * Returns the catalogs that do not stay as they are.
     */
    static Table of(Plan plan)
    {
        Table table = new Table("action", "catalog", "details");
        plan.catalogs().stream()
                .filter(catalog -> catalog.action() != Action.KEEP)
                .forEach(catalog -> table.add(catalog.action().verb(), catalog.catalogName(), catalog.refusal().orElseGet(() -> String.join(", ", catalog.changed()))));
        return table;
    }

    /**
     * Returns all catalogs, without their definitions.
     */
    static ArrayNode toJson(Plan plan)
    {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (PlannedChange catalog : plan.catalogs()) {
            ObjectNode entry = json.addObject().put("catalogName", catalog.catalogName()).put("action", catalog.action().verb());
            ArrayNode changed = entry.putArray("changed");
            catalog.changed().forEach(changed::add);
            catalog.version().ifPresent(version -> entry.put("version", version));
            catalog.refusal().ifPresent(refusal -> entry.put("refusal", refusal));
        }
        return json;
    }
}
