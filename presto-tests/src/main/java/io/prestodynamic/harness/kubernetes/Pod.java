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
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.base.Verify.verify;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.harness.kubernetes.Manifests.texts;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * The container of a pod as a process on this machine, run, asked and stopped as the kubelet does with what the manifest says.
 */
public final class Pod
        implements AutoCloseable
{
    private static final Duration END_TIMEOUT = Duration.ofMinutes(2);
    // $(NAME), as Kubernetes replaces it in commands
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Z_]+)\\)");
    private static final HttpClient HTTP_CLIENT = HttpClient.newHttpClient();

    private final Workload workload;
    private final String name;
    private final String address;
    private final Substitution substitution;
    private final Map<String, String> environment;
    private final Path output;
    private Process process;

    /**
     * Prepares the pod, and does not start it.
     *
     * @param substitution paths of the image and of volumes, and ports
     * @param imageEnvironment variables that the image sets
     * @param output file for what the container prints
     */
    Pod(Manifests manifests, Workload workload, String name, String address, Substitution substitution, Map<String, String> imageEnvironment, Path output)
    {
        this.workload = requireNonNull(workload, "workload is null");
        this.name = requireNonNull(name, "name is null");
        this.address = requireNonNull(address, "address is null");
        this.substitution = requireNonNull(substitution, "substitution is null");
        this.output = requireNonNull(output, "output is null");
        ImmutableMap.Builder<String, String> variables = ImmutableMap.<String, String>builder().putAll(imageEnvironment);
        workload.container().path("env").forEach(variable -> variables.put(variable.path("name").asText(), variableValue(manifests, variable)));
        environment = variables.build();
    }

    private String variableValue(Manifests manifests, JsonNode variable)
    {
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        if (!secret.isMissingNode()) {
            return manifests.content("Secret", secret.path("name").asText()).orElseThrow().get(secret.path("key").asText());
        }
        String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
        return switch (field) {
            case "metadata.name" -> name;
            case "status.podIP" -> address;
            default -> throw new IllegalArgumentException("%s has a variable %s, which is not known here".formatted(workload.manifest(), variable));
        };
    }

    public String getName()
    {
        return name;
    }

    public Workload getWorkload()
    {
        return workload;
    }

    public URI getUri()
    {
        return URI.create("http://" + hostAndPort());
    }

    /**
     * Returns the address that stands in for that of the pod and of its only port.
     */
    public String hostAndPort()
    {
        return "%s:%s".formatted(address, substitution.apply(workload.container().at("/ports/0/containerPort").asText()));
    }

    public void start()
    {
        ImmutableList.Builder<String> command = ImmutableList.builder();
        List<String> declared = texts(workload.container().path("command")).map(this::expand).collect(toImmutableList());
        verify(declared.get(declared.size() - 1).equals("run"), "%s runs no launcher", workload.manifest());
        command.addAll(declared.subList(0, declared.size() - 1));
        // on a machine of its own, a pod listens on all addresses
        command.add("-Dnode.bind-ip=" + address).add("run");
        process = launch(command.build());
    }

    private Process launch(List<String> command)
    {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process started = builder.start();
            started.getOutputStream().close();
            return started;
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String expand(String argument)
    {
        return VARIABLE.matcher(substitution.apply(argument)).replaceAll(variable -> Matcher.quoteReplacement(environment.get(variable.group(1))));
    }

    public boolean isRunning()
    {
        return process != null && process.isAlive();
    }

    /**
     * Returns the answer of a probe, such as {@code readinessProbe}. As in Kubernetes, one that takes too long has failed.
     */
    public boolean probe(String probe)
    {
        JsonNode declared = workload.container().path(probe);
        Duration timeout = Duration.ofSeconds(declared.path("timeoutSeconds").asLong(1));
        if (declared.has("httpGet")) {
            return status(declared.at("/httpGet/path").asText(), timeout).filter(status -> status >= 200 && status < 400).isPresent();
        }
        return exec(declared.at("/exec/command"), timeout).equals(Optional.of(0));
    }

    private Optional<Integer> status(String path, Duration timeout)
    {
        try {
            return Optional.of(HTTP_CLIENT.send(HttpRequest.newBuilder(getUri().resolve(path)).timeout(timeout).build(), BodyHandlers.discarding()).statusCode());
        }
        catch (IOException e) {
            return Optional.empty();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a command in the container, and returns its exit status, or empty if it was killed at the timeout.
     */
    private Optional<Integer> exec(JsonNode declared, Duration timeout)
    {
        checkState(declared.isArray(), "%s has no such command", workload.manifest());
        // a shell replaces variables
        Process command = launch(texts(declared).map(substitution::apply).collect(toImmutableList()));
        try {
            if (command.waitFor(timeout.toMillis(), MILLISECONDS)) {
                return Optional.of(command.exitValue());
            }
            command.destroyForcibly();
            return Optional.empty();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Ends the pod as when it is deleted: runs its hook, then sends SIGTERM if the process has not ended by itself, and waits until it has ended.
     */
    public End terminate()
    {
        Duration grace = Duration.ofSeconds(workload.podSpec().path("terminationGracePeriodSeconds").asLong(30));
        JsonNode hook = workload.container().at("/lifecycle/preStop/exec/command");
        Optional<Integer> hookStatus = hook.isMissingNode() ? Optional.empty() : exec(hook, grace);
        boolean byItself = !hook.isMissingNode() && awaitEnd(END_TIMEOUT);
        process.destroy();
        Conditions.await(name + " has ended", END_TIMEOUT, () -> !process.isAlive());
        return new End(hookStatus, byItself, process.exitValue());
    }

    private boolean awaitEnd(Duration timeout)
    {
        try {
            return process.waitFor(timeout.toSeconds(), SECONDS);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns what the container, its probes and its hook have printed.
     */
    public String output()
    {
        try {
            return Files.readString(output);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String lastLines(int count)
    {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    @Override
    public void close()
    {
        if (isRunning()) {
            process.destroyForcibly().onExit().join();
        }
    }

    /**
     * End of a pod.
     *
     * @param hookStatus exit status of the hook, if there is one and it has ended in time
     * @param byItself whether the process had ended after the hook
     * @param status exit status of the process
     */
    public record End(Optional<Integer> hookStatus, boolean byItself, int status) {}
}
