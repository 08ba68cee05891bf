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

import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Comparison of a desired state with the cluster.
 */
@Command(name = "plan", description = "Show what 'apply' would do to reach a desired state, and change nothing.")
public final class PlanCommand
        extends CatalogsCommand
{
    @Mixin
    private DesiredState desired;

    @Option(names = "--exit-code", description = "End with exit status 3 if there is something to do.")
    private boolean exitCode;

    @Override
    protected int run(CatalogClient client)
    {
        Plan plan = desired.plan(client, terminal());
        output().print(PlanTable.toJson(plan), PlanTable.of(plan));
        output().say(plan.summary());
        if (plan.isRefused()) {
            return ExitStatus.FAILED;
        }
        return exitCode && !plan.changes().isEmpty() ? ExitStatus.CHANGES_PLANNED : ExitStatus.DONE;
    }
}
