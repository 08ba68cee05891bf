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
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.CatalogClient.RunningQueries;
import io.prestodynamic.cli.client.ChangeCondition;

import static java.util.Objects.requireNonNull;

/**
 * Execution of the changes of a plan, each under the condition that the catalog is as the plan has seen it.
 */
public final class PlanExecution
{
    private final CatalogClient client;

    public PlanExecution(CatalogClient client)
    {
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * Makes a change.
     *
     * @return the answer of the coordinator about the catalog
     */
    public JsonNode execute(PlannedChange change)
    {
        String name = change.catalogName();
        return switch (change.action()) {
            case ADD -> client.put(name, change.definition().orElseThrow(), ChangeCondition.ABSENT);
            case CHANGE -> client.put(name, change.definition().orElseThrow(), seen(change));
            case DELETE -> client.delete(name, RunningQueries.FINISH, seen(change));
            case KEEP, REFUSE -> throw new IllegalArgumentException("No change: " + change);
        };
    }

    private static ChangeCondition seen(PlannedChange change)
    {
        return change.version().map(ChangeCondition::version).orElse(ChangeCondition.EXISTS);
    }
}
