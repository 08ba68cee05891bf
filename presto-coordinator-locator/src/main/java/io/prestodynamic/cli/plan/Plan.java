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

import io.prestodynamic.cli.plan.PlannedChange.Action;

import java.util.List;

/**
 * Steps to a desired state.
 *
 * @param catalogs all catalogs of the desired state, and those that are to be deleted at the end
 */
public record Plan(List<PlannedChange> catalogs)
{
    public Plan
    {
        catalogs = List.copyOf(catalogs);
    }

    /**
     * Returns the changes, in the order in which they are made.
     */
    public List<PlannedChange> changes()
    {
        return catalogs.stream().filter(PlannedChange::isChange).toList();
    }

    public boolean isRefused()
    {
        return count(Action.REFUSE) > 0;
    }

    public String summary()
    {
        return "%s to add, %s to change, %s to delete, %s to keep, %s refused".formatted(
                count(Action.ADD), count(Action.CHANGE), count(Action.DELETE), count(Action.KEEP), count(Action.REFUSE));
    }

    private long count(Action action)
    {
        return catalogs.stream().filter(catalog -> catalog.action() == action).count();
    }
}
