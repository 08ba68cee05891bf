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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.change.argument.DetachOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/**
 * Removal of properties and files.
 */
@Command(name = "unset", description = "Remove properties of a catalog, which then have their defaults, and files.")
public final class UnsetCommand
        extends PatchCommand
{
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY", description = "Properties.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private DetachOption detached;

    @Override
    protected void fill(ObjectNode patch, CatalogClient client)
    {
        if (!names.isEmpty()) {
            removeProperties(patch, client.get(name()));
        }
        detached.addTo(patch, name(), client);
        if (patch.isEmpty()) {
            throw new ClientException("There is no property or file to remove");
        }
    }

    private void removeProperties(ObjectNode patch, JsonNode catalog)
    {
        for (String property : names) {
            // without the right to read it, the definition is not known
            if (catalog.has("connectorName") && !catalog.path("properties").has(property)) {
                throw new ClientException("Catalog %s has no property %s".formatted(name(), property));
            }
        }
        ObjectNode properties = patch.putObject("properties");
        names.forEach(properties::putNull);
    }
}
