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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.CatalogsCommand;
import io.prestodynamic.cli.command.ExitStatus;
import io.prestodynamic.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

/**
 * Differences between two versions of a catalog.
 */
@Command(name = "diff", description = "Show what differs between two versions of a catalog: by default, the present one and the one before.")
public final class DiffCommand
        extends CatalogsCommand
{
    private static final int MAX_CHANGES = 1000;
    private static final String MASK = "******";

    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "OLD", description = "A version from the history. Default: the one before NEW")
    private Optional<String> oldVersion = Optional.empty();

    @Parameters(index = "2", arity = "0..1", paramLabel = "NEW", description = "A version from the history. Default: the last one")
    private Optional<String> newVersion = Optional.empty();

    @Override
    protected int run(CatalogClient client)
    {
        List<JsonNode> versions = versions(client.history(Optional.of(name), MAX_CHANGES, OptionalLong.empty()));
        int last = newVersion.map(version -> find(versions, version)).orElse(0);
        int first = oldVersion.map(version -> find(versions, version)).orElse(last + 1);
        if (first >= versions.size()) {
            throw new ClientException("The history of %s has no version before %s".formatted(name, versions.isEmpty() ? "the present one" : text(versions.get(last), "version")));
        }
        ArrayNode differences = compareProperties(versions.get(first), versions.get(last), changedBetween(versions, Math.max(first, last), Math.min(first, last)));
        compareFiles(differences, versions.get(first), versions.get(last));
        Table table = new Table("property", "old", "new");
        differences.forEach(difference -> table.add(text(difference, "property"), value(difference, "old"), value(difference, "new")));
        output().print(differences, table);
        return ExitStatus.DONE;
    }

    // newest first; one entry for each version, which is that of its definition
    private static List<JsonNode> versions(JsonNode changes)
    {
        List<JsonNode> versions = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (JsonNode change : changes) {
            boolean defines = Set.of("ADDED", "REPLACED", "RESTORED").contains(text(change, "action"));
            if (defines && change.hasNonNull("version") && seen.add(text(change, "version"))) {
                versions.add(change);
            }
        }
        return versions;
    }

    private int find(List<JsonNode> versions, String version)
    {
        return IntStream.range(0, versions.size())
                .filter(index -> text(versions.get(index), "version").equals(version))
                .findFirst()
                .orElseThrow(() -> new ClientException("The history of %s has no version %s".formatted(name, version)));
    }

    // secrets look the same in all versions
    private static Set<String> changedBetween(List<JsonNode> versions, int first, int last)
    {
        return versions.subList(last, first).stream()
                .flatMap(version -> version.path("changed").valueStream())
                .map(JsonNode::asText)
                .collect(toSet());
    }

    private static ArrayNode compareProperties(JsonNode before, JsonNode after, Set<String> changed)
    {
        ArrayNode differences = JsonNodeFactory.instance.arrayNode();
        addDifference(differences, "connector.name", before.path("connectorName"), after.path("connectorName"));
        Set<String> names = new TreeSet<>();
        before.path("properties").fieldNames().forEachRemaining(names::add);
        after.path("properties").fieldNames().forEachRemaining(names::add);
        for (String property : names) {
            JsonNode old = before.path("properties").path(property);
            JsonNode present = after.path("properties").path(property);
            if (old.equals(present) && old.asText().contains(MASK) && changed.contains(property)) {
                addEntry(differences, property, old, present);
            }
            addDifference(differences, property, old, present);
        }
        return differences;
    }

    private void compareFiles(ArrayNode differences, JsonNode before, JsonNode after)
    {
        Map<String, JsonNode> old = files(before);
        Map<String, JsonNode> present = files(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(present.keySet());
        for (String file : names) {
            if (!Objects.equals(old.get(file), present.get(file))) {
                addEntry(differences, "files." + file, describe(old.get(file)), describe(present.get(file)));
            }
        }
    }

    private static Map<String, JsonNode> files(JsonNode version)
    {
        return version.path("files").valueStream().collect(toMap(file -> text(file, "name"), Function.identity()));
    }

    private JsonNode describe(JsonNode file)
    {
        return file == null ? MissingNode.getInstance() : TextNode.valueOf(FileText.of(file, output().format()));
    }

    private static void addDifference(ArrayNode differences, String property, JsonNode before, JsonNode after)
    {
        if (!before.equals(after)) {
            addEntry(differences, property, before, after);
        }
    }

    private static void addEntry(ArrayNode differences, String property, JsonNode before, JsonNode after)
    {
        ObjectNode difference = differences.addObject().put("property", property);
        if (before.isTextual()) {
            difference.set("old", before);
        }
        if (after.isTextual()) {
            difference.set("new", after);
        }
    }

    private static String value(JsonNode difference, String field)
    {
        return difference.path(field).asText("(none)");
    }
}
