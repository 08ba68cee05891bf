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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in the file of the embedded store, before and after there is a key.
 */
@Test(singleThreaded = true)
public class TestEncryptedSecrets
{
    private static final String FIRST_KEY = "k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n";
    private static final String SECOND_KEY = "k2 MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=\n";

    private Path directory;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("encrypted-secrets");
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testKeys()
            throws IOException
    {
        String first;
        try (InProcessCluster cluster = start(Map.of())) {
            first = add(cluster, "sales", "hunter2-1").text("version");
            add(cluster, "gone", "hunter2-2");
            cluster.getApi().delete("gone").assertOk();
            cluster.getApi().post("/v1/catalog/rekey", "").assertRefused(400, "INVALID_REQUEST");
        }
        assertThat(storeFiles()).contains("hunter2-1", "hunter2-2");

        try (InProcessCluster cluster = start(FIRST_KEY)) {
            add(cluster, "new", "hunter2-3");
            cluster.getApi().put("new", TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", "hunter2-4")).assertOk();
            assertThat(storeFiles()).contains("{aes256gcm:k1:").doesNotContain("hunter2-3", "hunter2-4");
            assertThat(cluster.getApi().get("sales").assertOk().text("version")).as("rows in clear stay readable").isEqualTo(first);

            Answer rekeyed = cluster.getApi().post("/v1/catalog/rekey", "").assertOk();
            assertThat(rekeyed.json().path("replaced").asInt()).isEqualTo(1);
            assertThat(rekeyed.json().at("/catalogs/0/catalogName").asText()).isEqualTo("sales");
            assertThat(storeFiles()).doesNotContain("hunter2");
            assertThat(cluster.getApi().get("sales").assertOk().text("state")).isEqualTo("ACTIVE");
            cluster.getApi().post("/v1/catalog/sales/restore?version=" + first, "").assertOk();
        }

        try (InProcessCluster cluster = start(SECOND_KEY + FIRST_KEY)) {
            assertThat(cluster.getApi().post("/v1/catalog/rekey", "").assertOk().json().path("replaced").asInt()).isEqualTo(2);
            assertThat(storeFiles()).doesNotContain("hunter2", "{aes256gcm:k1:");
        }

        // without the key, only the catalogs that need it fail
        try (InProcessCluster cluster = start(FIRST_KEY)) {
            Answer sales = cluster.getApi().get("sales").assertOk();
            assertThat(sales.text("state")).isEqualTo("FAILED");
            assertThat(sales.text("error")).contains("Property 'some-password' is encrypted with the key k2, which is not in the file of dynamic-catalog.secrets.key-file");
            cluster.getApi().add("other", "tpch", ImmutableMap.of()).assertOk();
        }
        try (InProcessCluster cluster = start(SECOND_KEY)) {
            await("the catalog to be active", Duration.ofMinutes(1), () -> cluster.getApi().get("sales").assertOk().text("state").equals("ACTIVE"));
        }
    }

    private static Answer add(InProcessCluster cluster, String name, String password)
    {
        return cluster.getApi().add(name, TolerantPlugin.CONNECTOR, ImmutableMap.of("some-password", password)).assertOk();
    }

    private InProcessCluster start(String keys)
            throws IOException
    {
        Path file = directory.resolve("keys");
        Files.writeString(file, keys);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return start(Map.of("dynamic-catalog.secrets.key-file", file.toString()));
    }

    private InProcessCluster start(Map<String, String> properties)
    {
        return new InProcessCluster(
                1,
                ImmutableMap.<String, String>builder()
                        .putAll(properties)
                        .put("dynamic-catalog.embedded.path", directory.resolve("store/catalogs").toString())
                        .build(),
                new TolerantPlugin());
    }

    private String storeFiles()
            throws IOException
    {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.append(Files.readString(file, ISO_8859_1));
            }
        }
        return content.toString();
    }
}
