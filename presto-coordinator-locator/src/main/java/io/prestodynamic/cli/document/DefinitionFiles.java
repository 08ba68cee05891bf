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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.ClientException;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

/**
 * Files that belong to a catalog, in the field {@code files} of its definition.
 */
public final class DefinitionFiles
{
    private static final String FILES = "files";
    private static final String PATH = "path";
    private static final String CONTENT = "content";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    // what begins with two dollars is no reference
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{CATALOG_FILE:([^{}]*)}");

    private DefinitionFiles() {}

    /**
     * Returns whether a file of a catalog may have the name.
     */
    public static boolean isName(String name)
    {
        return NAME.matcher(name).matches();
    }

    /**
     * Adds a file to a definition or a patch.
     *
     * @throws ClientException if there is one with the name
     */
    public static void add(ObjectNode definition, String name, byte[] content)
    {
        ObjectNode files = definition.withObject("/" + FILES);
        if (files.has(name)) {
            throw new ClientException("File %s occurs twice".formatted(name));
        }
        files.putObject(name).put(CONTENT, Base64.getEncoder().encodeToString(content));
    }

    /**
     * Returns the contents that a definition of an export has, by the names of the files.
     */
    public static Map<String, byte[]> contents(JsonNode definition)
    {
        return definition.path(FILES).propertyStream()
                .filter(file -> file.getValue().has(CONTENT))
                .collect(toMap(Map.Entry::getKey, file -> Base64.getDecoder().decode(file.getValue().path(CONTENT).asText())));
    }

    /**
     * Keeps the files of a stored catalog to which properties refer, unless the definition has others with their names.
     */
    public static void keepReferred(ObjectNode definition)
    {
        for (String name : referred(definition)) {
            ObjectNode files = definition.withObject("/" + FILES);
            if (!files.has(name)) {
                files.putObject(name);
            }
        }
    }

    /**
     * Adds those files of a directory to which properties refer, and keeps the others.
     */
    static void addReferred(ObjectNode definition, Path directory)
    {
        referred(definition).stream()
                .filter(name -> Files.exists(directory.resolve(name)))
                .forEach(name -> add(definition, name, LocalFile.readAttached(directory.resolve(name))));
        keepReferred(definition);
    }

    /**
     * Replaces paths by the contents of files.
     *
     * @param document to which paths are relative
     * @throws ClientException if a file cannot be read
     */
    static void readPaths(ObjectNode definition, Path document)
    {
        for (Map.Entry<String, JsonNode> file : definition.path(FILES).properties()) {
            if (file.getValue() instanceof ObjectNode fields && fields.has(PATH)) {
                try {
                    readPath(fields, document);
                }
                catch (ClientException e) {
                    throw new ClientException("Catalog %s: file %s: %s".formatted(definition.path("catalogName").asText(), file.getKey(), e.getMessage()), e);
                }
            }
        }
    }

    private static void readPath(ObjectNode fields, Path document)
    {
        JsonNode path = fields.remove(PATH);
        if (!path.isTextual()) {
            throw new ClientException("path is not a string");
        }
        if (fields.has(CONTENT)) {
            throw new ClientException("it has a path and a content");
        }
        try {
            fields.put(CONTENT, Base64.getEncoder().encodeToString(LocalFile.readAttached(document.resolveSibling(path.asText()))));
        }
        catch (InvalidPathException e) {
            throw new ClientException("its path is none", e);
        }
    }

    private static Set<String> referred(ObjectNode definition)
    {
        return definition.path("properties").valueStream()
                .flatMap(value -> REFERENCE.matcher(value.asText()).results())
                .map(MatchResult::group)
                .filter(Predicate.not("$${"::equals))
                .map(reference -> reference.substring("${CATALOG_FILE:".length(), reference.length() - 1))
                .filter(DefinitionFiles::isName)
                .collect(toCollection(TreeSet::new));
    }
}
