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
package io.prestodynamic.tests.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.prestodynamic.harness.kubernetes.Manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Schemas of Kubernetes, as in the models of its Java client. The models refuse unknown fields and missing ones. What they read of the wrong type, such as a
 * number in quotation marks, is not the same when they have written it again.
 */
final class ManifestSchemas
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    // by apiVersion and kind
    private static final Map<String, Schema<?>> SCHEMAS = ImmutableMap.<String, Schema<?>>builder()
            .put("v1 ConfigMap", new Schema<>(V1ConfigMap.class, V1ConfigMap::validateJsonElement))
            .put("v1 Namespace", new Schema<>(V1Namespace.class, V1Namespace::validateJsonElement))
            .put("v1 Secret", new Schema<>(V1Secret.class, V1Secret::validateJsonElement))
            .put("v1 Service", new Schema<>(V1Service.class, V1Service::validateJsonElement))
            .put("apps/v1 Deployment", new Schema<>(V1Deployment.class, V1Deployment::validateJsonElement))
            .put("apps/v1 StatefulSet", new Schema<>(V1StatefulSet.class, V1StatefulSet::validateJsonElement))
            .put("networking.k8s.io/v1 NetworkPolicy", new Schema<>(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement))
            .put("policy/v1 PodDisruptionBudget", new Schema<>(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement))
            .build();

    private ManifestSchemas() {}

    /**
     * Returns what is wrong with a manifest by its schema.
     */
    static List<String> problems(Manifest manifest)
    {
        Schema<?> schema = SCHEMAS.get(manifest.apiVersion() + " " + manifest.kind());
        if (schema == null) {
            return List.of("%s has no schema in %s".formatted(manifest, manifest.apiVersion()));
        }
        try {
            return schema.problems(manifest.json()).map(problem -> "%s: %s".formatted(manifest, problem)).toList();
        }
        catch (IllegalArgumentException | JsonParseException e) {
            return List.of("%s: %s".formatted(manifest, e.getMessage()));
        }
    }

    private interface Validation
    {
        void validate(JsonElement json)
                throws IOException;
    }

    private record Schema<T>(Class<T> model, Validation validation)
    {
        Stream<String> problems(JsonNode json)
        {
            JsonElement element = JsonParser.parseString(json.toString());
            try {
                validation.validate(element);
                return differences("", json, MAPPER.readTree(JSON.getGson().toJson(JSON.getGson().fromJson(element, model))));
            }
            catch (JsonProcessingException e) {
                throw new UncheckedIOException("Not JSON", e);
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        // what the model adds, such as empty lists, is no difference
        private static Stream<String> differences(String path, JsonNode written, JsonNode read)
        {
            if (written.isObject() && read.isObject()) {
                return Streams.stream(written.fields()).flatMap(field -> differences(path + "/" + field.getKey(), field.getValue(), read.path(field.getKey())));
            }
            if (written.isArray() && read.isArray() && written.size() == read.size()) {
                return IntStream.range(0, written.size()).boxed().flatMap(index -> differences(path + "/" + index, written.get(index), read.get(index)));
            }
            return written.equals(read) ? Stream.empty() : Stream.of("%s is %s, which is read as %s".formatted(path, written, read));
        }
    }
}
