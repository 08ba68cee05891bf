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
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.harness.kubernetes.Manifests.stringMap;

/**
 * A Deployment or a StatefulSet, whose pods have one container each.
 */
public record Workload(Manifest manifest)
{
    private static final List<String> KINDS = ImmutableList.of("Deployment", "StatefulSet");

    public Workload
    {
        checkArgument(isWorkload(manifest), "%s is no workload", manifest);
        checkArgument(manifest.json().at("/spec/template/spec/containers").size() == 1, "%s has several containers", manifest);
    }

    public static boolean isWorkload(Manifest manifest)
    {
        return KINDS.contains(manifest.kind());
    }

    public String name()
    {
        return manifest.name();
    }

    public JsonNode spec()
    {
        return manifest.json().path("spec");
    }

    public JsonNode podSpec()
    {
        return manifest.json().at("/spec/template/spec");
    }

    public JsonNode container()
    {
        return podSpec().at("/containers/0");
    }

    /**
     * Returns the labels of its pods.
     */
    public Map<String, String> labels()
    {
        return stringMap(manifest.json().at("/spec/template/metadata/labels"));
    }

    /**
     * Returns the names of its pods. Those of a StatefulSet are numbered; those of a Deployment have a random part.
     */
    public List<String> podNames()
    {
        String format = manifest.kind().equals("StatefulSet") ? "%s-%s" : "%s-5d9c7b6f4d-x%sk2v";
        return IntStream.range(0, spec().path("replicas").asInt())
                .mapToObj(ordinal -> format.formatted(name(), ordinal))
                .collect(toImmutableList());
    }
}
