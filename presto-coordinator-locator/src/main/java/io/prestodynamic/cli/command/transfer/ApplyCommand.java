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

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.CommentOption;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.plan.Plan;
import io.prestodynamic.cli.plan.PlanExecution;
import io.prestodynamic.cli.plan.PlannedChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/**
 * Changes that lead to a desired state.
 */
@Command(name = "apply", description = {
        "Change the catalogs to a desired state, after showing what that means and asking.",
        "Each catalog is changed only if it is as the plan has seen it. The first refusal ends the command; then make another plan."})
public final class ApplyCommand
        extends CatalogsCommand
{
    @Mixin
    private DesiredState desired;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private CommentOption comment;

    @Override
    protected int run(CatalogClient client)
    {
        Plan plan = desired.plan(client, terminal());
        output().print(PlanTable.toJson(plan), PlanTable.of(plan));
        output().say(plan.summary());
        if (plan.isRefused()) {
            throw new ClientException("nothing was changed, because a part of the desired state would be refused");
        }
        if (plan.changes().isEmpty()) {
            return ExitStatus.DONE;
        }
        if (!yes && !isConfirmed()) {
            throw new ClientException("nothing was changed");
        }
        apply(comment.commented(client), plan.changes());
        return ExitStatus.DONE;
    }

    private boolean isConfirmed()
    {
        if (!terminal().isInteractive()) {
            throw new ClientException("nothing was changed, because nobody can be asked; use --yes");
        }
        return terminal().confirm("Make these changes?");
    }

    private void apply(CatalogClient client, List<PlannedChange> changes)
    {
        PlanExecution execution = new PlanExecution(client);
        int done = 0;
        for (PlannedChange change : changes) {
            progress().setTask("%s, %s of %s".formatted(change, done + 1, changes.size()));
            try {
                check(execution.execute(change));
            }
            catch (ClientException e) {
                throw new ClientException("%s: %s (%s of %s changes were made)".formatted(change, e.getMessage(), done, changes.size()), e);
            }
            done++;
        }
        output().say("%s changes were made".formatted(done));
    }

    private static void check(JsonNode catalog)
    {
        if (!isAsWanted(catalog)) {
            throw new ClientException("the change was made, and the catalog is %s %s".formatted(text(catalog, "state"), text(catalog, "error")).strip());
        }
    }
}
