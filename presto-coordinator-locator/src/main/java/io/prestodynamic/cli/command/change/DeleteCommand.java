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
package io.prestodynamic.cli.command.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.CatalogClient.RunningQueries;
import io.prestodynamic.cli.client.ChangeCondition;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.change.argument.ChangeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Deletion of a catalog.
 */
@Command(name = "delete", description = "Delete a catalog. Running queries finish.")
public final class DeleteCommand
        extends CatalogsCommand
{
    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Option(names = "--force", description = "Fail the queries that still use it.")
    private boolean force;

    @Mixin
    private ChangeOptions options;

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode deleted = options.commented(client).delete(name, force ? RunningQueries.FAIL : RunningQueries.FINISH, options.condition(ChangeCondition.NONE));
        if (deleted.path("queries").asInt() > 0) {
            terminal().warn("%s queries still use %s".formatted(deleted.path("queries").asInt(), name));
        }
        return printChanged(deleted);
    }
}
