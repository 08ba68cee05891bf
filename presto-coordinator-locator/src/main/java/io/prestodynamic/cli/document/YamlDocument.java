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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Collections.newSetFromMap;

/**
 * Document in YAML. Values of properties are what is written: {@code 010}, {@code 1e3}, {@code yes} and {@code 2026-11-28} need no quotation marks.
 */
final class YamlDocument
{
    // of an import
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;
    private static final int MAX_VALUES = 2_000_000;

    private final Set<Object> open = newSetFromMap(new IdentityHashMap<>());
    private int values;

    private YamlDocument() {}

    static JsonNode parse(String content)
    {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_CHARACTERS);
        DumperOptions unused = new DumperOptions();
        Object document = new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new TextResolver()).load(content);
        JsonNode json = new YamlDocument().toJson(document);
        json.path("catalogs").forEach(YamlDocument::convertSettings);
        return json;
    }

    private JsonNode toJson(Object value)
    {
        values++;
        if (values > MAX_VALUES) {
            throw new YAMLException("The document has too many values");
        }
        if (!(value instanceof Map) && !(value instanceof Collection)) {
            return value == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(value.toString());
        }
        if (!open.add(value)) {
            throw new YAMLException("A value contains itself");
        }
        JsonNode json = value instanceof Map<?, ?> map ? toObject(map) : toArray((Collection<?>) value);
        open.remove(value);
        return json;
    }

    private JsonNode toObject(Map<?, ?> map)
    {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        map.forEach((name, value) -> object.set(String.valueOf(name), toJson(value)));
        return object;
    }

    private JsonNode toArray(Collection<?> collection)
    {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        collection.forEach(value -> array.add(toJson(value)));
        return array;
    }

    // fields of the API that are no texts
    private static void convertSettings(JsonNode catalog)
    {
        if (catalog instanceof ObjectNode definition) {
            String enabled = definition.path("enabled").asText();
            if (enabled.equals("true") || enabled.equals("false")) {
                definition.put("enabled", Boolean.parseBoolean(enabled));
            }
            if (definition.path("limits") instanceof ObjectNode limits) {
                for (Map.Entry<String, JsonNode> limit : limits.properties()) {
                    if (limit.getValue().asText().matches("\\d{1,9}")) {
                        limits.put(limit.getKey(), Integer.parseInt(limit.getValue().asText()));
                    }
                }
            }
        }
    }

    /**
     * Takes scalars for texts, except for the key that merges mappings.
     */
    private static final class TextResolver
            extends Resolver
    {
        @Override
        protected void addImplicitResolvers()
        {
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
        }
    }
}
