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
import io.prestodynamic.cli.client.CatalogFilter;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Optional;

/**
 * List of catalogs.
 */
@Command(name = "list", description = "Show all catalogs.")
public final class ListCommand
        extends CatalogsCommand
{
    @Option(names = "--state", paramLabel = "STATE", description = "Only catalogs in this state, such as ACTIVE or FAILED.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--connector", paramLabel = "CONNECTOR", description = "Only catalogs of this connector.")
    private Optional<String> connector = Optional.empty();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only catalogs whose names begin with this text.")
    private Optional<String> prefix = Optional.empty();

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode catalogs = client.list(new CatalogFilter(state, connector, prefix));
        Table table = new Table("catalog", "connector", "source", "state", "error");
        catalogs.forEach(catalog -> table.add(
                text(catalog, "catalogName"),
                text(catalog, "connectorName"),
                text(catalog, "source"),
                text(catalog, "state"),
                text(catalog, "error")));
        output().print(catalogs, table);
        return ExitStatus.DONE;
    }
}
