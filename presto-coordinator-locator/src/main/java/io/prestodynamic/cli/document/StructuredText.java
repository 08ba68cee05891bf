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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.CatalogDocument.Settings;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import java.io.IOException;
import java.io.UncheckedIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Document in JSON or YAML. Messages say where something is wrong, and not what is there.
 */
final class StructuredText
{
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StructuredText() {}

    /**
     * @param source what the text is called in messages
     * @throws ClientException if it is neither JSON nor YAML
     */
    static CatalogDocument parse(String source, byte[] text)
    {
        String content = new String(text, UTF_8);
        if (content.isBlank()) {
            throw new ClientException("%s is empty".formatted(source));
        }
        return new CatalogDocument(content.stripLeading().startsWith("{") ? parseJson(source, content) : parseYaml(source, content), Settings.DEFAULT);
    }

    private static JsonNode parseJson(String source, String content)
    {
        try {
            return JSON.readTree(content);
        }
        catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().startsWith("Duplicate field") ? "has a field twice" : "is not valid JSON";
            throw new ClientException("%s %s at line %s, column %s".formatted(source, problem, e.getLocation().getLineNr(), e.getLocation().getColumnNr()), e);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parseYaml(String source, String content)
    {
        try {
            return YamlDocument.parse(content);
        }
        catch (MarkedYAMLException e) {
            String problem = e instanceof DuplicateKeyException ? "has a field twice" : "is not valid YAML";
            throw new ClientException("%s %s at line %s, column %s".formatted(source, problem, e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1), e);
        }
        catch (YAMLException e) {
            throw new ClientException("%s is not valid YAML: it is too large, or a part of it contains itself".formatted(source), e);
        }
    }
}
