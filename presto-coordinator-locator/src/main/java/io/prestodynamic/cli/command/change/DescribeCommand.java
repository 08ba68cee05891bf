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
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Description of a catalog.
 */
@Command(name = "describe", description = "Give a catalog a description.")
public final class DescribeCommand
        extends PatchCommand
{
    @Parameters(index = "1", paramLabel = "TEXT", description = "The description. An empty text removes it.")
    private String description;

    @Override
    protected void fill(ObjectNode patch, CatalogClient client)
    {
        if (description.isEmpty()) {
            patch.putNull("description");
        }
        else {
            patch.put("description", description);
        }
    }
}
