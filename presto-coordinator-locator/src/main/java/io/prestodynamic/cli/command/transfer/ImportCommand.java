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

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ImportOptions;
import io.prestodynamic.cli.client.ImportOptions.Execution;
import io.prestodynamic.cli.client.ImportOptions.Existing;
import io.prestodynamic.cli.client.ImportOptions.Unnamed;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.CommentOption;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.document.CatalogDocument;
import io.prestodynamic.cli.document.DocumentReader;
import io.prestodynamic.cli.output.OutputFormat;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;

/**
 * Import of definitions, many at the same time.
 */
@Command(name = "import", description = "Add definitions. Those that are there already stay as they are, so an import can be repeated.")
public final class ImportCommand
        extends CatalogsCommand
{
    @Option(names = "--replace", description = "Replace catalogs that have other definitions. Otherwise they are refused.")
    private boolean replace;

    @Option(names = "--prune", description = "Delete the catalogs that are not imported, unless something is refused.")
    private boolean prune;

    @Option(names = "--dry-run", description = "Change nothing, and say what would be.")
    private boolean dryRun;

    @Mixin
    private CommentOption comment;

    @Parameters(index = "0", paramLabel = "FILE|DIRECTORY|-", description = "An export (JSON, or the same in YAML), a directory of NAME.properties files, or one of them.")
    private String source;

    @Override
    protected int run(CatalogClient client)
    {
        CatalogDocument document = new DocumentReader(terminal()).read(source);
        ImportOptions options = new ImportOptions(
                replace ? Existing.REPLACE : Existing.REFUSE,
                prune ? Unnamed.DELETE : Unnamed.KEEP,
                dryRun ? Execution.DRY_RUN : Execution.CHANGE);
        JsonNode answer = comment.commented(client).importAll(document.json(), options);
        Refusals.warn(terminal(), answer.path("catalogs"));
        warn(answer.path("catalogs"));
        Table table = new Table("outcome", "catalog", "changed");
        answer.path("catalogs").valueStream()
                .filter(catalog -> output().format() == OutputFormat.csv || (dryRun && !List.of("refused", "unchanged").contains(text(catalog, "outcome"))))
                .forEach(catalog -> table.add(
                        text(catalog, "outcome"),
                        text(catalog, "catalogName"),
                        catalog.path("changed").valueStream().map(JsonNode::asText).collect(joining(", "))));
        output().print(answer, table);
        output().say((dryRun ? "nothing is changed; it would be: " : "") + summary(answer));
        return answer.path("refused").asInt() > 0 ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    private void warn(JsonNode catalogs)
    {
        for (JsonNode catalog : catalogs) {
            if (catalog.has("state") && !isAsWanted(catalog)) {
                terminal().warn("%s is stored, and no node can run it yet: catalogs list shows how it stands".formatted(text(catalog, "catalogName")));
            }
        }
        if (!replace && catalogs.valueStream().anyMatch(catalog -> text(catalog, "code").equals("CATALOG_EXISTS"))) {
            terminal().warn("with --replace, catalogs that are there get the definitions of the import");
        }
    }

    private String summary(JsonNode answer)
    {
        return Stream.of("added", "replaced", "unchanged", "deleted", "refused")
                .filter(outcome -> prune || !outcome.equals("deleted"))
                .map(outcome -> "%s %s".formatted(text(answer, outcome), outcome))
                .collect(joining(", "));
    }
}
