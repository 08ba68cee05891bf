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
import io.prestodynamic.cli.client.ClientException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Limit of the queries of a catalog.
 */
@Command(name = "limit", description = "Limit how many queries use a catalog at the same time. Others are refused.")
public final class LimitCommand
        extends PatchCommand
{
    private static final String NONE = "none";

    @Parameters(index = "1", paramLabel = "QUERIES", description = "A number, or 'none' for no limit.")
    private String queries;

    @Override
    protected void fill(ObjectNode patch, CatalogClient client)
    {
        ObjectNode limits = patch.putObject("limits");
        if (queries.equals(NONE)) {
            limits.putNull("maxQueries");
            return;
        }
        try {
            limits.put("maxQueries", Integer.parseUnsignedInt(queries));
        }
        catch (NumberFormatException e) {
            throw new ClientException("The limit must be 'none' or a number from 1 to %s, and is '%s'".formatted(Integer.MAX_VALUE, queries), e);
        }
    }
}
