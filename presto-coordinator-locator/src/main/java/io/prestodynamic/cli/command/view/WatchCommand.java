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
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.CatalogFilter;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.client.RefusedException;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.output.OutputFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Output of what happens to catalogs, as it happens. A coordinator that does not answer ends it only at the start.
 */
@Command(name = "watch", description = "Show what happens to catalogs, until interrupted: changes of definitions, and of states on nodes.")
public final class WatchCommand
        extends CatalogsCommand
{
    @Option(names = "--interval", paramLabel = "SECONDS", defaultValue = "1", description = "How often to look. Default: ${DEFAULT-VALUE}")
    private double intervalSeconds;

    private Optional<String> problem = Optional.empty();

    @Override
    protected int run(CatalogClient client)
    {
        if (intervalSeconds <= 0 || intervalSeconds > 3600) {
            throw new ClientException("--interval must be a positive number of seconds");
        }
        Map<String, CatalogView> known = CatalogView.of(client.list(CatalogFilter.ALL));
        if (output().format() == OutputFormat.csv) {
            output().printRow(List.of("at", "catalog", "event", "detail"));
        }
        try {
            while (!terminal().out().checkError()) {
                MILLISECONDS.sleep(Math.max(1, (long) (intervalSeconds * 1000)));
                Optional<Map<String, CatalogView>> present = look(client);
                if (present.isPresent()) {
                    printDifferences(known, present.get());
                    known = present.get();
                }
            }
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.DONE;
    }

    private Optional<Map<String, CatalogView>> look(CatalogClient client)
    {
        try {
            Map<String, CatalogView> present = CatalogView.of(client.list(CatalogFilter.ALL));
            problem.ifPresent(past -> terminal().warn("The coordinator answers again"));
            problem = Optional.empty();
            return Optional.of(present);
        }
        catch (ClientException e) {
            if (isFinal(e)) {
                throw e;
            }
            if (!problem.equals(Optional.of(e.getMessage()))) {
                problem = Optional.of(e.getMessage());
                terminal().warn("%s. Trying again".formatted(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private static boolean isFinal(ClientException failure)
    {
        return failure instanceof RefusedException refusal && List.of("UNAUTHENTICATED", "FORBIDDEN", "INSECURE").contains(refusal.code());
    }

    private void printDifferences(Map<String, CatalogView> before, Map<String, CatalogView> after)
    {
        Map<String, CatalogView> all = new TreeMap<>(before);
        all.putAll(after);
        all.keySet().forEach(name -> {
            if (!after.containsKey(name)) {
                print(name, "deleted", "");
            }
            else if (!before.containsKey(name)) {
                print(name, "added", after.get(name).describe());
            }
            else {
                after.get(name).differences(before.get(name)).forEach((what, detail) -> print(name, what, detail));
            }
        });
    }

    private void print(String name, String event, String detail)
    {
        String at = Instant.now().truncatedTo(MILLIS).toString();
        if (output().format() == OutputFormat.json) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("at", at).put("catalogName", name).put("event", event).put("detail", detail);
            output().printLine(line.toString());
        }
        else {
            output().printRow(List.of(at, name, event, detail));
        }
    }
}
