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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.change.argument.DefinitionArguments;
import io.prestodynamic.cli.command.change.argument.DetachOption;
import io.prestodynamic.cli.command.change.argument.SecretCheck;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.document.DefinitionFiles;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Trial of a definition, which changes nothing.
 */
@Command(name = "test", description = {
        "Try a definition, and change nothing: that of a catalog, what other properties and files would make of it, or, with a connector, a new one.",
        "The connector is created on the coordinator and lists its schemas."})
public final class TestCommand
        extends CatalogsCommand
{
    @Mixin
    private DefinitionArguments definition;

    @Mixin
    private DetachOption detached;

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode result = definition.isComplete() ? client.validate(complete(client)) : client.validateStored(definition.name(), patch(client));
        Table checks = new Table("check", "result", "error");
        result.path("checks").forEach(check -> checks.add(text(check, "check"), check.path("passed").asBoolean() ? "passed" : "failed", text(check, "error")));
        output().print(result, checks);
        if (!result.path("valid").asBoolean()) {
            return ExitStatus.FAILED;
        }
        output().say("%s schemas".formatted(result.path("schemas").size()));
        return ExitStatus.DONE;
    }

    private ObjectNode complete(CatalogClient client)
    {
        if (!detached.isEmpty()) {
            throw new ClientException("A new definition has only the files that are attached: --detach is for that of a catalog");
        }
        ObjectNode body = definition.read(client, terminal()).put("catalogName", definition.name());
        DefinitionFiles.keepReferred(body);
        return body;
    }

    private ObjectNode patch(CatalogClient client)
    {
        new SecretCheck(client).checkStored(definition.name(), definition.visibleProperties());
        ObjectNode patch = definition.readPatch(terminal());
        detached.addTo(patch, definition.name(), client);
        return patch;
    }
}
