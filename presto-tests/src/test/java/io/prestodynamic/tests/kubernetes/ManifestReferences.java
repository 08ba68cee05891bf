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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import io.prestodynamic.harness.kubernetes.Manifest;
import io.prestodynamic.harness.kubernetes.Manifests;
import io.prestodynamic.harness.kubernetes.Workload;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.prestodynamic.harness.kubernetes.Manifests.fields;
import static io.prestodynamic.harness.kubernetes.Manifests.texts;
import static java.util.Objects.requireNonNull;

/**
 * References of manifests to each other, which no schema knows: labels, names, keys, ports, volumes and variables.
 */
final class ManifestReferences
{
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(?([A-Z_]+)\\)?");
    private static final Pattern PORT_OF_POD = Pattern.compile("\\$POD_IP:(\\d+)");
    private static final List<String> PROBES = ImmutableList.of("startupProbe", "livenessProbe", "readinessProbe");

    private final Manifests manifests;
    private final ImmutableList.Builder<String> problems = ImmutableList.builder();

    private ManifestReferences(Manifests manifests)
    {
        this.manifests = requireNonNull(manifests, "manifests is null");
    }

    /**
     * Returns what does not match.
     */
    static List<String> problems(Manifests manifests)
    {
        ManifestReferences references = new ManifestReferences(manifests);
        references.checkNames();
        manifests.workloads().forEach(references::checkWorkload);
        manifests.ofKind("Service").forEach(references::checkService);
        manifests.ofKind("PodDisruptionBudget").forEach(budget -> references.selected(budget, budget.json().at("/spec/selector/matchLabels")));
        manifests.ofKind("NetworkPolicy").forEach(references::checkPolicy);
        return references.problems.build();
    }

    private void check(boolean condition, String message, Object... arguments)
    {
        if (!condition) {
            problems.add(message.formatted(arguments));
        }
    }

    private void checkNames()
    {
        Set<String> names = new HashSet<>();
        manifests.all().forEach(manifest -> check(names.add(manifest.toString()), "%s is there twice", manifest));
        check(manifests.find("Namespace", manifests.namespace()).isPresent(), "There is no Namespace %s", manifests.namespace());
    }

    private void checkWorkload(Workload workload)
    {
        JsonNode spec = workload.spec();
        check(matches(spec.at("/selector/matchLabels"), workload), "%s does not select its own pods", workload.manifest());
        workload.podSpec().path("topologySpreadConstraints").forEach(constraint ->
                check(matches(constraint.at("/labelSelector/matchLabels"), workload), "%s spreads other pods than its own", workload.manifest()));
        if (spec.has("serviceName")) {
            check(manifests.find("Service", spec.path("serviceName").asText())
                            .filter(service -> service.json().at("/spec/clusterIP").asText().equals("None"))
                            .filter(service -> matches(service.json().at("/spec/selector"), workload))
                            .isPresent(),
                    "%s has no headless Service %s", workload.manifest(), spec.path("serviceName").asText());
        }
        check(manifests.imageNames().contains(workload.container().path("image").asText()), "%s has an image that kustomization.yaml does not name", workload.manifest());
        check(manifests.ofKind("NetworkPolicy").stream().anyMatch(policy -> matches(policy.json().at("/spec/podSelector/matchLabels"), workload)),
                "%s can be reached by everybody", workload.manifest());
        checkVolumes(workload);
        checkVariables(workload);
        checkPorts(workload);
    }

    private void checkVolumes(Workload workload)
    {
        JsonNode volumes = workload.podSpec().path("volumes");
        JsonNode mounts = workload.container().path("volumeMounts");
        Set<String> mounted = ImmutableSet.copyOf(fields(mounts, "name"));
        Set<String> declared = ImmutableSet.copyOf(fields(volumes, "name"));
        check(mounted.equals(declared), "%s has the volumes %s, and mounts %s", workload.manifest(), declared, mounted);
        check(ImmutableSet.copyOf(fields(mounts, "mountPath")).size() == mounts.size(), "%s mounts two volumes at one path", workload.manifest());
        for (JsonNode volume : volumes) {
            if (volume.has("configMap")) {
                checkContent(workload, "ConfigMap", volume.at("/configMap/name").asText());
            }
            if (volume.has("secret")) {
                checkContent(workload, "Secret", volume.at("/secret/secretName").asText());
            }
        }
    }

