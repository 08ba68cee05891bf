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
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;

/**
 * Encryption of the store with another key.
 */
@Command(name = "rekey", description = "Encrypt all secrets in the store with the first key.")
public final class RekeyCommand
        extends CatalogsCommand
{
    @Override
    protected int run(CatalogClient client)
    {
        JsonNode answer = client.rekey();
        Refusals.warn(terminal(), answer.path("catalogs"));
        answer.path("broken").forEach(broken -> terminal().warn("%s stays as it is, correct or delete it: %s".formatted(text(broken, "catalogName"), text(broken, "error"))));
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            terminal().warn("%s: %s; the rest is encrypted when the command is repeated".formatted(text(error, "code"), text(error, "message")));
        }
        Table table = new Table("outcome", "catalog");
        answer.path("catalogs").forEach(catalog -> table.add(text(catalog, "outcome"), text(catalog, "catalogName")));
        output().printDetails(answer, table);
        output().say("%s catalogs and %s former versions and changes are encrypted again, %s refused".formatted(
                text(answer, "replaced"),
                text(answer, "former"),
                text(answer, "refused")));
        boolean complete = answer.path("refused").asInt() == 0 && answer.path("broken").isEmpty() && !error.isObject();
        return complete ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
