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
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Last changes.
 */
@Command(name = "history", description = "Show the last changes, newest first.")
public final class HistoryCommand
        extends CatalogsCommand
{
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Changes of one catalog only, also of a deleted one.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--before", paramLabel = "SEQUENCE", description = "Only changes older than this one. JSON has the sequence of each.")
    private Optional<Long> before = Optional.empty();

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    @Override
    protected int run(CatalogClient client)
    {
        JsonNode changes = client.history(name, limit, before.map(OptionalLong::of).orElseGet(OptionalLong::empty));
        if (json) {
            output().printJson(changes);
        }
        else {
            output().print(changes, ChangeTable.of(changes));
        }
        return ExitStatus.DONE;
    }
}