    private void checkVariables(Workload workload)
    {
        JsonNode container = workload.container();
        for (JsonNode variable : container.path("env")) {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            if (!secret.isMissingNode()) {
                checkContent(workload, "Secret", secret.path("name").asText());
                String key = secret.path("key").asText();
                manifests.content("Secret", secret.path("name").asText()).ifPresent(content ->
                        check(content.containsKey(key), "%s wants the key %s of Secret %s", workload.manifest(), key, secret.path("name").asText()));
            }
        }
        List<String> declared = fields(container.path("env"), "name");
        commands(container).forEach(text -> VARIABLE.matcher(text).results().forEach(used ->
                check(declared.contains(used.group(1)), "%s does not set %s, which a command has", workload.manifest(), used.group(1))));
    }

    private void checkPorts(Workload workload)
    {
        JsonNode container = workload.container();
        for (String probe : PROBES) {
            check(container.has(probe), "%s has no %s", workload.manifest(), probe);
            JsonNode get = container.path(probe).path("httpGet");
            check(get.isMissingNode() || hasPort(workload, get.path("port")), "%s asks the port %s in its %s", workload.manifest(), get.path("port").asText(), probe);
        }
        commands(container).forEach(text -> PORT_OF_POD.matcher(text).results().forEach(used ->
                check(fields(container.path("ports"), "containerPort").contains(used.group(1)),
                        "%s has no port %s, which a command has", workload.manifest(), used.group(1))));
    }

    private void checkService(Manifest service)
    {
        for (Workload workload : selected(service, service.json().at("/spec/selector"))) {
            service.json().at("/spec/ports").forEach(port ->
                    check(hasPort(workload, port.path("targetPort")),
                            "%s leads to the port %s, which %s does not have", service, port.path("targetPort").asText(), workload.manifest()));
        }
    }

    private void checkPolicy(Manifest policy)
    {
        List<Workload> workloads = selected(policy, policy.json().at("/spec/podSelector/matchLabels"));
        for (JsonNode rule : policy.json().at("/spec/ingress")) {
            workloads.forEach(workload -> rule.path("ports").forEach(port ->
                    check(hasPort(workload, port.path("port")), "%s opens the port %s, which %s does not have", policy, port.path("port").asText(), workload.manifest())));
            Streams.stream(rule.path("from")).filter(from -> !from.has("namespaceSelector")).forEach(from -> selected(policy, from.at("/podSelector/matchLabels")));
        }
    }

    private List<Workload> selected(Manifest manifest, JsonNode selector)
    {
        List<Workload> workloads = manifests.workloads().stream().filter(workload -> matches(selector, workload)).toList();
        check(!workloads.isEmpty(), "%s selects no pods with %s", manifest, selector);
        return workloads;
    }

    private void checkContent(Workload workload, String kind, String name)
    {
        check(manifests.content(kind, name).isPresent(), "%s refers to %s %s, which does not exist", workload.manifest(), kind, name);
    }

    private static boolean matches(JsonNode selector, Workload workload)
    {
        Map<String, String> labels = workload.labels();
        return selector.size() > 0 && Streams.stream(selector.fields()).allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }

    private static boolean hasPort(Workload workload, JsonNode port)
    {
        return fields(workload.container().path("ports"), port.isNumber() ? "containerPort" : "name").contains(port.asText());
    }

    private static Stream<String> commands(JsonNode container)
    {
        return Stream.concat(
                texts(container.path("command")),
                container.findParents("exec").stream().flatMap(parent -> texts(parent.at("/exec/command"))));
    }
}
