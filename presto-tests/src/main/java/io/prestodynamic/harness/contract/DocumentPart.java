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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

/**
 * Part of a JSON document in which parts refer to others.
 *
 * @param pointer JSON pointer of the part
 */
record DocumentPart(JsonNode document, String pointer)
{
    DocumentPart
    {
        requireNonNull(document, "document is null");
        requireNonNull(pointer, "pointer is null");
    }

    JsonNode value()
    {
        return document.at(pointer);
    }

    /**
     * Returns a part of this part, or what it refers to.
     */
    Optional<DocumentPart> find(String name)
    {
        DocumentPart part = new DocumentPart(document, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
        return Optional.of(part.value().has("$ref") ? new DocumentPart(document, part.value().path("$ref").asText().substring(1)) : part)
                .filter(found -> !found.value().isMissingNode());
    }

    DocumentPart get(String name)
    {
        return find(name).orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(pointer, name)));
    }

    List<DocumentPart> elements()
    {
        return IntStream.range(0, value().size()).mapToObj(index -> get(String.valueOf(index))).toList();
    }

    Map<String, DocumentPart> fields()
    {
        return Streams.stream(value().fieldNames()).collect(toImmutableMap(name -> name, this::get));
    }

    String text(String name)
    {
        return get(name).value().asText();
    }

    boolean isTrue(String name)
    {
        return value().path(name).asBoolean();
    }
}
