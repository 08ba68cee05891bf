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

import java.util.List;

/**
 * One catalog with its definition and its states.
 */
@Command(name = "show", description = "Show a catalog: its definition, with secrets masked, and its state on every node.")
public final class ShowCommand
        extends CatalogsCommand
{
    private static final List<String> FIELDS = List.of("connectorName", "description", "source", "version", "state", "queries", "createdAt", "createdBy", "error");

    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode catalog = client.get(name);
        Table table = new Table("kind", "name", "value");
        FIELDS.stream()
                .filter(catalog::has)
                .forEach(field -> table.add("catalog", field, text(catalog, field)));
        catalog.path("limits").propertyStream().forEach(limit -> table.add("limit", limit.getKey(), limit.getValue().asText()));
        catalog.path("properties").propertyStream().forEach(property -> table.add("property", property.getKey(), property.getValue().asText()));
        catalog.path("files").forEach(file -> table.add("file", text(file, "name"), FileText.of(file, output().format())));
        catalog.path("nodes").forEach(node -> table.add("node", text(node, "nodeId"), "%s %s".formatted(text(node, "state"), text(node, "error")).strip()));
        catalog.path("draining").forEach(version -> table.add("draining", text(version, "version"), "%s queries".formatted(text(version, "queries"))));
        output().print(catalog, table);
        return ExitStatus.DONE;
    }
}
