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

import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ChangeCondition;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.change.argument.ChangeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Return to a former version.
 */
@Command(name = "restore", description = "Define a catalog as one of its versions was, also if it was deleted.")
public final class RestoreCommand
        extends CatalogsCommand
{
    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Parameters(index = "1", paramLabel = "VERSION", description = "A version from the history.")
    private String version;

    @Mixin
    private ChangeOptions options;

    @Override
    protected int run(CatalogClient client)
    {
        return printChanged(options.commented(client).restore(name, version, options.condition(ChangeCondition.NONE)));
    }
}
