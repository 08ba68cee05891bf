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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.CatalogClient.ExportedSecrets;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.document.CatalogFile;
import io.prestodynamic.cli.document.DefinitionFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Export of all definitions.
 */
@Command(name = "export", description = "Print all definitions in the store, as JSON.")
public final class ExportCommand
        extends CatalogsCommand
{
    private static final String MASK = "******";

    @Option(names = "--secrets", description = "With the real passwords and the contents of files. The coordinator needs dynamic-catalog.export-secrets=true.")
    private boolean secrets;

    @Option(names = "--directory", paramLabel = "DIRECTORY", description = {
            "Write a catalog file of Presto for each of them into this directory, and its files into NAME.files.",
            "Such a file has no description, and is not written over."})
    private Optional<Path> directory = Optional.empty();

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode export = client.export(secrets ? ExportedSecrets.CLEAR : ExportedSecrets.MASKED);
        if (directory.isPresent()) {
            output().say("%s files are written".formatted(write(export.path("catalogs"), directory.get())));
        }
        else {
            output().printJson(export);
        }
        export.path("broken").forEach(broken -> terminal().warn("%s is not exported: %s".formatted(text(broken, "catalogName"), text(broken, "error"))));
        if (!secrets && isIncomplete(export)) {
            terminal().warn("secrets are masked and files have no content, so a catalog that is deleted cannot be imported from this; use --secrets");
        }
        return ExitStatus.DONE;
    }

    /**
     * @return number of files
     */
    private static int write(JsonNode catalogs, Path directory)
    {
        CatalogDirectory target = new CatalogDirectory(directory);
        int written = 0;
        for (JsonNode catalog : catalogs) {
            String name = text(catalog, "catalogName");
            target.write(CatalogFile.nameOf(name), CatalogFile.format((ObjectNode) catalog));
            Map<String, byte[]> contents = DefinitionFiles.contents(catalog);
            if (!contents.isEmpty()) {
                CatalogDirectory attached = target.directory(CatalogFile.attachedDirectory(name));
                contents.forEach(attached::write);
            }
            written += 1 + contents.size();
        }
        return written;
    }

    private static boolean isIncomplete(JsonNode export)
    {
        return export.path("catalogs").valueStream()
                .anyMatch(catalog -> !catalog.path("files").isEmpty() || catalog.path("properties").valueStream().anyMatch(value -> value.asText().contains(MASK)));
    }
}
