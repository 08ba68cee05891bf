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
package io.prestodynamic.cli.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.CatalogDocument.Settings;
import io.prestodynamic.cli.output.Terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Reader of definitions: from a document in JSON or YAML, from a directory of Presto's catalog files, or from one such file.
 */
public final class DocumentReader
{
    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    public DocumentReader(Terminal terminal)
    {
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    /**
     * @param source a file or directory, or {@code -} for a document from the standard input
     * @throws ClientException if it cannot be read
     */
    public CatalogDocument read(String source)
    {
        if (source.equals(STANDARD_INPUT)) {
            return withFiles(StructuredText.parse("The standard input", terminal.readAll()), Path.of(source));
        }
        Path path = Path.of(source);
        if (Files.isDirectory(path)) {
            return readCatalogFiles(list(path));
        }
        if (CatalogFile.isNameOf(path)) {
            return readCatalogFiles(List.of(path));
        }
        return withFiles(StructuredText.parse(source, LocalFile.read(path)), path);
    }

    private static CatalogDocument withFiles(CatalogDocument document, Path path)
    {
        document.catalogs().forEach(definition -> DefinitionFiles.readPaths(definition, path));
        return document;
    }

    private CatalogDocument readCatalogFiles(List<Path> files)
    {
        ArrayNode catalogs = JsonNodeFactory.instance.arrayNode();
        List<String> errors = new ArrayList<>();
        for (Path file : files) {
            byte[] content = LocalFile.read(file);
            try {
                catalogs.add(CatalogFile.parse(file, content));
            }
            catch (ClientException e) {
                errors.add(e.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            errors.forEach(terminal::warn);
            throw new ClientException("nothing was done");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("catalogs", catalogs);
        return new CatalogDocument(document, Settings.UNCHANGED);
    }

    private List<Path> list(Path directory)
    {
        List<Path> entries;
        try (Stream<Path> stream = Files.list(directory)) {
            entries = stream.sorted().toList();
        }
        catch (IOException e) {
            throw LocalFile.unreadable(directory, e);
        }
        List<Path> files = entries.stream().filter(entry -> CatalogFile.isNameOf(entry) && Files.isRegularFile(entry)).toList();
        entries.stream()
                .filter(entry -> !files.contains(entry) && files.stream().noneMatch(file -> CatalogFile.attachedTo(file).equals(entry)))
                .forEach(entry -> terminal.warn("%s is left out: its name does not end in .properties".formatted(entry)));
        if (files.isEmpty()) {
            throw new ClientException("%s has no .properties files".formatted(directory));
        }
        return files;
    }
}
