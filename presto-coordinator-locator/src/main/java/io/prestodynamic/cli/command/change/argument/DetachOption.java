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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/**
 * Files that are to belong to a catalog no longer.
 */
public final class DetachOption
{
    @Option(names = "--detach", paramLabel = "NAME", description = "File that is to belong to the catalog no longer.")
    private List<String> names = new ArrayList<>();

    /**
     * Returns whether the option is not given.
     */
    public boolean isEmpty()
    {
        return names.isEmpty();
    }

    /**
     * Adds the removal of the files to a patch.
     *
     * @throws ClientException if the catalog does not have one of them, or the patch sets it
     */
    public void addTo(ObjectNode patch, String catalogName, CatalogClient client)
    {
        if (names.isEmpty()) {
            return;
        }
        JsonNode catalog = client.get(catalogName);
        ObjectNode files = patch.withObject("/files");
        for (String file : names) {
            // without the right to read it, the definition is not known
            if (catalog.has("connectorName") && catalog.path("files").valueStream().noneMatch(stored -> stored.path("name").asText().equals(file))) {
                throw new ClientException("Catalog %s has no file %s".formatted(catalogName, file));
            }
            if (files.has(file)) {
                throw new ClientException("File %s occurs twice".formatted(file));
            }
            files.putNull(file);
        }
    }
}
