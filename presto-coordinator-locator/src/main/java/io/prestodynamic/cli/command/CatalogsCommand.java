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
package io.prestodynamic.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.output.Output;
import io.prestodynamic.cli.output.Progress;
import io.prestodynamic.cli.output.Table;
import io.prestodynamic.cli.output.Terminal;
import picocli.CommandLine.ParentCommand;

import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Command that asks a coordinator.
 */
public abstract class CatalogsCommand
        implements Callable<Integer>
{
    // states of a catalog that is as it was asked to be
    private static final Set<String> AS_WANTED = Set.of("ACTIVE", "DISABLED", "DELETED", "DRAINING");

    @ParentCommand
    private Session session;

    @Override
    public final Integer call()
    {
        try (CatalogClient client = session.connect()) {
            return run(client);
        }
    }

    /**
     * @return exit status
     */
    protected abstract int run(CatalogClient client);

    protected final Terminal terminal()
    {
        return session.terminal();
    }

    protected final Output output()
    {
        return session.output();
    }

    protected final Progress progress()
    {
        return session.progress();
    }

    /**
     * Prints a catalog that was changed.
     *
     * @return exit status
     */
    protected final int printChanged(JsonNode catalog)
    {
        String name = text(catalog, "catalogName");
        output().printDetails(catalog, new Table("catalog", "state", "version").add(name, text(catalog, "state"), text(catalog, "version")));
        output().say("%s %s %s".formatted(name, text(catalog, "state"), text(catalog, "version")));
        if (catalog.path("error").isTextual()) {
            terminal().warn("%s: %s".formatted(name, text(catalog, "error")));
        }
        return isAsWanted(catalog) ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    protected static boolean isAsWanted(JsonNode catalog)
    {
        return AS_WANTED.contains(text(catalog, "state"));
    }

    /**
     * Returns the text of a field, or an empty one if the field is missing.
     */
    protected static String text(JsonNode json, String field)
    {
        return json.path(field).asText("");
    }
}
