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
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import io.prestodynamic.harness.kubernetes.Manifests;
import io.prestodynamic.harness.kubernetes.Workload;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.prestodynamic.harness.kubernetes.Manifests.fields;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Agreement of the configuration in ConfigMaps with the manifests that mount it: variables, ports, addresses, paths and times.
 */
final class ManifestConfiguration
{
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{ENV:([^}]*)}");
    // a name of a pod in a headless Service
    private static final Pattern ADDRESS = Pattern.compile("(?:http://)?([\\w-]+)\\.([\\w-]+):(\\d+)");
    private static final Pattern FILE_REFERENCE = Pattern.compile("FILE:(.*)/\\[\\^/]\\+");

    private final Manifests manifests;
    private final ImmutableList.Builder<String> problems = ImmutableList.builder();

    private ManifestConfiguration(Manifests manifests)
    {
        this.manifests = requireNonNull(manifests, "manifests is null");
    }

    /**
     * Returns what does not match.
     */
    static List<String> problems(Manifests manifests)
    {
        ManifestConfiguration configuration = new ManifestConfiguration(manifests);
        manifests.workloads().forEach(configuration::checkWorkload);
        return configuration.problems.build();
    }

    private void check(boolean condition, String message, Object... arguments)
    {
        if (!condition) {
            problems.add(message.formatted(arguments));
        }
    }

    private void checkWorkload(Workload workload)
    {
        Map<String, String> files = files(workload);
        if (!files.keySet().containsAll(List.of("config.properties", "jvm.config", "log.properties", "node.properties"))) {
            check(false, "%s has only the files %s", workload.manifest(), files.keySet());
            return;
        }
        Properties config = properties(files.get("config.properties"));
        JsonNode container = workload.container();
        List<String> variables = fields(container.path("env"), "name");
        config.values().forEach(value -> VARIABLE.matcher((String) value).results().forEach(used ->
                check(variables.contains(used.group(1)), "%s does not set %s, which its configuration has", workload.manifest(), used.group(1))));
        check(fields(container.path("ports"), "containerPort").equals(List.of(config.getProperty("http-server.http.port"))),
                "%s listens on %s, which is not its port", workload.manifest(), config.getProperty("http-server.http.port"));
        check(files.get("jvm.config").contains("-XX:MaxRAMPercentage=") && !files.get("jvm.config").contains("-Xmx"),
                "%s has a heap that the memory of the container does not determine", workload.manifest());

        Optional.ofNullable(config.getProperty("discovery.servers")).ifPresent(servers -> Splitter.on(',').split(servers).forEach(this::checkAddress));
        Optional.ofNullable(config.getProperty("dynamic-catalog.allowed-hosts")).ifPresent(hosts -> Splitter.on(',').split(hosts).forEach(this::checkHost));
        Optional.ofNullable(config.getProperty("dynamic-catalog.secrets.allowed-references")).ifPresent(references -> {
            Matcher reference = FILE_REFERENCE.matcher(references);
            check(reference.matches() && fields(container.path("volumeMounts"), "mountPath").contains(reference.group(1)),
                    "%s mounts no secrets for %s", workload.manifest(), references);
        });
        Optional.ofNullable(config.getProperty("shutdown.grace-period")).ifPresent(grace ->
                check(workload.podSpec().path("terminationGracePeriodSeconds").asInt() > 2 * Duration.valueOf(grace).getValue(SECONDS),
                        "%s is killed within twice %s", workload.manifest(), grace));
        Optional.ofNullable(files.get("service-inventory.json")).ifPresent(inventory -> checkInventory(workload, inventory, properties(files.get("node.properties"))));
    }

    private void checkInventory(Workload workload, String inventory, Properties node)
    {
        JsonNode json = json(inventory);
        check(json.path("environment").asText().equals(node.getProperty("node.environment")), "service-inventory.json is of another environment than %s", workload.manifest());
        check(fields(json.path("services"), "nodeId").equals(workload.podNames()), "service-inventory.json has not the pods of %s", workload.manifest());
        json.path("services").forEach(service -> {
            String address = service.at("/properties/http").asText();
            checkAddress(address);
            check(address.startsWith("http://" + service.path("nodeId").asText() + "."), "service-inventory.json has %s for %s", address, service.path("nodeId").asText());
        });
    }

    private void checkAddress(String address)
    {
        Matcher matcher = ADDRESS.matcher(address);
        check(matcher.matches() && manifests.workloads().stream().anyMatch(workload ->
                        workload.podNames().contains(matcher.group(1))
                                && workload.spec().path("serviceName").asText().equals(matcher.group(2))
                                && fields(workload.container().path("ports"), "containerPort").contains(matcher.group(3))),
                "No pod has the address %s", address);
    }

    private void checkHost(String host)
    {
        List<String> labels = Splitter.on('.').splitToList(host);
        String namespaced = labels.get(0) + "." + manifests.namespace();
        check(manifests.find("Service", labels.get(0)).isPresent()
                        && List.of(labels.get(0), namespaced, namespaced + ".svc", namespaced + ".svc.cluster.local").contains(host),
                "No Service has the name %s", host);
    }

    private Map<String, String> files(Workload workload)
    {
        String name = workload.podSpec().path("volumes").findPath("configMap").path("name").asText();
        return manifests.content("ConfigMap", name).orElse(Map.of());
    }

    private static Properties properties(String text)
    {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static JsonNode json(String text)
    {
        try {
            return new ObjectMapper().readTree(text);
        }
        catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not JSON", e);
        }
    }
}
