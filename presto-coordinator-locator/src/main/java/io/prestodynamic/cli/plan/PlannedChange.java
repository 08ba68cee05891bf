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

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Meaning of a desired state for one catalog.
 *
 * @param changed what would be different: properties, files such as {@code files.hive.keytab}, and fields such as {@code description}
 * @param version version that the plan was made for
 * @param definition desired definition; empty if the catalog is to be deleted
 * @param refusal why the coordinator would refuse the change
 */
public record PlannedChange(
        Action action,
        String catalogName,
        List<String> changed,
        Optional<String> version,
        Optional<ObjectNode> definition,
        Optional<String> refusal)
{
    public enum Action
    {
        ADD("add"),
        CHANGE("change"),
        DELETE("delete"),
        KEEP("keep"),
        REFUSE("refuse");

        private final String verb;

        Action(String verb)
        {
            this.verb = verb;
        }

        public String verb()
        {
            return verb;
        }
    }

    public PlannedChange
    {
        requireNonNull(action, "action is null");
        requireNonNull(catalogName, "catalogName is null");
        changed = List.copyOf(changed);
        requireNonNull(version, "version is null");
        requireNonNull(definition, "definition is null");
        requireNonNull(refusal, "refusal is null");
    }

    public boolean isChange()
    {
        return action == Action.ADD || action == Action.CHANGE || action == Action.DELETE;
    }

    // the definition contains secrets
    @Override
    public String toString()
    {
        return "%s %s".formatted(action.verb(), catalogName);
    }
}
