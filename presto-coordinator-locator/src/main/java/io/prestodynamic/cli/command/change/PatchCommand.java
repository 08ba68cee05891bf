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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ChangeCondition;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.change.argument.ChangeOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Change of a part of a definition. The rest stays as it is, with its secrets.
 */
abstract class PatchCommand
        extends CatalogsCommand
{
    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Mixin
    private ChangeOptions options;

    /**
     * Fills in a merge patch.
     */
    protected abstract void fill(ObjectNode patch, CatalogClient client);

    protected final String name()
    {
        return name;
    }

    @Override
    protected final int run(CatalogClient client)
    {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        fill(patch, client);
        return printChanged(options.commented(client).patch(name, patch, options.condition(ChangeCondition.NONE)));
    }
}
