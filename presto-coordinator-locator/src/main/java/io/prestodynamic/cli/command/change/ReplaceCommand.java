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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ChangeCondition;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.change.argument.ChangeOptions;
import io.prestodynamic.cli.command.change.argument.DefinitionArguments;
import io.prestodynamic.cli.command.change.argument.SettingsOptions;
import io.prestodynamic.cli.document.DefinitionFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Replacement of a whole definition.
 */
@Command(name = "replace", description = "Give a catalog another definition. Running queries keep the former one.")
public final class ReplaceCommand
        extends CatalogsCommand
{
    @Mixin
    private DefinitionArguments definition;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private ChangeOptions options;

    @Override
    protected int run(CatalogClient client)
    {
        ObjectNode body = definition.read(client, terminal());
        settings.addTo(body);
        DefinitionFiles.keepReferred(body);
        return printChanged(options.commented(client).put(definition.name(), body, options.condition(ChangeCondition.EXISTS)));
    }
}
