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
package io.prestodynamic.cli.command.change.argument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.DefinitionFiles;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * Files that are to belong to a catalog.
 */
public final class AttachOption
{
    @Option(names = "--attach", paramLabel = "[NAME=]PATH", converter = AttachedFile.Converter.class, description = {
            "File that is to belong to the catalog. Without NAME, it has that of the path.",
            "Properties refer to it with $${CATALOG_FILE:NAME}."})
    private List<AttachedFile> files = new ArrayList<>();

    /**
     * Adds the files to a definition or a patch.
     *
     * @throws ClientException if two have the same name
     */
    public void addTo(ObjectNode definition)
    {
        files.forEach(file -> DefinitionFiles.add(definition, file.name(), file.content()));
    }
}
