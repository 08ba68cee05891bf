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

import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.kubernetes.Manifest;
import io.prestodynamic.harness.kubernetes.Manifests;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests of {@code etc/kubernetes}: whether each is valid by the schema of Kubernetes, and whether they fit together.
 */
public class TestManifests
{
    private static final Path DIRECTORY = Path.of(requireNonNull(System.getProperty("kubernetes.manifests"), "System property kubernetes.manifests is not set"));

    @Test
    public void testShipped()
    {
        Manifests manifests = Manifests.read(DIRECTORY);
        assertThat(problems(manifests)).isEmpty();
        assertThat(manifests.workloads()).extracting(workload -> workload.manifest().toString())
                .containsExactly("StatefulSet presto-discovery", "Deployment presto-coordinator", "StatefulSet presto-worker");
        assertThat(manifests.ofKind("ConfigMap")).extracting(Manifest::name).containsExactly("presto-discovery", "presto-coordinator", "presto-worker");
    }

    /**
     * No file is forgotten in the kustomization.
     */
    @Test
    public void testAllFilesAreUsed()
            throws IOException
    {
        String kustomization = Files.readString(DIRECTORY.resolve(Manifests.KUSTOMIZATION));
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> DIRECTORY.relativize(file).toString()).filter(file -> !kustomization.contains("- " + file + "\n")))
                    .containsExactlyInAnyOrder(Manifests.KUSTOMIZATION, "secrets.yaml", "Dockerfile", "Dockerfile.dockerignore");
        }
    }

    @DataProvider
    public static Object[][] mistakes()
    {
        return new Object[][] {
                // by the schemas
                {"worker.yaml", "terminationGracePeriodSeconds:", "terminationGracePeriodSecond:",
                        "The field `terminationGracePeriodSecond` in the JSON string is not defined in the `V1PodSpec` properties"},
                {"worker.yaml", "preStop:", "prestop:", "The field `prestop` in the JSON string is not defined"},
                {"coordinator.yaml", "failureThreshold: 150", "failureTreshold: 150", "The field `failureTreshold` in the JSON string is not defined"},
                {"coordinator.yaml", "maxSurge:", "maxsurge:", "The field `maxsurge` in the JSON string is not defined"},
                {"coordinator.yaml", "replicas: 2", "replicas: \"2\"", "/spec/replicas is \"2\", which is read as 2"},
                {"coordinator.yaml", "defaultMode: 0440", "defaultMode: r--r-----", "Deployment presto-coordinator: java.lang.NumberFormatException"},
                {"coordinator.yaml", "drop:\n                - ALL", "drop: ALL", "Expected the field `drop` to be an array"},
                {"discovery.yaml", "            - name: http\n              containerPort: 8411", "            - name: http", "The required field `containerPort` is not found"},
                {"discovery.yaml", "apps/v1", "apps/v1beta1", "StatefulSet presto-discovery has no schema in apps/v1beta1"},
                {"network.yaml", "policyTypes:", "policytypes:", "The field `policytypes` in the JSON string is not defined"},
                {"secrets.yaml", "stringData: {}", "stringdata: {}", "The field `stringdata` in the JSON string is not defined"},
                // by what manifests say of each other
                {"worker.yaml", "    matchLabels:\n      app.kubernetes.io/name: presto\n      app.kubernetes.io/component: worker\n  template",
                        "    matchLabels:\n      app.kubernetes.io/name: presto\n      app.kubernetes.io/component: workers\n  template",
                        "StatefulSet presto-worker does not select its own pods"},
                {"worker.yaml", "serviceName: presto-worker", "serviceName: presto-workers", "StatefulSet presto-worker has no headless Service presto-workers"},
                {"worker.yaml", "clusterIP: None", "clusterIP: \"\"", "StatefulSet presto-worker has no headless Service presto-worker"},
                {"worker.yaml", "image: presto\n", "image: prestodb\n", "StatefulSet presto-worker has an image that kustomization.yaml does not name"},
                {"worker.yaml", "            - name: temporary\n              mountPath: /tmp\n", "", "mounts [configuration, catalog-secrets, data]"},
                {"worker.yaml", "name: presto-worker\n        - name: catalog-secrets", "name: presto-workers\n        - name: catalog-secrets",
                        "refers to ConfigMap presto-workers, which does not exist"},
                {"worker.yaml", "secretName: presto-catalogs", "secretName: presto-catalog", "refers to Secret presto-catalog, which does not exist"},
                {"worker.yaml", "key: shared-secret", "key: sharedsecret", "wants the key sharedsecret of Secret presto"},
                {"worker.yaml", "$(POD_NAME)", "$(NODE_NAME)", "does not set NODE_NAME, which a command has"},
                {"worker.yaml", "http://$POD_IP:8080/v1/info/state", "http://$POD_IP:8081/v1/info/state", "has no port 8081, which a command has"},
                {"worker.yaml", "port: http\n            periodSeconds: 10", "port: web\n            periodSeconds: 10", "asks the port web in its livenessProbe"},
                {"coordinator.yaml", "targetPort: http", "targetPort: 8081", "Service presto leads to the port 8081, which Deployment presto-coordinator does not have"},
                {"coordinator.yaml", "component: coordinator\n  ports", "component: coordinators\n  ports", "Service presto selects no pods with"},
                {"network.yaml", "      ports:\n        - port: http\n---", "      ports:\n        - port: https\n---",
                        "opens the port https, which StatefulSet presto-discovery does not have"},
                {"network.yaml", "component: worker\n  policyTypes", "component: workers\n  policyTypes", "StatefulSet presto-worker can be reached by everybody"},
                {"kustomization.yaml", "namespace: presto", "namespace: other", "There is no Namespace other"},
                // by the configuration
                {"worker/config.properties", "${ENV:SHARED_SECRET}", "${ENV:SECRET}", "does not set SECRET, which its configuration has"},
                {"worker/config.properties", "shutdown.grace-period=30s", "shutdown.grace-period=30m", "StatefulSet presto-worker is killed within twice 30m"},
                {"worker/config.properties", "http-server.http.port=8080", "http-server.http.port=8081", "StatefulSet presto-worker listens on 8081, which is not its port"},
                {"worker/config.properties", "FILE:/run/secrets/catalogs/", "FILE:/run/secrets/catalog/", "StatefulSet presto-worker mounts no secrets for"},
                {"worker/jvm.config", "-XX:MaxRAMPercentage=70", "-Xmx8G", "StatefulSet presto-worker has a heap that the memory of the container does not determine"},
                {"coordinator/config.properties", "presto-discovery-1.presto-discovery:8411", "presto-discovery-2.presto-discovery:8411",
                        "No pod has the address presto-discovery-2.presto-discovery:8411"},
                {"coordinator/config.properties", "presto.presto.svc,", "presto.default.svc,", "No Service has the name presto.default.svc"},
                {"discovery/service-inventory.json", "\"nodeId\": \"presto-discovery-1\"", "\"nodeId\": \"presto-discovery-3\"",
                        "service-inventory.json has not the pods of StatefulSet presto-discovery"},
                {"discovery/service-inventory.json", "\"environment\": \"production\"", "\"environment\": \"test\"", "service-inventory.json is of another environment"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void testMistake(String file, String shipped, String mistaken, String problem)
            throws IOException
    {
        Path copy = Files.createTempDirectory("kubernetes");
        try {
            copyDirectory(copy);
            String text = Files.readString(copy.resolve(file));
            assertThat(text).contains(shipped);
            Files.writeString(copy.resolve(file), text.replace(shipped, mistaken));
            assertThat(problems(Manifests.read(copy))).anySatisfy(message -> assertThat(message).contains(problem));
        }
        finally {
            deleteRecursively(copy, ALLOW_INSECURE);
        }
    }

    private static void copyDirectory(Path target)
            throws IOException
    {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(DIRECTORY.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static List<String> problems(Manifests manifests)
    {
        List<String> schemas = manifests.all().stream().flatMap(manifest -> ManifestSchemas.problems(manifest).stream()).collect(toImmutableList());
        return ImmutableList.<String>builder()
                .addAll(schemas)
                .addAll(ManifestReferences.problems(manifests))
                .addAll(ManifestConfiguration.problems(manifests))
                .build();
    }
}
