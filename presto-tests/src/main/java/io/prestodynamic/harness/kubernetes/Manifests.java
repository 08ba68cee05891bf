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
package io.prestodynamic.harness.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

/**
 * Manifests that {@code kubectl apply -k} makes of the directory {@code etc/kubernetes}, and those of {@code secrets.yaml}, which are applied apart from it.
 */
public final class Manifests
{
    public static final String KUSTOMIZATION = "kustomization.yaml";
    private static final String SECRETS = "secrets.yaml";
    private static final Set<String> KNOWN_FIELDS = ImmutableSet.of("apiVersion", "kind", "namespace", "resources", "configMapGenerator", "images");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode kustomization;
    private final List<Manifest> manifests;

    private Manifests(JsonNode kustomization, List<Manifest> manifests)
    {
        this.kustomization = requireNonNull(kustomization, "kustomization is null");
        this.manifests = ImmutableList.copyOf(manifests);
    }

    /**
     * @throws IllegalArgumentException if the kustomization does what this class does not know
     */
    public static Manifests read(Path directory)
    {
        JsonNode kustomization = parse(directory.resolve(KUSTOMIZATION)).get(0);
        checkFields(kustomization, KNOWN_FIELDS);
        ImmutableList.Builder<Manifest> manifests = ImmutableList.builder();
        Stream.concat(texts(kustomization.path("resources")), Stream.of(SECRETS)).forEach(file ->
                parse(directory.resolve(file)).forEach(json -> manifests.add(new Manifest(file, json))));
        kustomization.path("configMapGenerator").forEach(generator -> manifests.add(generate(directory, generator)));
        return new Manifests(kustomization, manifests.build());
    }

    private static Manifest generate(Path directory, JsonNode generator)
    {
        checkFields(generator, ImmutableSet.of("name", "files"));
        Map<String, String> data = texts(generator.path("files"))
                .map(directory::resolve)
                .collect(toImmutableMap(file -> file.getFileName().toString(), Manifests::readString));
        return new Manifest(KUSTOMIZATION, MAPPER.valueToTree(ImmutableMap.of(
                "apiVersion", "v1",
                "kind", "ConfigMap",
                "metadata", ImmutableMap.of("name", generator.path("name").asText()),
                "data", data)));
    }

    private static void checkFields(JsonNode node, Set<String> known)
    {
        node.fieldNames().forEachRemaining(field -> checkArgument(known.contains(field), "%s has %s, which is not known here", KUSTOMIZATION, field));
    }

    private static List<JsonNode> parse(Path file)
    {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(readString(file));
        return Streams.stream(documents).<JsonNode>map(MAPPER::valueToTree).collect(toImmutableList());
    }

    private static String readString(Path file)
    {
        try {
            return Files.readString(file);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String namespace()
    {
        return kustomization.path("namespace").asText();
    }

    /**
     * Returns the names that manifests have for images.
     */
    public List<String> imageNames()
    {
        return fields(kustomization.path("images"), "name");
    }

    public List<Manifest> all()
    {
        return manifests;
    }

    public List<Manifest> ofKind(String kind)
    {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind)).collect(toImmutableList());
    }

    public Optional<Manifest> find(String kind, String name)
    {
        return manifests.stream().filter(manifest -> manifest.is(kind, name)).findFirst();
    }

    public List<Workload> workloads()
    {
        return manifests.stream().filter(Workload::isWorkload).map(Workload::new).collect(toImmutableList());
    }

    public Workload workload(String name)
    {
        return workloads().stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * Returns the content of a ConfigMap or a Secret, or empty if there is none.
     */
    public Optional<Map<String, String>> content(String kind, String name)
    {
        return find(kind, name).map(manifest -> stringMap(manifest.json().path(kind.equals("Secret") ? "stringData" : "data")));
    }

    /**
     * Returns the same manifests with another Secret.
     */
    public Manifests withSecret(String name, Map<String, String> content)
    {
        Manifest secret = find("Secret", name).orElseThrow();
        Manifest changed = new Manifest(secret.file(), MAPPER.valueToTree(ImmutableMap.of(
                "apiVersion", "v1",
                "kind", "Secret",
                "metadata", ImmutableMap.of("name", name),
                "stringData", content)));
        return new Manifests(kustomization, manifests.stream().map(manifest -> manifest.equals(secret) ? changed : manifest).toList());
    }

    static Map<String, String> stringMap(JsonNode node)
    {
        return Streams.stream(node.fields()).collect(toImmutableMap(Map.Entry::getKey, field -> field.getValue().asText()));
    }

    /**
     * Returns the texts in an array.
     */
    public static Stream<String> texts(JsonNode array)
    {
        return Streams.stream(array).map(JsonNode::asText);
    }

    /**
     * Returns one field of each object in an array, without those that lack it.
     */
    public static List<String> fields(JsonNode array, String name)
    {
        return Streams.stream(array).filter(object -> object.has(name)).map(object -> object.path(name).asText()).collect(toImmutableList());
    }
}
