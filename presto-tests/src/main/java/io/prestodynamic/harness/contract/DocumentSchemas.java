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
package io.prestodynamic.harness.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Schemas in a document of OpenAPI 3.1, which are JSON schemas.
 */
class DocumentSchemas
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DOCUMENT = "urn:document";
    private static final Set<String> TYPES_OTHER_THAN_TEXT = Set.of("integer", "number", "boolean");

    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
            .withEvaluatorFactory(new FormatEvaluatorFactory())
            .createValidator();

    DocumentSchemas(JsonNode document)
    {
        validator.registerSchema(URI.create(DOCUMENT), document);
    }

    /**
     * Returns what is wrong with the text of a parameter or header.
     */
    List<String> textProblems(DocumentPart schema, String text)
    {
        return TYPES_OTHER_THAN_TEXT.contains(schema.value().path("type").asText()) ? jsonProblems(schema, text) : problems(schema, new TextNode(text));
    }

    List<String> jsonProblems(DocumentPart schema, String json)
    {
        try {
            return problems(schema, MAPPER.readTree(json));
        }
        catch (JsonProcessingException e) {
            return List.of("is not JSON: " + e.getOriginalMessage());
        }
    }

    private List<String> problems(DocumentPart schema, JsonNode value)
    {
        Validator.Result result = validate(URI.create(DOCUMENT + "#" + schema.pointer()), value);
        return result.getErrors().stream()
                .map(error -> "%s: %s".formatted(error.getInstanceLocation(), error.getError()))
                .toList();
    }

    private synchronized Validator.Result validate(URI schema, JsonNode value)
    {
        return validator.validate(schema, value);
    }
}
