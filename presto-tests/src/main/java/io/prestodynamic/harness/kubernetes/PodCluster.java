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
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.ServerInstallation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * All pods of the manifests as processes on this machine. Each has a loopback address of its own, names lead to these addresses, volumes are directories, and
 * one free port stands in for each port of the manifests.
 */
public final class PodCluster
        implements AutoCloseable
{
    private static final String INSTALLATION = "/opt/server";

    private final Manifests manifests;
    private final Path directory;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Substitution ports;
    private final Map<String, String> changes;
    private final List<Pod> pods;

    /**
     * Prepares the pods, and starts none.
     *
     * @param outsidePorts ports of this machine that stand in for those of hosts outside of the cluster
     * @param outsideHosts these hosts
     * @param changes texts in configuration files, and what they are replaced by
     * @param memory memory of each workload's containers, as an option of the JVM takes it
     * @param jvmOptions more options of the JVM
     */
    public PodCluster(Manifests manifests, List<String> outsideHosts, Map<String, String> outsidePorts, Map<String, String> changes, Map<String, String> memory, String jvmOptions)
    {
        this.manifests = requireNonNull(manifests, "manifests is null");
        this.changes = ImmutableMap.copyOf(changes);
        List<String> declaredPorts = manifests.workloads().stream()
                .map(workload -> workload.container().at("/ports/0/containerPort").asText())
                .distinct()
                .toList();
        List<Integer> free = FreePorts.find(declaredPorts.size());
        ImmutableMap.Builder<String, String> replacements = ImmutableMap.<String, String>builder().putAll(outsidePorts);
        for (int i = 0; i < free.size(); i++) {
            replacements.put(declaredPorts.get(i), String.valueOf(free.get(i)));
        }
        ports = new Substitution(replacements.build());
        try {
            directory = Files.createTempDirectory("pods");
            outsideHosts.forEach(host -> names.put(host, "127.0.0.1"));
            names.put("localhost", "127.0.0.1");
            names.put(InetAddress.getLocalHost().getHostName(), "127.0.0.1");
            ImmutableList.Builder<Pod> pods = ImmutableList.builder();
            int address = 10;
            for (Workload workload : manifests.workloads()) {
                for (String name : workload.podNames()) {
                    address++;
                    pods.add(prepare(workload, name, "127.0.0." + address, memory.get(workload.name()), jvmOptions));
                }
            }
            this.pods = pods.build();
            Files.writeString(hosts(), names.entrySet().stream().map(name -> "%s %s\n".formatted(name.getValue(), name.getKey())).collect(joining()));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pod prepare(Workload workload, String name, String address, String memory, String jvmOptions)
            throws IOException
    {
        if (workload.spec().has("serviceName")) {
            names.put("%s.%s".formatted(name, workload.spec().path("serviceName").asText()), address);
        }
        Substitution paths = ports.with(mountPaths(workload, name)).with(ImmutableMap.of(INSTALLATION, installation(workload).getDirectory().toString()));
        for (JsonNode volume : workload.podSpec().path("volumes")) {
            writeVolume(volume, name, paths);
        }
        return new Pod(manifests, workload, name, address, paths, imageEnvironment(paths.apply("/tmp"), memory, jvmOptions), directory.resolve(name + ".log"));
    }

    private Map<String, String> mountPaths(Workload workload, String pod)
    {
        ImmutableMap.Builder<String, String> paths = ImmutableMap.builder();
        for (JsonNode mount : workload.container().path("volumeMounts")) {
            for (JsonNode volume : workload.podSpec().path("volumes")) {
                if (volume.path("name").equals(mount.path("name"))) {
                    paths.put(mount.path("mountPath").asText(), directory(volume, pod).toString());
                }
            }
        }
        return paths.build();
    }

    // the same path in all pods for what all share, because references to secrets are paths
    private Path directory(JsonNode volume, String pod)
    {
        if (volume.has("secret")) {
            return directory.resolve("secrets").resolve(volume.at("/secret/secretName").asText());
        }
        return directory.resolve(pod).resolve(volume.path("name").asText());
    }

    private void writeVolume(JsonNode volume, String pod, Substitution substitution)
            throws IOException
    {
        Path target = directory(volume, pod);
        Files.createDirectories(target);
        Map<String, String> content = ImmutableMap.of();
        if (volume.has("secret")) {
            content = manifests.content("Secret", volume.at("/secret/secretName").asText()).orElseThrow();
        }
        if (volume.has("configMap")) {
            content = manifests.content("ConfigMap", volume.at("/configMap/name").asText()).orElseThrow();
        }
        for (Map.Entry<String, String> file : content.entrySet()) {
            Files.writeString(target.resolve(file.getKey()), volume.has("secret") ? file.getValue() : substitution.apply(changed(file.getValue())));
        }
    }

    private String changed(String text)
    {
        for (Map.Entry<String, String> change : changes.entrySet()) {
            text = text.replace(change.getKey(), change.getValue());
        }
        return text;
    }

    // the JVM takes the memory for that of its container
    private Map<String, String> imageEnvironment(String temporaryDirectory, String memory, String jvmOptions)
    {
        return ImmutableMap.of(
                "PATH", Path.of(System.getProperty("java.home"), "bin") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "JDK_JAVA_OPTIONS", "-XX:MaxRAM=%s -Djava.io.tmpdir=%s -Djdk.net.hosts.file=%s %s".formatted(memory, temporaryDirectory, hosts(), jvmOptions));
    }

    private Path hosts()
    {
        return directory.resolve("hosts");
    }

    private static ServerInstallation installation(Workload workload)
    {
        return switch (workload.container().path("image").asText()) {
            case "presto" -> ServerInstallation.unpack();
            case "presto-discovery" -> ServerInstallation.unpackDiscoveryServer();
            default -> throw new IllegalArgumentException("%s has an image that is not known here".formatted(workload.manifest()));
        };
    }

    public List<Pod> getPods()
    {
        return pods;
    }

    public List<Pod> getPods(String workload)
    {
        return pods.stream().filter(pod -> pod.getWorkload().name().equals(workload)).collect(toImmutableList());
    }

    /**
     * Returns the directory of a Secret, which stands in for the path where it is mounted.
     */
    public Path secretDirectory(String name)
    {
        return directory.resolve("secrets").resolve(name);
    }

    /**
     * Starts all pods at the same time, as Kubernetes does.
     */
    public void start()
    {
        pods.forEach(Pod::start);
    }

    @Override
    public void close()
    {
        try (Closer closer = Closer.create()) {
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            pods.forEach(pod -> closer.register(pod::close));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
