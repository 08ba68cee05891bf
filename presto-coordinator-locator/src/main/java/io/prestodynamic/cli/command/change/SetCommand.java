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
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.change.argument.AttachOption;
import io.prestodynamic.cli.command.change.argument.DetachOption;
import io.prestodynamic.cli.command.change.argument.PropertyArguments;
import io.prestodynamic.cli.command.change.argument.SecretCheck;
import io.prestodynamic.cli.command.change.argument.SecretOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Change of properties and files.
 */
@Command(name = "set", description = "Set properties and files of a catalog. The others stay as they are.")
public final class SetCommand
        extends PatchCommand
{
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE", description = "Properties.")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private SecretOptions secrets;

    @Mixin
    private AttachOption attached;

    @Mixin
    private DetachOption detached;

    @Override
    protected void fill(ObjectNode patch, CatalogClient client)
    {
        Map<String, String> properties = PropertyArguments.parse(arguments);
        if (!properties.isEmpty()) {
            new SecretCheck(client).checkStored(name(), properties);
        }
        secrets.addTo(properties, terminal());
        if (!properties.isEmpty()) {
            ObjectNode values = patch.putObject("properties");
            properties.forEach(values::put);
        }
        attached.addTo(patch);
        detached.addTo(patch, name(), client);
        if (patch.isEmpty()) {
            throw new ClientException("There is no property or file to set");
        }
    }
}
