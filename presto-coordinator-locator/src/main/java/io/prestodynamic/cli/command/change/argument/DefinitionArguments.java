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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.CatalogFile;
import io.prestodynamic.cli.document.LocalFile;
import io.prestodynamic.cli.output.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Name of a catalog, and its whole definition: a connector and its properties, on the command line or in a catalog file.
 */
public final class DefinitionArguments
{
    private static final String STANDARD_INPUT = "-";

    @Parameters(index = "0", paramLabel = "NAME", description = "The catalog.")
    private String name;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "[CONNECTOR] [KEY=VALUE]", hideParamSyntax = true, description = "The connector and its properties.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = {"Take the definition from a catalog file of Presto, with connector.name.", "- is the standard input."})
    private Optional<String> file = Optional.empty();

    @Mixin
    private SecretOptions secrets;

    @Mixin
    private AttachOption attached;

    /**
     * Returns the name of the catalog.
     */
    public String name()
    {
        return name;
    }

    /**
     * Returns whether there is a connector, and so a whole definition.
     */
    public boolean isComplete()
    {
        return file.isPresent() || (!arguments.isEmpty() && !arguments.get(0).contains("="));
    }

    /**
     * Reads the definition, as body of a {@code PUT}.
     *
     * @throws ClientException if there is none, or it has a secret on the command line
     */
    public ObjectNode read(CatalogClient client, Terminal terminal)
    {
        if (!isComplete()) {
            throw new ClientException("The connector is missing: give it before the properties, or use --file");
        }
        ObjectNode definition = file.map(source -> readFile(source, terminal)).orElseGet(() -> readArguments(client));
        Map<String, String> values = PropertyArguments.parse(List.of());
        secrets.addTo(values, terminal);
        ObjectNode properties = definition.withObject("/properties");
        values.forEach(properties::put);
        attached.addTo(definition);
        return definition;
    }

    /**
     * Reads properties and files only, as a patch of a catalog that exists.
     */
    public ObjectNode readPatch(Terminal terminal)
    {
        Map<String, String> values = PropertyArguments.parse(arguments);
        secrets.addTo(values, terminal);
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode properties = patch.putObject("properties");
        values.forEach(properties::put);
        attached.addTo(patch);
        return patch;
    }

    /**
     * Returns the properties of the command line.
     */
    public Map<String, String> visibleProperties()
    {
        return PropertyArguments.parse(arguments);
    }

    private ObjectNode readFile(String source, Terminal terminal)
    {
        if (!arguments.isEmpty()) {
            throw new ClientException("With --file, the connector and its properties are in the file");
        }
        return source.equals(STANDARD_INPUT)
                ? CatalogFile.parse("The standard input", terminal.readAll())
                : CatalogFile.parse(source, LocalFile.read(Path.of(source)));
    }

    private ObjectNode readArguments(CatalogClient client)
    {
        String connectorName = arguments.get(0);
        Map<String, String> values = PropertyArguments.parse(arguments.subList(1, arguments.size()));
        new SecretCheck(client).check(connectorName, values);
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("connectorName", connectorName);
        ObjectNode properties = definition.putObject("properties");
        values.forEach(properties::put);
        return definition;
    }
}
