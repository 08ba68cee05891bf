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
package io.prestodynamic.cli.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.ClientException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

/**
 * Catalog file of Presto: {@code NAME.properties}, with the connector as {@code connector.name}. Files that belong to the catalog are in the directory
 * {@code NAME.files} beside it.
 */
public final class CatalogFile
{
    private static final String SUFFIX = ".properties";
    private static final String CONNECTOR = "connector.name";

    private CatalogFile() {}

    /**
     * Returns the name of the catalog file of a catalog.
     */
    public static String nameOf(String catalogName)
    {
        return catalogName + SUFFIX;
    }

    static boolean isNameOf(Path file)
    {
        return file.getFileName() != null && file.getFileName().toString().endsWith(SUFFIX);
    }

    /**
     * Reads a definition as Presto reads it.
     *
     * @param file of which the name is that of the catalog
     * @throws ClientException if it is no catalog file
     */
    static ObjectNode parse(Path file, byte[] content)
    {
        ObjectNode definition = parse(file.toString(), content);
        DefinitionFiles.addReferred(definition, attachedTo(file));
        return definition.put("catalogName", catalogName(file));
    }

    /**
     * Returns the directory of the files that belong to the catalog of a catalog file.
     */
    static Path attachedTo(Path file)
    {
        return file.resolveSibling(attachedDirectory(catalogName(file)));
    }

    /**
     * Returns the name of the directory, beside a catalog file, of the files that belong to the catalog.
     */
    public static String attachedDirectory(String catalogName)
    {
        return catalogName + ".files";
    }

    private static String catalogName(Path file)
    {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /**
     * Reads a definition without its name.
     *
     * @param source what the content is called in messages
     * @throws ClientException if it is no catalog file
     */
    public static ObjectNode parse(String source, byte[] content)
    {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(content));
        }
        catch (IllegalArgumentException e) {
            throw new ClientException("%s is not a catalog file: it has \\u without four hexadecimal digits".formatted(source), e);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String connector = (String) properties.remove(CONNECTOR);
        if (connector == null) {
            throw new ClientException("%s is not a catalog file: it has no connector.name".formatted(source));
        }
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("connectorName", connector);
        ObjectNode values = definition.putObject("properties");
        properties.forEach((name, value) -> values.put((String) name, (String) value));
        return definition;
    }

    /**
     * Returns the file of a definition, with its properties in the order of their names.
     *
     * @param definition in the format of an export
     */
    public static byte[] format(ObjectNode definition)
    {
        Map<String, String> lines = new TreeMap<>();
        definition.path("properties").propertyStream().forEach(property -> lines.put(property.getKey(), line(property.getKey(), property.getValue().asText())));
        String text = line(CONNECTOR, definition.path("connectorName").asText()) + lines.values().stream().collect(joining());
        return text.getBytes(ISO_8859_1);
    }

    // Properties knows how names and values are escaped, and writes comments before them
    private static String line(String name, String value)
    {
        Properties property = new Properties();
        property.setProperty(name, value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            property.store(out, null);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(ISO_8859_1).lines().filter(line -> !line.startsWith("#")).map(line -> line + "\n").collect(joining());
    }
}
