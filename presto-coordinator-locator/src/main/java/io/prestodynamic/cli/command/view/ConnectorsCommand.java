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
package io.prestodynamic.cli.command.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Installed connectors, or the properties of one.
 */
@Command(name = "connectors", description = "Show the connectors that are installed, or the properties of one.")
public final class ConnectorsCommand
        extends CatalogsCommand
{
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The connector.")
    private Optional<String> name = Optional.empty();

    @Override
    protected int run(CatalogClient client)
    {
        if (name.isPresent()) {
            JsonNode connector = client.connector(name.get());
            output().print(connector, properties(connector));
            return ExitStatus.DONE;
        }
        JsonNode connectors = client.connectors();
        Table table = new Table("connector", "note");
        connectors.forEach(connector -> table.add(text(connector, "connectorName"), connector.path("allowed").asBoolean(true) ? "" : "not allowed"));
        output().print(connectors, table);
        return ExitStatus.DONE;
    }

    private static Table properties(JsonNode connector)
    {
        Table table = new Table("property", "type", "default", "notes", "description");
        for (JsonNode property : connector.path("properties")) {
            List<String> notes = new ArrayList<>();
            for (String note : List.of("required", "secret", "deprecated")) {
                if (property.path(note).asBoolean()) {
                    notes.add(note);
                }
            }
            table.add(text(property, "name"), text(property, "type"), text(property, "defaultValue"), String.join(" ", notes), text(property, "description"));
        }
        return table;
    }
}
