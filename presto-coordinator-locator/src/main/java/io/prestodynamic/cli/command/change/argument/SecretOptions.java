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

import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.command.SecretFile;
import io.prestodynamic.cli.output.Terminal;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Properties whose values must not be on a command line, where other users of the machine see them.
 */
public final class SecretOptions
{
    @Option(names = "--secret", paramLabel = "KEY", description = {"Property that is asked for.", "Without a terminal, its value is a line of the standard input."})
    private List<String> asked = new ArrayList<>();

    @Option(names = "--secret-file", paramLabel = "KEY=FILE", description = "Property whose value is in a file, without the last line break.")
    private Map<String, Path> files = new LinkedHashMap<>();

    /**
     * Adds the values to others.
     *
     * @throws ClientException if a property has two values, or an empty one that was asked for
     */
    public void addTo(Map<String, String> properties, Terminal terminal)
    {
        files.forEach((name, file) -> PropertyArguments.put(properties, name, SecretFile.read(file)));
        for (String name : asked) {
            String value = terminal.readSecret("Value of " + name);
            if (value.isEmpty()) {
                throw new ClientException("The value of %s is empty".formatted(name));
            }
            PropertyArguments.put(properties, name, value);
        }
    }
}
