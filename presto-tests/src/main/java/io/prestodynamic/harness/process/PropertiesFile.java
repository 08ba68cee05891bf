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
package io.prestodynamic.harness.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

/**
 * A properties file of a node's configuration.
 */
public record PropertiesFile(Path path)
{
    public PropertiesFile
    {
        requireNonNull(path, "path is null");
    }

    Map<String, String> read()
    {
        try {
            return Files.readAllLines(path).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .collect(toImmutableMap(line -> line[0], line -> line[1]));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Map<String, String> properties)
    {
        try {
            Files.write(path, properties.entrySet().stream().map(property -> property.getKey() + "=" + property.getValue()).collect(toImmutableList()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void set(String name, String value)
    {
        Map<String, String> properties = new LinkedHashMap<>(read());
        properties.put(name, value);
        write(properties);
    }

    void remove(String name)
    {
        Map<String, String> properties = new LinkedHashMap<>(read());
        properties.remove(name);
        write(properties);
    }
}
